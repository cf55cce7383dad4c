import { expect, test } from 'vitest';
import { adsLayout } from '#core/ads';
import { suggestBudgets } from '#core/figures';
import type { PublishedSum } from '#core/measurement';
import { DAY_MS } from '#core/units';
import { aCampaign, aManagedCampaign, anAdCatalogue, CAMPAIGN_START_MS } from '#support/campaigns';

const campaigns = ['good', 'poor'].map((id) => aManagedCampaign({ campaign: aCampaign(id, { bid: { kind: 'cpc', cents: 100 } }), budget: { dailyCents: 10_000, totalCents: 10_000_000 } }));
const layout = adsLayout(anAdCatalogue(campaigns.map(({ campaign }) => campaign)));

/** A day on which each campaign had so many clicks and conversions of 10.00 each. */
function aDay(day: number, told: Readonly<Record<string, readonly [clicks: number, bought: number]>>, noiseVariance = 1): PublishedSum {
  const counts = Object.fromEntries(Object.entries(told).flatMap(([id, [clicks, bought]]) => Object.entries({ viewables: 50 * clicks, clicks, conversions: bought, value: 1_000 * bought }).map(([count, value]) => [`${id}/${id}-a/${count}`, value])));
  return { layout, sum: layout.cells.map((cell, i) => (counts[cell] ?? 0) / (layout.units[i] ?? 1)), noiseVariance, reports: 500, closedMs: CAMPAIGN_START_MS + day * DAY_MS };
}

test('suggestBudgets() moves money to where it brings more, within half and twice, and never more in all', () => {
  const days = [1, 2, 3].map((day) => aDay(day, { good: [100, 400], poor: [100, 50] }));
  const suggestions = suggestBudgets(days, campaigns, CAMPAIGN_START_MS + 3 * DAY_MS);
  expect(suggestions?.map(({ id, nowCents, suggestedCents }) => [id, nowCents, suggestedCents])).toEqual([['good', 10_000, 15_000], ['poor', 10_000, 5_000]]);
});

test('suggestBudgets() leaves budgets about as they are where both bring alike', () => {
  const days = [1, 2, 3].map((day) => aDay(day, { good: [100, 200], poor: [100, 200] }));
  const suggestions = suggestBudgets(days, campaigns, CAMPAIGN_START_MS + 3 * DAY_MS) ?? [];
  for (const { suggestedCents } of suggestions) expect(Math.abs(suggestedCents - 10_000)).toBeLessThan(100);
});

test('suggestBudgets() says nothing where fewer than two returns stand out of the noise', () => {
  const told = { good: [100, 400], poor: [100, 50] } as const;
  expect(suggestBudgets([aDay(1, told, 1e6)], campaigns, CAMPAIGN_START_MS)).toBeUndefined();
  expect(suggestBudgets([], campaigns, CAMPAIGN_START_MS)).toBeUndefined();
  expect(suggestBudgets([aDay(1, told)], campaigns.slice(0, 1), CAMPAIGN_START_MS)).toBeUndefined();
});
