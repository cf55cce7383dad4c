import { afterEach, expect, test } from 'vitest';
import { appendLeaf } from '#server/log';
import { aHash } from '#support/federation';
import { startPair, type TestPair } from '#support/pair';

let pair: TestPair | undefined;
afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

test('the log as JSON holds what the checkpoint beside it covers, and no entry that nobody has cosigned yet', async () => {
  pair = await startPair();
  await pair.turns();
  const { leaderUrl, leader } = pair;
  const read = async (): Promise<{ size: number; leaves: number[] }> => {
    const { checkpoint, entries } = (await (await fetch(`${leaderUrl}/v1/audit.json`)).json()) as { checkpoint: string; entries: { leaf: number }[] };
    return { size: Number(checkpoint.split('\n')[1]), leaves: entries.map(({ leaf }) => leaf) };
  };
  const upTo = (size: number): { size: number; leaves: number[] } => ({ size, leaves: Array.from({ length: size }, (_, leaf) => leaf) });
  const before = leader.store.tables.log.size();
  expect(await read()).toEqual(upTo(before));
  await leader.store.transact(({ log }) => appendLeaf(log, { type: 'build', files: { 'any.js': aHash('any') } }));
  expect(await read()).toEqual(upTo(before));
  pair.clock.forward(3_600_000); // the checkpoint is renewed
  await pair.turns(1);
  const after = leader.store.tables.log.size();
  expect(after).toBeGreaterThan(before);
  const now = await read();
  expect(now).toEqual(upTo(now.size));
  expect(now.size).toBeGreaterThan(before);
});
