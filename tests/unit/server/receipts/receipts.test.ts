import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { findReport, type LoadFile } from '#core/audit';
import type { TaskId } from '#core/protocol';
import { sortedRoot } from '#core/tlog';
import { fail, ok, seededChance, toHex } from '#core/units';
import { receiptRoute, type ReceiptSource } from '#server/receipts';
import { aRound } from '#support/federation';
import { heldClock } from '#support/pair';

const OPENED = 'a'.repeat(64) as TaskId;
const OPEN = 'b'.repeat(64) as TaskId;
const chance = seededChance(3);
const anId = (): Uint8Array => Uint8Array.from({ length: 16 }, () => chance.below(256));
const inOrder = (ids: Uint8Array[]): Uint8Array[] => ids.sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1));
const counted = inOrder(Array.from({ length: 77 }, anId));
const rejected = anId();
const waiting = anId();

/** A server that opened one batch and collects another. */
function aServer(): { readonly load: LoadFile; readonly clock: ReturnType<typeof heldClock>; readonly asked: string[] } {
  const app = new Hono();
  const clock = heldClock();
  const asked: string[] = [];
  const source: ReceiptSource = {
    opened: () => [OPENED],
    isCounted(task, id) {
      asked.push(task);
      return (task === OPENED ? counted : [waiting]).some((known) => toHex(known) === toHex(id));
    },
    countedIds: (task) => (task === OPENED ? counted : [waiting]),
  };
  receiptRoute(app, source, clock);
  const load: LoadFile = async (path) => {
    const answer = await app.request(path);
    return answer.ok ? ok(new Uint8Array(await answer.arrayBuffer())) : fail(String(answer.status), await answer.text());
  };
  return { load, clock, asked };
}

const root = toHex(sortedRoot(counted));
const rounds = [aRound({ task: OPENED, leaderReports: counted.length, helperReports: counted.length, leaderIdsRoot: root, helperIdsRoot: root })];

test('every counted report is proven against the root that its round published', async () => {
  const { load, clock } = aServer();
  for (const id of counted) {
    const found = await findReport(toHex(id), { load, rounds, root: 'helperIdsRoot' });
    expect(found.ok && found.value.record.task).toBe(OPENED);
    clock.forward(1000);
  }
});

test('a report that was rejected, waits in an open batch or never came is no proof, and an open batch is not even looked into', async () => {
  const { load, asked } = aServer();
  for (const id of [rejected, waiting, anId()]) {
    const found = await findReport(toHex(id), { load, rounds, root: 'leaderIdsRoot' });
    expect(found.ok ? '' : found.fault.kind).toBe('not-counted');
  }
  expect(asked).not.toContain(OPEN);
});

test('findReport() takes no proof for a root, a count or a round that was not published', async () => {
  const { load } = aServer();
  const id = toHex(counted[5] ?? rejected);
  const [round] = rounds;
  for (const [wrong, kind] of [[{ leaderIdsRoot: 'c'.repeat(64) }, 'mismatch'], [{ leaderReports: 78 }, 'mismatch'], [{ task: OPEN }, 'not-verified']] as const) {
    const found = await findReport(id, { load, rounds: [{ ...(round ?? aRound()), ...wrong }], root: 'leaderIdsRoot' });
    expect(found.ok ? '' : found.fault.kind).toBe(kind);
  }
});

test('findReport() takes no other report\'s proof', async () => {
  const { load } = aServer();
  const other = await load(`/v1/receipts/${toHex(counted[1] ?? rejected)}`);
  const found = await findReport(toHex(counted[0] ?? rejected), { load: async () => other, rounds, root: 'leaderIdsRoot' });
  expect(found.ok ? '' : found.fault.kind).toBe('mismatch');
});

test('questions are limited for all together, and answered again with time', async () => {
  const { load, clock } = aServer();
  const ask = async (): Promise<string> => {
    const answer = await load(`/v1/receipts/${toHex(counted[0] ?? rejected)}`);
    return answer.ok ? 'ok' : answer.fault.kind;
  };
  const answers = [];
  for (let i = 0; i < 25; i++) answers.push(await ask());
  expect(answers.filter((kind) => kind === '503').length).toBe(5);
  clock.forward(1000);
  expect(await ask()).toBe('ok');
});

test('who asks about ever other large batches spends the questions of many, and other requests have their turn meanwhile', async () => {
  const app = new Hono();
  const clock = heldClock();
  const tasks = ['a', 'b', 'c'].map((letter) => letter.repeat(64) as TaskId);
  const idsOf = new Map(tasks.map((task, i) => [task, inOrder(Array.from({ length: 15_000 }, (_, n) => Uint8Array.of(i, n >> 8, n & 255, ...new Uint8Array(13))))]));
  receiptRoute(app, { opened: () => tasks, isCounted: (task, id) => tasks[id[0] ?? 0] === task, countedIds: (task) => idsOf.get(task) ?? [] }, clock);
  const ask = async (batch: number): Promise<number> => (await app.request(`/v1/receipts/${toHex(Uint8Array.of(batch, 0, 9, ...new Uint8Array(13)))}`)).status;
  let turns = 0;
  const other = setInterval(() => (turns += 1), 0);
  const statuses = [];
  for (let i = 0; i < 8; i++) statuses.push(await ask(i % 3));
  clearInterval(other);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 503, 503, 503]); // each costs its question and three for the tree
  expect(turns).toBeGreaterThan(20);
  clock.forward(1_000);
  expect([await ask(1), await ask(1)]).toEqual([200, 200]); // kept since the fifth question
});

test('a receipt tells no other id', async () => {
  const { load } = aServer();
  const answer = await load(`/v1/receipts/${toHex(counted[0] ?? rejected)}`);
  const text = answer.ok ? new TextDecoder().decode(answer.value) : '';
  expect(text).not.toBe('');
  for (const id of counted) expect(text).not.toContain(toHex(id));
});

test.each(['', 'zz', '0'.repeat(31), 'A'.repeat(32), '../../v1/policy'])('"%s" is no report id', async (id) => {
  const answer = await aServer().load(`/v1/receipts/${id}`);
  expect(answer.ok).toBe(false);
});
