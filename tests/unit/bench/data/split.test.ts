import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datasetBuilder, splitByLastDay, splitByTime, splitGivenCases, splitGivenSessions, splitLeaveOneOut, type Dataset } from '#bench/data';

/** A data set from rows of user, item, time in minutes and basket. */
function aDataset(rows: readonly (readonly [user: string, item: string, minute: number, basket?: string])[], hasTimes = true, base?: Dataset): Dataset {
  const builder = datasetBuilder(base);
  for (const [user, item, minute, basket] of rows) builder.add({ user, item, type: 'view_item', atMs: minute * 60_000, ...(basket === undefined ? {} : { basket }) });
  return builder.build('made', hasTimes);
}

const rowsArbitrary = fc.array(fc.tuple(fc.constantFrom('u', 'v', 'w'), fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 10_000 })), { minLength: 30, maxLength: 80 });

test('splitByTime() lets nothing of train, validation or a history lie after what is asked', () => {
  fc.assert(fc.property(rowsArbitrary, fc.integer({ min: 0, max: 100 }), (rows, seed) => {
    let split;
    try {
      split = splitByTime(aDataset(rows), { seed });
    } catch (error) {
      expect(String(error)).toMatch(/Cannot split made by time/); // nobody is left on one side
      return;
    }
    for (const { events } of split.train) for (const { atMs } of events) expect(atMs).toBeLessThanOrEqual(split.trainEndMs);
    for (const { history, atMs, targets } of [...split.validation, ...split.test]) {
      expect(atMs).toBeGreaterThan(split.trainEndMs);
      expect(targets.length).toBeGreaterThan(0);
      for (const event of history) expect(event.atMs).toBeLessThanOrEqual(atMs);
    }
    for (const { user } of split.validation) expect(split.coldUsers.has(user)).toBe(false);
  }));
});

test('splitByTime() asks for whole baskets: lines of one invoice never stand in its own history', () => {
  const past = Array.from({ length: 36 }, (_, i) => ['u', `old${i % 5}`, i, `past${i}`] as const);
  const rows = [...past, ['u', 'x', 1000, 'last'], ['u', 'y', 1000, 'last'], ['u', 'z', 1000, 'last'], ['u', 'x', 1000, 'last']] as const;
  const dataset = aDataset(rows);
  const asked = splitByTime(dataset, { seed: 3 }).test;
  expect(asked.map(({ targets, history }) => [targets.map((item) => dataset.itemIds[item]), history.length])).toEqual([[['x', 'y', 'z'], 36]]);
});

test('splitByTime() refuses data without times', () => {
  expect(() => splitByTime(aDataset([['u', 'a', 0]], false), { seed: 1 })).toThrow(/has no times; choose loo or given/);
});

test('splitByTime() with refits trains up to the test moment and asks the same', () => {
  const rows = Array.from({ length: 200 }, (_, i) => [`u${i % 20}`, `i${i % 7}`, i * 60] as const);
  const [plain, refitted] = [false, true].map((refits) => splitByTime(aDataset(rows), { seed: 1, refits }));
  expect(refitted?.test).toEqual(plain?.test);
  expect(refitted?.validation).toEqual([]);
  expect(refitted?.trainEndMs).toBe(179 * 3_600_000);
  expect(plain?.trainEndMs).toBe(159 * 3_600_000);
});

test('splitByLastDay() asks for all of the last day, tunes on the day before, and trains before that', () => {
  const day = 24 * 60;
  const dataset = aDataset([['u', 'a', 0], ['u', 'b', day + 1], ['u', 'c', 2 * day], ['u', 'd', 2 * day + 100], ['u', 'c', 2 * day + 200], ['v', 'a', 5], ['v', 'e', day]]);
  const split = splitByLastDay(dataset, { seed: 1 });
  const named = ({ targets, history }: { targets: readonly number[]; history: readonly { item: number }[] }) => [targets.map((item) => dataset.itemIds[item]).join(''), history.map(({ item }) => dataset.itemIds[item]).join('')];
  expect(split.test.map(named)).toEqual([['cd', 'ab']]);
  expect(split.validation.map(named)).toEqual([['b', 'a'], ['e', 'a']]);
  expect(split.train.map(({ events }) => events.length)).toEqual([1, 1]);
  expect(splitByLastDay(dataset, { seed: 1, refits: true }).train.map(({ events }) => events.length)).toEqual([2, 2]);
  expect(() => splitByLastDay(aDataset([['u', 'a', 0], ['u', 'b', 5]]), { seed: 1 })).toThrow(/0 users to train on before and 1 cases in the last day; choose another of time, last-day, loo, given/);
});

test('ten events of one user leave one to ask for', () => {
  const rows = Array.from({ length: 10 }, (_, i) => ['u', `i${i}`, i * 24 * 60] as const);
  const { train, validation, test: asked } = splitByTime(aDataset(rows), { seed: 1 });
  expect([train[0]?.events.length, validation.length, asked.map(({ targets }) => targets)]).toEqual([8, 1, [[9]]]);
});

test('one user trains whatever the seed', () => {
  const rows = Array.from({ length: 30 }, (_, i) => ['u', `i${i % 5}`, i * 60] as const);
  for (let seed = 0; seed < 30; seed++) expect(splitByTime(aDataset(rows), { seed }).train).toHaveLength(1);
});

test('splitLeaveOneOut() trains on all but two, tunes on one, asks for the last', () => {
  const dataset = aDataset([['u', 'a', 0], ['u', 'b', 1], ['u', 'c', 2], ['u', 'd', 3], ['v', 'a', 0]], false);
  const split = splitLeaveOneOut(dataset);
  expect(split.train.map(({ events }) => events.map(({ item }) => dataset.itemIds[item]))).toEqual([['a', 'b'], ['a']]);
  expect(split.validation.map(({ history, targets }) => [history.length, ...targets])).toEqual([[2, 2]]);
  expect(split.test.map(({ history, targets }) => [history.length, ...targets])).toEqual([[3, 3]]);
  expect(split.removesHistory).toBe(true);
  expect(splitLeaveOneOut(dataset, { refits: true }).train[0]?.events).toHaveLength(3);
});

test('splitGivenSessions() asks for every position, ranks train items only, drops and counts unseen targets', () => {
  const train = aDataset([['s', 'a', 0], ['s', 'b', 1]]);
  const asked = aDataset([['t', 'a', 5], ['t', 'new', 6], ['t', 'b', 7]], true, train);
  const split = splitGivenSessions(train, asked);
  expect(split.test.map(({ history, targets }) => [history.length, ...targets])).toEqual([[2, 1]]);
  expect(split.unseenTargets).toBe(1);
  expect([...split.candidates]).toEqual([1, 1, 0]);
});

test('splitGivenCases() keeps prefixes as they stand', () => {
  const train = aDataset([['s', 'a', 0], ['s', 'b', 1]], false);
  expect(splitGivenCases(train, [{ prefix: [0, 0], target: 1 }]).test.map(({ history, targets }) => [history.map(({ item }) => item), targets])).toEqual([[[0, 0], [1]]]);
});
