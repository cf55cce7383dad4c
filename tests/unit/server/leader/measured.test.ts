import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filledLayout, type Subject } from '#core/measurement';
import { seededChance } from '#core/units';
import { sumsSince } from '#server/leader';
import { openLeaderStore } from '#server/libsql';
import type { LeaderStore, LeaderTables } from '#server/store';
import { keepMeasured, type ExactRound } from '#support/measured';
import { valueOf } from '#support/result';

let folder: string;
let files: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebird-measured-'));
  files = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = (): string => join(folder, `${files}.db`);
async function withStore<Value>(use: (store: LeaderStore) => Promise<Value>): Promise<Value> {
  const store = valueOf(openLeaderStore(path()));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const SUBJECTS: readonly Subject[] = ['ads', 'reach', 'offers'];
/** The earliest that a round of a test closes, ms. */
const FIRST_MS = 1_900_000_000_000;
const aRound = (round: number, change: Partial<ExactRound> = {}): ExactRound =>
  ({ round, layout: filledLayout(SUBJECTS[round % SUBJECTS.length] ?? 'ads', [`c-${round % 2}/click`]), counts: { [`c-${round % 2}/click`]: round }, reports: 100 + round, closedMs: FIRST_MS + round, bound: 1, ...change });

/** Rounds by distinct numbers in any order, each with the time it closed. */
const rounds = fc.uniqueArray(fc.record({ round: fc.integer({ min: 1, max: 30 }), closed: fc.nat({ max: 20 }), sinceMs: fc.nat({ max: 20 }) }), { selector: ({ round }) => round, minLength: 1, maxLength: 8 });

test('sumsSince() says after any rounds in any order what a process says that has just begun', async () => {
  await fc.assert(fc.asyncProperty(rounds, async (added) => {
    files += 1;
    const windows = added.map(({ sinceMs }) => FIRST_MS + sinceMs);
    const warm = await withStore(async (store) => {
      for (const { round, closed, sinceMs } of added) {
        await keepMeasured(store, [aRound(round, { closedMs: FIRST_MS + closed })], seededChance(round));
        const sums = sumsSince(store.tables, FIRST_MS + sinceMs);
        expect(sums.every(({ closedMs }) => closedMs >= FIRST_MS + sinceMs)).toBe(true);
      }
      const inOrder = added.toSorted((a, b) => a.round - b.round);
      expect(sumsSince(store.tables, 0).map(({ reports }) => reports)).toEqual(inOrder.map(({ round }) => 100 + round));
      return windows.map((sinceMs) => sumsSince(store.tables, sinceMs));
    });
    expect(await withStore(async ({ tables }) => windows.map((sinceMs) => sumsSince(tables, sinceMs)))).toEqual(warm);
  }), { numRuns: 12 });
});

test('sumsSince() reads what each round measured once, and a layout once for all rounds of it', () => withStore(async (store) => {
  const read: string[] = [];
  const counted = {
    ...store.tables,
    tasks: { ...store.tables.tasks, get: (id) => (read.push('task'), store.tables.tasks.get(id)) },
    files: { ...store.tables.files, get: (kind, hash) => (read.push(kind), store.tables.files.get(kind, hash)) },
  } satisfies Partial<LeaderTables>;
  await keepMeasured(store, [aRound(1), aRound(7)], seededChance(1)); // of one layout
  expect(sumsSince(counted, 0)).toHaveLength(2);
  expect(read.toSorted()).toEqual(['layout', 'sum', 'sum', 'task', 'task']);
  expect(sumsSince(counted, FIRST_MS + 2)).toHaveLength(1);
  expect(sumsSince(counted, 0)).toHaveLength(2);
  expect(read).toHaveLength(5);
  await keepMeasured(store, [aRound(3)], seededChance(3));
  expect(sumsSince(counted, 0)).toHaveLength(3);
  expect(read.slice(5).toSorted()).toEqual(['layout', 'sum', 'task']);
}));

test('sumsSince() forgets a round that somebody saw in a transaction that failed, whatever takes its number', () => withStore(async (store) => {
  let seen = 0;
  const undone: LeaderStore = {
    ...store,
    transact: (work) => store.transact((tables) => {
      work(tables);
      seen = sumsSince(tables, 0).length;
      throw new Error('The disk is full');
    }),
  };
  await expect(keepMeasured(undone, [aRound(1)], seededChance(1))).rejects.toThrow('The disk is full');
  expect(seen).toBe(1);
  await keepMeasured(store, [aRound(1, { reports: 77 })], seededChance(1));
  expect(sumsSince(store.tables, 0)).toMatchObject([{ reports: 77 }]);
}));
