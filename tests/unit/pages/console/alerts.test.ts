import { expect, test } from 'vitest';
import { adsLayout } from '#core/ads';
import type { PublishedSum } from '#core/measurement';
import { HOUR_MS, seededChance } from '#core/units';
import { aCampaign, anAdCatalogue } from '#support/campaigns';
import { bothNoises } from '#support/measured';
import { SEED } from '#support/seed';
import { figureAlerts } from '../../../../src/pages/console/alerts.ts';

const campaign = aCampaign('boots', { bid: { kind: 'cpc', cents: 40 } });
const layout = adsLayout(anAdCatalogue([campaign]));

/** Hours in which so many of 3,000 views were clicked, noised. */
function hours(clicks: readonly number[]): readonly PublishedSum[] {
  const chance = seededChance(SEED);
  return clicks.map((count, hour) => ({ layout, sum: layout.cells.map((_, cell) => ([4_000, 3_000, count][cell] ?? 0) / (layout.units[cell] ?? 1) + bothNoises(64, chance)), noiseVariance: 4 * 64 ** 2, reports: 500, closedMs: hour * HOUR_MS }));
}

test('figureAlerts() calls a click rate that falls once, since it began, and spend with it', () => {
  const alerts = figureAlerts(hours(Array.from({ length: 70 }, (_, hour) => (hour < 60 ? 120 : 30))), [campaign]);
  expect(alerts.map(({ figure, direction, campaign: of }) => [figure, direction, of]).sort()).toEqual([['ctr', 'below', 'boots'], ['spend', 'below', 'boots']]);
  for (const { sinceMs } of alerts) expect(sinceMs).toBeGreaterThanOrEqual(55 * HOUR_MS);
});

test('figureAlerts() is silent where nothing changes, and before two days of hours are there', () => {
  expect(figureAlerts(hours(Array.from({ length: 70 }, () => 120)), [campaign])).toEqual([]);
  expect(figureAlerts(hours([120, 120, 5, 5, 5, 5, 5]), [campaign])).toEqual([]);
  expect(figureAlerts([], [campaign])).toEqual([]);
});
