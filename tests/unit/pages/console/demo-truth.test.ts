import { expect, test } from 'vitest';
import { parseTruth, truthOf } from '../../../../src/pages/console/demo-truth.ts';

const FILE = {
  simulated: true,
  rounds: [
    { round: 5, task: 'a', subject: 'ads', reports: 60, counts: { 'trails/a/clicks': 3, 'trails/b/clicks': 2, 'trails-two/a/clicks': 9, 'trails/a/value': 900 }, told: { 'trails/a/clicks': 3, 'trails/b/clicks': 1, 'trails/a/value': 750 } },
    { round: null, task: 'b', subject: 'ads', reports: 9, counts: { 'trails/a/clicks': 100 }, told: {} },
    { round: 6, task: 'c', subject: 'quality', reports: 70, counts: {}, told: { 'served-1-10/popularity-1-10': 4 } },
  ],
  weeks: [{ week: 3, seen: 30, clickRate: 0.03, clickRateAtRandom: 0.02 }, { week: 4, seen: 0, clickRate: null, clickRateAtRandom: null }, { week: 5, seen: 10, clickRate: 0.05, clickRateAtRandom: 0.04 }],
};

test('truthOf() adds up what a campaign\'s creatives did, and what reports held of it, over the closed rounds of ads', () => {
  const truth = parseTruth(FILE);
  expect(truth?.rounds.map(({ reports }) => reports)).toEqual([60]);
  expect(truth && ['clicks', 'value', 'viewables'].map((what) => truthOf(truth, 'trails', what))).toEqual([{ happened: 5, told: 4 }, { happened: 900, told: 750 }, { happened: 0, told: 0 }]);
  expect(truth?.clickRates).toEqual({ chosen: expect.closeTo(0.035, 10) as number, atRandom: expect.closeTo(0.025, 10) as number });
  expect(parseTruth({ simulated: true, rounds: [], weeks: [] })?.clickRates).toBeUndefined();
});

test('parseTruth() gives nothing of a deployment that is no demonstration', () => {
  for (const other of [{}, null, 'text', { rounds: FILE.rounds }]) expect(parseTruth(other)).toBeUndefined();
});
