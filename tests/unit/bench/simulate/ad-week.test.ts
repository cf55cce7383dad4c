import { expect, test } from 'vitest';
import { shoppersOf } from '#bench/shoppers';
import { adsLayout, countAds } from '#core/ads';
import { audienceShop } from '#core/audience';
import type { AdCatalogue } from '#core/campaigns';
import { catalogueOf, contentVectors, type ItemId } from '#core/catalogue';
import { contentHash, DAY_MS, seededChance, WEEK_MS } from '#core/units';
import { memoryStores } from '#page/store';
import { demoCampaigns, demoProducts } from '#server/demoshop';
import { heldAdFiles, type AdFiles } from '../../../../bench/simulate/ad-files.ts';
import { adLearning } from '../../../../bench/simulate/ad-learning.ts';
import { adTally } from '../../../../bench/simulate/ad-truth.ts';
import { meetAds } from '../../../../bench/simulate/ad-week.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const WEEK = { fromMs: NOW_MS - WEEK_MS, nowMs: NOW_MS };
const products = demoProducts();
const catalogue = catalogueOf(contentHash(new Uint8Array()), products, contentVectors(products));
const shop = audienceShop(catalogue);
const known: AdCatalogue = { version: 1, shop: 'larkfield', currency: 'EUR', campaigns: demoCampaigns(products, NOW_MS - 30 * DAY_MS).map(({ campaign }) => campaign), packs: [], pictures: [] };

/** One simulated week of one device. */
async function aWeek(index: number, ads: AdFiles) {
  const [stores, tally, person] = [memoryStores(), adTally(), shoppersOf(products, 1)(index)];
  await stores.events.put(person.week(0, WEEK.fromMs));
  const before = await stores.events.all();
  const week = await meetAds({ stores, catalogue, shop, ads, respond: person.respond, tally, chance: seededChance(index) }, WEEK.fromMs);
  return { week, tally, before, events: await stores.events.all() };
}

test('meetAds() lets the device choose, see and follow ads, and tallies what its own count of the log gives, up to whole steps', async () => {
  const ads = heldAdFiles(known);
  const layout = adsLayout(known);
  const categoriesById = new Map(products.map(({ id, category }) => [id, category]));
  const categoriesOf = (itemId: ItemId): readonly string[] => categoriesById.get(itemId) ?? [];
  const all = { seen: 0, clicks: 0, chosen: 0, random: 0 };
  for (let index = 0; index < 6; index++) {
    const { week, tally, events } = await aWeek(index, ads);
    const truth = tally.since(WEEK.fromMs);
    const counts = countAds(layout, { events, campaigns: known.campaigns, categoriesOf, sinceMs: WEEK.fromMs, nowMs: NOW_MS, chance: seededChance(1) });
    for (const [i, cell] of layout.cells.entries()) {
      const [counted, exact] = [(counts[i] ?? 0) * (layout.units[i] ?? 1), truth[cell] ?? 0];
      // Rounded to whole steps; values of a few weeks are above what one report holds.
      if (!cell.endsWith('/value')) expect([cell, Math.abs(counted - exact) < (layout.units[i] ?? 0)]).toEqual([cell, true]);
    }
    for (const key of ['seen', 'clicks', 'chosen', 'random'] as const) all[key] += week[key];
  }
  expect(all.seen).toBeGreaterThan(6);
  expect(all.chosen).toBeGreaterThan(0);
  expect(all.random).toBeGreaterThan(0);
});

test('meetAds() shows nothing of a campaign that is paced to nothing, and leaves the log as it was', async () => {
  const { week, before, events } = await aWeek(3, heldAdFiles(known, 0));
  expect(week).toEqual({ seen: 0, clicks: 0, chosen: 0, random: 0 });
  expect(events).toEqual(before);
});

test('adLearning() gives each week what it came to, the same in every run, and another choice where devices know only what they showed', async () => {
  const campaigns = known.campaigns.map((campaign) => ({ ...campaign, tier: 0, bid: { kind: 'cpc', cents: 30 } as const }));
  const run = (isUnlearning: boolean) => adLearning(catalogue, { ...known, campaigns }, { shoppers: 8, weeks: 2, seed: 1, startMs: NOW_MS, isUnlearning });
  const learning = await run(false);
  expect(learning.map(({ seen, chosen, random }) => seen > 8 && chosen > 0 && random > 0)).toEqual([true, true]);
  expect(await run(false)).toEqual(learning);
  expect(await run(true)).not.toEqual(learning);
});
