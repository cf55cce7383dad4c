import { expect, test } from 'vitest';
import { shoppersOf } from '#bench/shoppers';
import { adsLayout, countAds } from '#core/ads';
import type { AdCatalogue } from '#core/campaigns';
import { catalogueOf, contentVectors, type ItemId } from '#core/catalogue';
import { encodeModel } from '#core/fedavg';
import { contentHash, DAY_MS, seededChance, WEEK_MS } from '#core/units';
import { memoryStores } from '#page/store';
import { demoCampaigns, demoProducts } from '#server/demoshop';
import { firstAdModel } from '#worker/models';
import { heldAdFiles, type AdFiles } from '../../../../bench/simulate/ad-files.ts';
import { adLearning } from '../../../../bench/simulate/ad-learning.ts';
import { adTally } from '../../../../bench/simulate/ad-truth.ts';
import { meetAds } from '../../../../bench/simulate/ad-week.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const WEEK = { fromMs: NOW_MS - WEEK_MS, nowMs: NOW_MS };
const products = demoProducts();
const catalogue = catalogueOf(contentHash(new Uint8Array()), products, contentVectors(products));
const known: AdCatalogue = { version: 1, shop: 'larkfield', currency: 'EUR', campaigns: demoCampaigns(products, NOW_MS - 30 * DAY_MS).map(({ campaign }) => campaign), packs: [], pictures: [] };

/** One simulated week of one device. */
async function aWeek(index: number, ads: AdFiles) {
  const [stores, tally, person] = [memoryStores(), adTally(), shoppersOf(products, 1)(index)];
  await stores.events.put(person.week(0, WEEK.fromMs));
  const before = await stores.events.all();
  const week = await meetAds({ stores, catalogue, ads, respond: person.respond, tally, chance: seededChance(index) }, WEEK.fromMs);
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

/** Chances that six devices wrote down with what they showed. @param ctr - published heads of clicks; without them none are */
async function chancesLogged(ctr?: Float32Array): Promise<readonly (number | undefined)[]> {
  const ads = heldAdFiles(known, 1, ctr && { ctr: encodeModel('ctr', ctr), cvr: encodeModel('cvr', firstAdModel('cvr')) });
  const logs = await Promise.all(Array.from({ length: 6 }, async (_, index) => (await aWeek(index, ads)).events));
  return logs.flat().filter(({ type }) => type === 'ad_impression').map(({ clickChance }) => clickChance);
}

test('meetAds() chooses by the published heads: each file gives chances of its own, and untrained weights none', async () => {
  const first = firstAdModel('ctr');
  const raised = (by: number) => chancesLogged(first.map((weight) => weight + by));
  const [low, high, untrained] = [await raised(0.01), await raised(0.05), await chancesLogged(first)];
  expect(low.length).toBeGreaterThan(6);
  expect(low.every((chance) => chance !== undefined && chance > 0 && chance < 1)).toBe(true);
  expect(high).not.toEqual(low);
  expect(await raised(0.01)).toEqual(low);
  expect(untrained).not.toEqual(low);
  expect(untrained).toEqual(await chancesLogged());
});

test('meetAds() fills templates as a device does, and a filled one is looked at and followed by what filled it', async () => {
  const templates = known.campaigns.map((campaign) => ({ ...campaign, creatives: campaign.creatives.map(({ id, locale, sizes, style, landing, assets: { sponsored } }) => ({ id, locale, sizes, style, landing, assets: { title: 'For you: {title}', sponsored } })) }));
  const ads = heldAdFiles({ ...known, campaigns: templates });
  const weeks = await Promise.all(Array.from({ length: 6 }, (_, index) => aWeek(index, ads)));
  const shown = weeks.flatMap(({ events }) => events).filter(({ type }) => type === 'ad_impression');
  expect(shown.length).toBeGreaterThan(6);
  expect(shown.every(({ items: [item] }) => item !== undefined && catalogue.indexById.has(item.itemId))).toBe(true);
  expect(weeks.reduce((sum, { week }) => sum + week.chosen, 0)).toBeGreaterThan(0);
});

test('adLearning() gives each week what it came to, the same in every run, and another choice where devices know only what they showed', async () => {
  const campaigns = known.campaigns.map((campaign) => ({ ...campaign, tier: 0, bid: { kind: 'cpc', cents: 30 } as const }));
  const run = (isUnlearning: boolean) => adLearning(catalogue, { ...known, campaigns }, { shoppers: 8, weeks: 2, seed: 1, startMs: NOW_MS, isUnlearning });
  const learning = await run(false);
  expect(learning.map(({ seen, chosen, random }) => seen > 8 && chosen > 0 && random > 0)).toEqual([true, true]);
  expect(await run(false)).toEqual(learning);
  expect(await run(true)).not.toEqual(learning);
});
