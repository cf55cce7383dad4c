import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runFlood, runFuzz, runKills } from '#bench/torture';
import { PROGRAM } from '#support/serving';

/** The same every time; `npm run torture` draws its own. */
const SEED = 20_261_122;
const quietly = (): void => undefined;
/** A minute each on idle cores; nothing here depends on speed. */
const TIMEOUT_MS = 900_000;

test('20 kills at seeded random points lose no acknowledged report, count none twice, open no batch twice, and leave exact sums', { timeout: TIMEOUT_MS }, async () => {
  const run = await runKills({ program: PROGRAM, kills: 20, seed: SEED, say: quietly });
  expect(run.faults).toEqual([]);
  expect(run.verdict).toMatchObject({ lost: 0, twice: 0, openedTwice: 0, wrongSums: 0 });
  expect(run.kills.leader + run.kills.helper).toBeGreaterThanOrEqual(20);
  expect(run.verdict.rounds).toBeGreaterThanOrEqual(2);
  expect(run.verdict.counted).toBeGreaterThanOrEqual(100); // two batches; what is acknowledged and still waits is in the leader's file
});

test('20,000 fuzzed messages are each answered and counted by their reason, end no process and leave nothing in memory', { timeout: TIMEOUT_MS }, async () => {
  const run = await runFuzz({ program: PROGRAM, messages: 20_000, seed: SEED, say: quietly });
  expect(run.faults).toEqual([]);
  expect(run.sent).toBe(20_000);
  const reasons = ['malformed', 'conflict', 'undecryptable', 'task-closed', 'task-unknown', 'task-future', 'too-large', 'method-not-allowed', 'not-found'];
  for (const reason of reasons) expect({ reason, count: run.outcomes.leader.get(reason) }).toEqual({ reason, count: expect.any(Number) });
});

/** Connections that one process of this machine may hold. */
const MOST_FILES = Number(spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout) || Infinity;
/** What the flood needs of it on either side: the 4,096 that a server keeps, and those being let go of. */
const FILES_WANTED = 6_000;

test.skipIf(MOST_FILES < FILES_WANTED)(`10,000 connections that want nothing keep no honest report out (skipped where ulimit -Hn is below ${FILES_WANTED})`, { timeout: TIMEOUT_MS }, async () => {
  const run = await runFlood({ program: PROGRAM, connections: 10_000, seed: SEED, say: quietly });
  expect(run.faults).toEqual([]);
  expect(run.honest.acknowledged).toBe(run.honest.sent);
  expect(Object.values(run.opened).reduce((a, b) => a + b)).toBe(10_000);
});
