import { expect, test } from 'vitest';
import type { Experiment, PlannedExperiment } from '#core/campaigns';
import { experimentFaults } from '#core/experiment';
import { WEEK_MS } from '#core/units';
import { aCampaign, aCreative, CAMPAIGN_START_MS } from '#support/campaigns';

const campaigns = [aCampaign('boots', { creatives: [aCreative('red'), aCreative('blue')] }), aCampaign('hats')];

function anExperiment(change: Partial<PlannedExperiment> = {}): Experiment {
  return { id: 'one', kind: 'ab', campaign: campaigns[0]?.id as never, salt: '0'.repeat(32), arms: [{ name: 'red', thousandths: 500 }, { name: 'blue', thousandths: 500 }], startMs: CAMPAIGN_START_MS, endMs: CAMPAIGN_START_MS + WEEK_MS, ...change };
}
const faults = (change: Partial<PlannedExperiment>, others: readonly Experiment[] = []): readonly string[] =>
  experimentFaults(anExperiment(change), { campaigns, others, nowMs: CAMPAIGN_START_MS }).map(({ path }) => path);

test('experimentFaults() finds nothing in a comparison of two creatives, nor in a holdout of every campaign', () => {
  expect(faults({})).toEqual([]);
  const { campaign: _campaign, ...everywhere } = anExperiment({ kind: 'holdout', arms: [{ name: 'shown', thousandths: 500 }, { name: 'held', thousandths: 500 }] });
  expect(experimentFaults(everywhere, { campaigns, others: [], nowMs: CAMPAIGN_START_MS })).toEqual([]);
});

test('experimentFaults() wants distinct arms that are all drawn, creatives of the campaign, and one arm named held of a holdout', () => {
  expect(faults({ arms: [{ name: 'red', thousandths: 1000 }] })).toEqual(['arms']);
  expect(faults({ arms: [{ name: 'red', thousandths: 500 }, { name: 'red', thousandths: 500 }] })).toEqual(['arms']);
  expect(faults({ arms: [{ name: 'red', thousandths: 1000 }, { name: 'blue', thousandths: 0 }] })).toEqual(['arms[1].thousandths']);
  expect(faults({ kind: 'holdout' })).toEqual(['arms']);
  expect(faults({ campaign: 'hats' as never })).toEqual(['arms[0].name', 'arms[1].name']);
});

test('experimentFaults() lets four run at once, and one of a kind over a campaign', () => {
  const others = ['a', 'b', 'c', 'd'].map((id) => anExperiment({ id, campaign: `of-${id}` as never }));
  expect(faults({}, others.slice(1))).toEqual([]);
  expect(faults({}, others)).toEqual(['id']);
  expect(faults({}, [anExperiment({ id: 'other' })])).toEqual(['campaign']);
  expect(faults({}, [anExperiment({ id: 'other', endMs: CAMPAIGN_START_MS, startMs: CAMPAIGN_START_MS - WEEK_MS })])).toEqual([]);
  expect(faults({}, [anExperiment({ endMs: CAMPAIGN_START_MS, startMs: CAMPAIGN_START_MS - WEEK_MS })])).toEqual(['id']);
});

test('experimentFaults() refuses what no report has room for: of two arms, four by life cycle fit, of four arms two', () => {
  const split = (arms: number, others: number): readonly string[] => {
    const each = Array.from({ length: arms }, (_, i) => ({ name: `c${i}`, thousandths: 1000 / arms }));
    const running = Array.from({ length: others }, (_, i) => anExperiment({ id: `other-${i}`, campaign: `of-${i}` as never, arms: each, byLifeCycle: true }));
    const ads = [aCampaign('boots', { creatives: each.map(({ name }) => aCreative(name)) })];
    return experimentFaults(anExperiment({ arms: each, byLifeCycle: true }), { campaigns: ads, others: running, nowMs: CAMPAIGN_START_MS }).map(({ path }) => path);
  };
  expect([split(2, 3), split(4, 1), split(4, 2)]).toEqual([[], [], ['arms']]);
});
