import { expect, test } from 'vitest';
import { adsLayout } from '#core/ads';
import type { Layout, PublishedSum } from '#core/measurement';
import { aCampaign } from '#support/campaigns';
import { sightingOf } from '../../../../server/leader/delivery.ts';

/** A sum of counts by cell in the cells' own units; noise of variance 9 in whole steps. */
function aSum(layout: Layout, counts: Readonly<Record<string, number>>, reports: number): PublishedSum {
  return { layout, sum: Int32Array.from(layout.cells, (cell, i) => Math.round((counts[cell] ?? 0) / (layout.units[i] ?? 1))), noiseVariance: 9, reports, closedMs: 1 };
}
const layoutOf = (...ids: readonly string[]): Layout => adsLayout({ campaigns: ids.map((id) => aCampaign(id)) });
const unitOf = ({ cells, units }: Layout, cell: string): number => units[cells.indexOf(cell)] ?? 0;

const both = aSum(layoutOf('boots', 'tents'), { 'boots/boots-a/clicks': 25, 'tents/tents-a/clicks': 70 }, 1_000);
const other = aSum(layoutOf('tents'), { 'tents/tents-a/clicks': 10 }, 3_000);

test('sightingOf() charges each click, and knows of the share of reports that told of the campaign', () => {
  const unit = unitOf(both.layout, 'boots/boots-a/clicks');
  const sighting = sightingOf([both, other], aCampaign('boots', { bid: { kind: 'cpc', cents: 40 } }));
  expect(sighting.cents).toBeCloseTo(40 * 25, 9);
  expect(sighting.share).toBeCloseTo(1_000 / 4_000, 12);
  // Of the noise, and of clicks that come as rare events do: as many as there were.
  expect(sighting.variance).toBeCloseTo(40 ** 2 * (9 * unit ** 2 + 25), 6);
});

test('sightingOf() adds up rounds that told of the campaign, and charges a thousand viewable impressions at once', () => {
  const sums = [25, 15].map((viewables) => aSum(layoutOf('boots'), { 'boots/boots-a/viewables': viewables }, 500));
  const unit = unitOf(sums[0]?.layout ?? both.layout, 'boots/boots-a/viewables');
  const { cents, variance, share } = sightingOf(sums, aCampaign('boots', { bid: { kind: 'cpm', cents: 800 } }));
  expect([cents, share]).toEqual([expect.closeTo(0.8 * 40, 9), 1]);
  expect(variance).toBeCloseTo(0.8 ** 2 * (2 * 9 * unit ** 2 + 40), 6);
});

test('sightingOf() of a margin spreads as purchases of their usual size do', () => {
  const layout = layoutOf('boots');
  const unit = unitOf(layout, 'boots/boots-a/value');
  const [value, conversions] = [100 * unit, 4];
  const { cents, variance } = sightingOf([aSum(layout, { 'boots/boots-a/value': value, 'boots/boots-a/conversions': conversions }, 500)], aCampaign('boots', { bid: { kind: 'margin', share: 0.1 } }));
  expect(cents).toBeCloseTo(0.1 * value, 6);
  expect(variance).toBeCloseTo(0.1 ** 2 * (9 * unit ** 2 + value * (value / conversions)), 3);
});

test('sightingOf() of a campaign that no round told of is nothing, and never below one event of doubt where one did', () => {
  const unit = unitOf(both.layout, 'boots/boots-a/clicks');
  expect(sightingOf([other], aCampaign('boots'))).toEqual({ cents: 0, variance: 0, share: 0 });
  const { cents, variance } = sightingOf([aSum(layoutOf('boots'), {}, 500)], aCampaign('boots', { bid: { kind: 'cpc', cents: 10 } }));
  expect([cents, variance]).toEqual([0, expect.closeTo(100 * (9 * unit ** 2 + 1), 6)]);
});
