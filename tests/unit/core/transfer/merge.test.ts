import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PausedUntil } from '#core/contract';
import type { ShopEvent } from '#core/events';
import { isMovedOutMark, movedOutMark, spentRho } from '#core/privacy';
import type { LedgerEntry } from '#core/protocol';
import { mergedAdSecret, mergedEvents, mergedLedger, mergedPause, mergedWishes, movedEntries, type Wished } from '#core/transfer';
import { DAY_MS, WEEK_MS, YEAR_MS } from '#core/units';
import { anEntry, anEvent } from '#support/store-contract';

const NONE: ReadonlySet<string> = new Set();
const events: fc.Arbitrary<readonly ShopEvent[]> = fc.array(
  fc.record({ n: fc.integer({ min: 1, max: 8 }), dwellMs: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), lines: fc.integer({ min: 0, max: 2 }) })
    .map(({ n, dwellMs, lines }) => anEvent(n, { ...(dwellMs !== undefined && { dwellMs }), items: (anEvent(n).items).slice(0, lines) })), { maxLength: 10 },
);
const erased = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 4 }).map((numbers) => new Set<string>(numbers.map((n) => anEvent(n).id)));

test('mergedEvents() is the same from both sides, again, and in any grouping', () => {
  fc.assert(fc.property(events, events, events, erased, (a, b, c, gone) => {
    const merged = mergedEvents(a, b, gone);
    expect(mergedEvents(b, a, gone)).toEqual(merged);
    expect(mergedEvents(merged, b, gone)).toEqual(merged);
    expect(mergedEvents(mergedEvents(a, b, gone), c, gone)).toEqual(mergedEvents(a, mergedEvents(b, c, gone), gone));
  }));
});
test('mergedEvents() counts each event once and brings nothing back that was erased', () => {
  fc.assert(fc.property(events, events, erased, (a, b, gone) => {
    const ids = mergedEvents(a, b, gone).map(({ id }) => id as string);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids)).toEqual(new Set([...a, ...b].map(({ id }) => id as string).filter((id) => !gone.has(id))));
  }));
});
test('mergedEvents() brings no line back that was taken out of an event', () => {
  const shortened = anEvent(1, { items: [] });
  expect(mergedEvents([shortened], [anEvent(1)], NONE)).toEqual([shortened]);
  expect(mergedEvents([anEvent(1)], [shortened], NONE)).toEqual([shortened]);
});

const NOW_MS = 1_800_000_000_000;
const ledgers: fc.Arbitrary<readonly LedgerEntry[]> = fc.uniqueArray(
  fc.record({ n: fc.integer({ min: 1, max: 6 }), rho: fc.constantFrom(0, 1 / 64, 1 / 32, 1 / 16), ageDays: fc.integer({ min: 0, max: 400 }), state: fc.constantFrom('draft', 'sealed', 'sent', 'acked', 'refused') }),
  { selector: ({ n }) => n, maxLength: 6 },
).map((rows) => rows.map(({ n, rho, ageDays, state }) => anEntry(n, { rho, state, atMs: NOW_MS - ageDays * DAY_MS })));
/** A ledger after it took over another. */
function after(own: readonly LedgerEntry[], theirs: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const byTask = new Map(own.map((entry) => [entry.taskId, entry]));
  for (const entry of mergedLedger(own, movedEntries(theirs))) byTask.set(entry.taskId, entry);
  return [...byTask.values()];
}
const costs = (entries: readonly LedgerEntry[]): unknown => entries.map(({ taskId, rho, atMs }) => [taskId, rho, atMs]).sort();

test('mergedLedger() never counts less than either device, in any window, at any time', () => {
  fc.assert(fc.property(ledgers, ledgers, fc.integer({ min: -30, max: 400 }), (a, b, days) => {
    const nowMs = NOW_MS + days * DAY_MS;
    for (const windowMs of [WEEK_MS, YEAR_MS]) expect(spentRho(after(a, b), nowMs, windowMs)).toBeGreaterThanOrEqual(Math.max(spentRho(a, nowMs, windowMs), spentRho(b, nowMs, windowMs)) - 1e-12); // the order of a sum
  }));
});
test('mergedLedger() holds the union of tasks at the larger ρ, from both sides alike, and again', () => {
  fc.assert(fc.property(ledgers, ledgers, (a, b) => {
    const merged = after(a, b);
    expect(costs(after(b, a))).toEqual(costs(merged));
    expect(after(merged, b)).toEqual(merged);
    expect(new Set(merged.map(({ taskId }) => taskId))).toEqual(new Set([...a, ...b].map(({ taskId }) => taskId)));
    for (const { taskId, rho } of merged) expect(rho).toBe(Math.max(...[...a, ...b].filter((entry) => entry.taskId === taskId).map((entry) => entry.rho)));
  }));
});
test('mergedLedger() leaves bytes and state of what this device did itself', () => {
  const [own, theirs] = [anEntry(1, { state: 'sent' }), anEntry(1, { state: 'acked', rho: 1 })];
  expect(mergedLedger([own], movedEntries([theirs]))).toEqual([{ ...own, rho: 1 }]);
});
test('movedEntries() takes no bytes along, no mark, and nothing that could still be sent', () => {
  const moved = movedEntries([anEntry(1, { state: 'sealed' }), anEntry(2, { state: 'acked' }), movedOutMark(5)]);
  expect(moved.map(({ body, url, state, refusal }) => [body.length, url, state, refusal])).toEqual([[0, '', 'refused', 'moved'], [0, '', 'acked', undefined]]);
  expect(moved.some(isMovedOutMark)).toBe(false);
});

const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 });
const wished: fc.Arbitrary<Wished> = fc.record({
  hiddenItems: ids, lessItems: ids,
  interestWishes: fc.uniqueArray(fc.record({ kind: fc.constantFrom('category' as const, 'brand' as const), name: fc.constantFrom('x', 'y'), wish: fc.constantFrom('pin' as const, 'never' as const) }), { selector: ({ kind, name }) => kind + name }),
  adWishes: fc.record({ hidden: ids, disliked: ids }),
});
test('mergedWishes() is the same from both sides and again, and never shows again what was hidden or never wanted', () => {
  fc.assert(fc.property(wished, wished, (a, b) => {
    const merged = mergedWishes(a, b);
    expect(mergedWishes(b, a)).toEqual(merged);
    expect(mergedWishes(merged, b)).toEqual(merged);
    for (const { hiddenItems, interestWishes, adWishes } of [a, b]) {
      for (const list of ['hidden', 'disliked'] as const) expect(merged.adWishes[list]).toEqual(expect.arrayContaining([...adWishes[list]]));
      for (const id of hiddenItems) expect(merged.hiddenItems).toContain(id);
      for (const wish of interestWishes.filter((each) => each.wish === 'never')) expect(merged.interestWishes).toContainEqual(wish);
    }
  }));
});
test('mergedAdSecret() is that of the device which met ads first, from both sides, and stays when it is merged again', () => {
  const device = fc.record({
    adSecret: fc.option(fc.constantFrom('a'.repeat(32), 'b'.repeat(32))), events: fc.array(fc.record({ type: fc.constantFrom('ad_impression' as const, 'ad_ghost' as const, 'view_item' as const), atMs: fc.integer({ min: 0, max: 4 }) }), { maxLength: 3 }),
  });
  fc.assert(fc.property(device, device, (a, b) => {
    const merged = { adSecret: mergedAdSecret(a, b), events: [...a.events, ...b.events] };
    expect(mergedAdSecret(b, a)).toBe(merged.adSecret);
    if (a.adSecret !== null && b.adSecret !== null) expect(mergedAdSecret(merged, b)).toBe(merged.adSecret);
    expect([a.adSecret, b.adSecret]).toContain(merged.adSecret);
  }));
  const met = (adSecret: string, atMs: number) => ({ adSecret, events: [{ type: 'ad_impression' as const, atMs }] });
  expect(mergedAdSecret(met('b', 1), met('a', 2))).toBe('b');
  expect(mergedAdSecret({ adSecret: null, events: [] }, met('a', 2))).toBe('a');
});

test('mergedPause() is the longer one, from both sides', () => {
  const pauses = fc.oneof(fc.constant(null), fc.constant('resumed' as const), fc.integer({ min: 0 }));
  fc.assert(fc.property(pauses, pauses, (a, b) => {
    const rank = (pause: PausedUntil): number => (pause === null ? -1 : pause === 'resumed' ? Infinity : pause);
    expect(mergedPause(a, b)).toBe(mergedPause(b, a));
    expect(rank(mergedPause(a, b))).toBe(Math.max(rank(a), rank(b)));
  }));
});
