import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '#core/units';
import { reportTimeFault } from '#server/pair';

const OPENS = 100.5 * HOUR_MS;
const TASK = { opensMs: OPENS, closesMs: OPENS + 3 * DAY_MS };

test('reportTimeFault() takes every hour that a device inside the window may write', () => {
  for (let nowMs = TASK.opensMs; nowMs < TASK.closesMs; nowMs += HOUR_MS / 4) expect(reportTimeFault(TASK, Math.floor(nowMs / HOUR_MS), nowMs)).toBeUndefined();
});

test.each([
  ['the hour before the task opened', 99, 100.6, 'early'],
  ['the hour in which it opened', 100, 100.6, undefined],
  ['a clock ahead by less than a day', 124, 100.6, undefined],
  ['a clock ahead by more than a day', 125, 100.6, 'early'],
  ['the same hour, a day later', 125, 124.6, undefined],
  ['the hour in which it closed', 172, 172.4, undefined],
  ['the hour after it closed', 173, 172.4, 'late'],
  ['0', 0, 100.6, 'early'],
  ['the largest that fits', 2 ** 53, 100.6, 'late'],
] as const)('reportTimeFault() of %s', (_, timeHours, nowHours, fault) => {
  expect(reportTimeFault(TASK, timeHours, nowHours * HOUR_MS)).toBe(fault);
});
