import { expect, test } from 'vitest';
import { runFuzz, runKills } from '#bench/torture';
import { PROGRAM } from '#support/serving';

/** The same every time; `npm run torture` draws its own. */
const SEED = 20_261_122;
const quietly = (): void => undefined;

test('20 kills at seeded random points lose no acknowledged report, count none twice, open no batch twice, and leave exact sums', async () => {
  const run = await runKills({ program: PROGRAM, kills: 20, seed: SEED, say: quietly });
  expect(run.faults).toEqual([]);
  expect(run.verdict).toMatchObject({ lost: 0, twice: 0, openedTwice: 0, wrongSums: 0 });
  expect(run.kills.leader + run.kills.helper).toBeGreaterThanOrEqual(20);
  expect(run.verdict.rounds).toBeGreaterThanOrEqual(2);
  expect(run.verdict.counted).toBeGreaterThanOrEqual(run.acknowledged);
});

test('20,000 fuzzed messages are each answered and counted by their reason, end no process and leave nothing in memory', async () => {
  const run = await runFuzz({ program: PROGRAM, messages: 20_000, seed: SEED, say: quietly });
  expect(run.faults).toEqual([]);
  expect(run.sent).toBe(20_000);
  const reasons = ['malformed', 'conflict', 'undecryptable', 'task-closed', 'task-unknown', 'task-future', 'too-large', 'method-not-allowed', 'not-found'];
  for (const reason of reasons) expect({ reason, count: run.outcomes.leader.get(reason) }).toEqual({ reason, count: expect.any(Number) });
});
