import { expect, test } from 'vitest';
import { DEFAULT_RULES, type CampaignId, type CreativeId } from '#core/campaigns';
import { HELD_ARM } from '#core/experiment';
import { DAY_MS } from '#core/units';
import { keepExperiments, keepRules, publishAds } from '#server/leader';
import { aCampaignFor, serveAdsSite, type AdsSite } from '#support/ads-site';
import { aCreative } from '#support/campaigns';
import { keptEvents } from '#support/page-state';
import { SHOP_PRODUCTS } from '#support/shop-site';
import { withSite } from '#support/with-site';

const AD = (slot: string): string => `<homebird-ad slot="${slot}" sizes="300x250"></homebird-ad>`;
const ARMS = ['arms-a', 'arms-b'];

/** A shop whose leader runs a holdout that keeps everybody from one campaign, a comparison of two creatives, and a template. */
async function serveExperiments(): Promise<AdsSite> {
  const site = await serveAdsSite({
    style: '', pages: { '/list': `<main><h1>A list</h1>${AD('held')}${AD('words')}${AD('arms')}${AD('banned')}</main>` },
    campaigns: () => [
      aCampaignFor('held'), aCampaignFor('words', {}, { assets: { title: 'For {price}: {title}', sponsored: 'Fellworks' } }),
      aCampaignFor('banned', {}, { assets: { title: 'Unheard of boots', sponsored: 'Fellworks' } }),
      aCampaignFor('arms', { creatives: ARMS.map((id) => aCreative(id as CreativeId, { landing: '/landing' })) }),
    ],
  });
  const nowMs = site.pair.clock.nowMs();
  const shared = { startMs: nowMs - DAY_MS, endMs: nowMs + DAY_MS, plannedDevices: 100 };
  await site.pair.leader.store.transact((tables) => {
    keepExperiments(tables, [
      { ...shared, id: 'lift', kind: 'holdout', campaign: 'held' as CampaignId, salt: '1a'.repeat(16), arms: [{ name: 'shown', thousandths: 0 }, { name: HELD_ARM, thousandths: 1000 }] },
      { ...shared, id: 'style', kind: 'ab', campaign: 'arms' as CampaignId, salt: '2b'.repeat(16), arms: ARMS.map((name) => ({ name, thousandths: 500 })) },
    ]);
    keepRules(tables, { ...DEFAULT_RULES, banned: ['unheard of'] }); // after the campaign went live
    publishAds(tables, { shop: 'fixture', currency: 'EUR' }, nowMs);
  });
  await site.pair.turns();
  return site;
}

const on = withSite(serveExperiments, { profile: { viewport: { width: 1000, height: 1400 } }, isQuiet: true });
const place = (slot: string) => on.page.locator(`homebird-ad[slot="${slot}"]`);
const adEvents = async () => (await keptEvents(on.page)).filter(({ type }) => (type as string).startsWith('ad_'));
const exported = (): Promise<Readonly<Record<string, unknown>>> => on.page.evaluate(async () => (JSON.parse((await homebird('export')) as string) as { settings: Record<string, unknown> }).settings);

test('a device fills templates with its catalogue, notes ghosts of what it is kept from, stays in its arms, and obeys the merchant’s rules', async () => {
  const open = async (): Promise<void> => {
    await on.page.goto(`${on.site.origin}/list`);
    await on.page.waitForFunction(() => customElements.get('homebird-ad') !== undefined);
    await on.page.evaluate(() => void homebird('consent', { local: true, ads: true }));
    await place('held').locator('.place[data-bars]').waitFor({ state: 'attached' });
  };
  /** Why other ads are not in a place, by reason; asked for until it is told, for at first the files may still be on their way. */
  const bars = async (slot: string): Promise<unknown> => JSON.parse((await place(slot).locator('.place').getAttribute('data-bars')) ?? '{}');
  await open();
  await place('words').locator('.ad').waitFor();
  const said = (await place('words').locator('.ad').textContent()) ?? '';
  const product = SHOP_PRODUCTS.find(({ title }) => said.includes(title));
  expect(said).toContain(`For €${((product?.priceCents ?? 0) / 100).toFixed(2)}: ${product?.title}`);
  expect(await place('words').getByRole('link').getAttribute('href')).toContain(product?.url);
  await expect.poll(() => bars('banned')).toMatchObject({ 'brand-rules': 1 });
  await expect.poll(() => bars('held')).toHaveProperty('held', 1);
  expect([await place('banned').locator('.ad').count(), await place('held').locator('.ad').count()]).toEqual([0, 0]);
  await place('arms').locator('.ad').waitFor();
  const first = await adEvents();
  expect(first.filter(({ type }) => type === 'ad_ghost')).toMatchObject([{ campaignId: 'held', creativeId: 'held-a', slot: 'held' }]);
  expect(first.find(({ slot, type }) => slot === 'words' && type === 'ad_impression')).toMatchObject({ items: [{ itemId: product?.id }] });
  const arm = first.find(({ slot }) => slot === 'arms')?.['creativeId'];
  expect(ARMS).toContain(arm);
  const { adSecret } = await exported();
  expect(adSecret).toMatch(/^[0-9a-f]{32}$/);

  await open(); // another page of the visit: a ghost counts as an ad that was seen within the hour
  await expect.poll(() => bars('held')).toHaveProperty('campaign-again');
  expect((await adEvents()).filter(({ type }) => type === 'ad_ghost')).toHaveLength(1);
  expect((await exported())['adSecret']).toBe(adSecret);
});
