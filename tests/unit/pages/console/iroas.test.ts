import { expect, test } from 'vitest';
import { adsLayout } from '#core/ads';
import type { PlannedExperiment } from '#core/campaigns';
import { experimentLayout } from '#core/experiment';
import { adFigures, adTotalsOf } from '#core/figures';
import type { Layout, PublishedSum } from '#core/measurement';
import { HOUR_MS } from '#core/units';
import { aCampaign, anAdCatalogue, CAMPAIGN_START_MS } from '#support/campaigns';
import { iroasOf, iroasOverTime, isIroasKnown } from '../../../../src/pages/console/iroas.ts';

const CAMPAIGN = aCampaign('boots', { bid: { kind: 'cpc', cents: 40 } });
const HOLDOUT: PlannedExperiment = {
  id: 'worth', kind: 'holdout', campaign: 'boots' as never, salt: '0'.repeat(32), arms: [{ name: 'shown', thousandths: 500 }, { name: 'held', thousandths: 500 }], startMs: CAMPAIGN_START_MS, endMs: CAMPAIGN_START_MS + 1, plannedDevices: 4_000,
};
const ROUNDS = 24;

function sumOf(layout: Layout, counts: Readonly<Record<string, number>>, closedMs: number): PublishedSum {
  return { layout, sum: layout.cells.map((cell, i) => Math.round((counts[cell] ?? 0) / (layout.units[i] ?? 1))), noiseVariance: 64, reports: 400, closedMs };
}

/** Hours in which 40.00 are spent and 160.00 come back, and in which those kept from the ads buy a quarter less than the others: each one spent brings one that would not have come. */
function hours(count: number): readonly PublishedSum[] {
  const [ads, { layout }] = [adsLayout(anAdCatalogue([CAMPAIGN])), experimentLayout([HOLDOUT])];
  const arm = (name: string, y: number): Readonly<Record<string, number>> => ({ [`worth/${name}/all/n`]: 200, [`worth/${name}/all/y`]: y, [`worth/${name}/all/yy`]: y / 2 });
  return Array.from({ length: count }, (_, i) => [
    sumOf(ads, { 'boots/boots-a/viewables': 4_000, 'boots/boots-a/clicks': 100, 'boots/boots-a/conversions': 40, 'boots/boots-a/value': 16_000 }, i * HOUR_MS),
    sumOf(layout, { ...arm('shown', 80), ...arm('held', 60) }, i * HOUR_MS + 1),
  ]).flat();
}
const standing = (sums: readonly PublishedSum[]): ReturnType<typeof iroasOf> => iroasOf(sums, CAMPAIGN, adFigures(adTotalsOf(sums.filter(({ layout }) => layout.subject === 'ads')), 'boots', CAMPAIGN), [HOLDOUT]);

test('iroasOverTime() is not known before it stands out, and from then on what all sums until each hour say, with an interval that closes on the truth', () => {
  const sums = hours(ROUNDS);
  const points = iroasOverTime(sums, CAMPAIGN, [HOLDOUT], HOUR_MS);
  expect(points.map(({ fromMs }) => fromMs)).toEqual(Array.from({ length: ROUNDS }, (_, i) => i * HOUR_MS));
  const first = points.findIndex(({ estimate }) => Number.isFinite(estimate.low));
  expect(first).toBeGreaterThan(0);
  points.forEach(({ estimate }, i) => {
    const until = standing(sums.slice(0, 2 * (i + 1)));
    if (i < first) expect([isIroasKnown(estimate), until && isIroasKnown(until)]).toEqual([false, false]);
    else expect(estimate).toEqual(until);
  });
  const last = points.at(-1)?.estimate;
  expect(last?.value).toBeCloseTo(1, 1);
  expect(last && last.low > 0 && last.low < 1 && last.high > 1).toBe(true);
  const width = (i: number): number => (points[i]?.estimate.high ?? NaN) - (points[i]?.estimate.low ?? NaN);
  expect(width(ROUNDS - 1)).toBeLessThan(width(first));
});

test('iroasOverTime() has nothing to say without a holdout, and of a margin, which has no return of its own', () => {
  expect(iroasOverTime(hours(3), CAMPAIGN, [], HOUR_MS)).toEqual([]);
  expect(iroasOverTime(hours(3), { ...CAMPAIGN, bid: { kind: 'margin', share: 0.1 } }, [HOLDOUT], HOUR_MS)).toEqual([]);
});
