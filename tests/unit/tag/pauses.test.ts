import { expect, test } from 'vitest';
import { fail, ok, type Fault, type Result } from '#core/units';
import { pauses } from '../../../src/tag/pauses.ts';

const PAUSED = fail('paused', 'The shopper has paused this');

/** Questions that are answered when the test says so, in any order. */
function aWorker() {
  const answers: ((answer: Result<number, Fault>) => void)[] = [];
  let changes = 0;
  const ask = (): Promise<Result<number, Fault>> => new Promise((done) => answers.push(done));
  const page = pauses(ask, () => changes++);
  return { page, ask, answers, changes: () => changes };
}

test('isPaused() follows what the worker answers, and tells of each change once', async () => {
  const { page, answers, changes } = aWorker();
  expect(page.isPaused()).toBe(false);
  const looks = [page.look(), page.look()];
  for (const answer of answers) answer(PAUSED);
  expect([await Promise.all(looks), changes()]).toEqual([[true, true], 1]);
});

test('isPaused() asks anew while paused, one question at a time, so that a pause that ended elsewhere is found out', async () => {
  const { page, answers, changes } = aWorker();
  const look = page.look();
  answers[0]?.(PAUSED);
  await look;
  expect([page.isPaused(), page.isPaused(), answers.length]).toEqual([true, true, 2]);
  const after = page.look();
  answers[1]?.(ok(0));
  answers[2]?.(ok(0));
  expect([await after, page.isPaused(), changes(), answers.length]).toEqual([false, false, 2, 3]);
});

test('an answer to what was asked before another one does not overturn it', async () => {
  const { page, ask, answers } = aWorker();
  const recorded = page.hear(ask()); // kept before the pause, answered after it began
  const look = page.look();
  answers[1]?.(PAUSED);
  expect(await look).toBe(true);
  answers[0]?.(ok(3));
  expect([await recorded, page.isPaused()]).toEqual([ok(3), true]);
});

test('a worker that cannot answer changes nothing', async () => {
  const { page, answers, changes } = aWorker();
  const look = page.look();
  answers[0]?.(fail('crashed', 'gone'));
  expect([await look, changes()]).toEqual([false, 0]);
});

test('heard() waits for the newest answer, and asks only where none was awaited', async () => {
  const { page, ask, answers } = aWorker();
  const first = page.heard();
  expect(answers.length).toBe(1);
  answers[0]?.(ok(0));
  expect(await first).toBe(false);
  void page.hear(ask());
  const second = page.heard();
  answers[1]?.(PAUSED);
  expect([await second, answers.length]).toEqual([true, 2]);
});
