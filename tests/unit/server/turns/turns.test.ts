import { expect, test } from 'vitest';
import { inTurns } from '#server/turns';

/** Far longer than a test may take: a pause that is not cut short is a test that runs out of time. */
const FOR_EVER_MS = 2 ** 30;

test('inTurns() stops without waiting for the pause, and only after the turn in progress', async () => {
  let [begun, ended] = [0, 0];
  let finish: () => void = () => undefined;
  const turns = inTurns(async () => {
    begun += 1;
    await new Promise<void>((resolve) => (finish = resolve));
    ended += 1;
  }, FOR_EVER_MS);
  turns.start();
  turns.start();
  const stopping = turns.stop();
  expect([begun, ended]).toEqual([1, 0]);
  finish();
  await stopping;
  expect([begun, ended]).toEqual([1, 1]);

  let count = 0;
  const paused = inTurns(async () => void (count += 1), FOR_EVER_MS);
  paused.start();
  await new Promise((resolve) => setImmediate(resolve)); // it rests now
  await paused.stop();
  expect(count).toBe(1);
});

test('inTurns() leaves nothing behind from one turn to the next', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warned);
  let count = 0;
  await new Promise<void>((resolve) => {
    const turns = inTurns(async () => {
      count += 1;
      if (count === 40) resolve(turns.stop());
    }, 0);
    turns.start();
  });
  await new Promise((resolve) => setImmediate(resolve)); // warnings come in a turn of their own
  process.off('warning', warned);
  expect(count).toBe(40);
  expect(warnings).toEqual([]);
});
