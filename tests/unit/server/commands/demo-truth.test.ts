import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RoundRecord } from '#core/protocol';
import { createDemoTruth } from '../../../../server/commands/demo-truth.ts';

const folder = mkdtempSync(join(tmpdir(), 'homebird-truth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reported = (task: string, reports: number, clicks: number) => ({ kind: 'told', task, subject: 'ads', reports, counts: { 'trails/a/clicks': clicks }, told: { 'trails/a/clicks': clicks + 0.25 } });
const lived = (week: number, seen: number) => ({ kind: 'ads-lived', week, devices: 2, seen, clicks: 1, chosen: 0.04 * seen, random: 0.02 * seen, counts: { 'trails/a/viewables': seen } });

test('createDemoTruth() adds up what the simulation tells, by task and by week, and goes on after a restart', () => {
  const path = join(folder, 'truth.json');
  const first = createDemoTruth(path);
  for (const notice of [reported('t1', 3, 2), reported('t2', 1, 5), reported('t1', 4, 1), lived(4, 10), lived(3, 20), { kind: 'progress', message: 'else' }]) first.take(notice);
  const second = createDemoTruth(path);
  second.take(lived(3, 5));
  const rounds = [{ task: 't1', round: 7 }] as unknown as readonly RoundRecord[];
  expect(second.json(rounds)).toEqual({
    simulated: true,
    rounds: [
      { round: null, task: 't2', subject: 'ads', reports: 1, counts: { 'trails/a/clicks': 5 }, told: { 'trails/a/clicks': 5.25 } },
      { round: 7, task: 't1', subject: 'ads', reports: 7, counts: { 'trails/a/clicks': 3 }, told: { 'trails/a/clicks': 3.5 } },
    ],
    weeks: [
      { week: 3, devices: 4, counts: { 'trails/a/viewables': 25 }, seen: 25, clicks: 2, clickRate: expect.closeTo(0.04, 10), clickRateAtRandom: expect.closeTo(0.02, 10) },
      { week: 4, devices: 2, counts: { 'trails/a/viewables': 10 }, seen: 10, clicks: 1, clickRate: expect.closeTo(0.04, 10), clickRateAtRandom: expect.closeTo(0.02, 10) },
    ],
  });
});

test('createDemoTruth() begins anew where its file is half', () => {
  const path = join(folder, 'half.json');
  writeFileSync(path, '{"told":[{');
  expect(createDemoTruth(path).json([])).toEqual({ simulated: true, rounds: [], weeks: [] });
});
