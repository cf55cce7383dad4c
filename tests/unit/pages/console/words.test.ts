import { expect, test } from 'vitest';
import { aRound, aTask } from '#support/federation';
import { judgedText } from '../../../../src/pages/console/words.ts';

test('judgedText() tells a noised surplus as the range that its noise leaves, wide where the batch is small', () => {
  const task = aTask();
  const textOf = (leaderReports: number): string => judgedText(aRound({ leaderReports, verdict: { surplus: 0.2 } }), task);
  expect(textOf(80)).toBe('Found better, less found worse: between −8 % and +48 % of devices (95 %, noise counted)');
  expect(textOf(8_000)).toContain('between +20 % and +20 %');
});

test('judgedText() says nothing where nothing was judged, or where the noise is not known', () => {
  expect(judgedText(aRound(), aTask())).toBe('');
  expect(judgedText(aRound({ verdict: { surplus: 0.2 } }), undefined)).toBe('');
});
