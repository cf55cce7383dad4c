import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import { aCampaignFor, serveAdsSite, type AdsSite } from '#support/ads-site';
import { keptEvents, untilKept } from '#support/page-state';
import { SHOP_PRODUCTS } from '#support/shop-site';
import { withSite } from '#support/with-site';

const AD = (slot: string, more = ''): string => `<homebird-ad slot="${slot}" sizes="300x250" ${more}></homebird-ad>`;
/** What keeps whoever bought it from every ad. */
const BOUGHT = SHOP_PRODUCTS[0]?.id as ItemId;

/** Ads with a picture of their own, with that of a product, of a template, and with a text that the browser's model rewords: none of them for who bought one product. */
async function serveAlike(): Promise<AdsSite> {
  const picture = async (item: number): Promise<Uint8Array> => new Uint8Array(await sharp({ create: { width: 24, height: 24, channels: 3, background: { r: 10 * item, g: 120, b: 90 } } }).webp().toBuffer());
  const excludedItemIds = [BOUGHT];
  return serveAdsSite({
    style: '', pages: { '/bare': '<main><h1>Bare</h1></main>', '/list': `<main><h1>A list</h1>${AD('pictured')}${AD('product')}${AD('words')}${AD('reworded', 'data-polish="on"')}</main>` },
    thumbnails: new Map(await Promise.all(SHOP_PRODUCTS.map(async (_, item) => [item, await picture(item)] as const))),
    campaigns: (image) => [
      aCampaignFor('pictured', { excludedItemIds }, { assets: { title: 'Boots', sponsored: 'Fellworks', image } }),
      aCampaignFor('product', { excludedItemIds }, { itemId: SHOP_PRODUCTS[7]?.id as ItemId }),
      aCampaignFor('words', { excludedItemIds }, { assets: { title: '{title}', sponsored: 'Fellworks' } }),
      aCampaignFor('reworded', { excludedItemIds }, { assets: { title: '靴子', sponsored: 'Fellworks', desc: '结实的靴子，适合湿山' } }),
    ],
  });
}

const on = withSite(serveAlike, { profile: { viewport: { width: 1000, height: 1400 } }, isQuiet: true });

/** What the browser of a shopper who bought `bought` has asked for, which goes on growing. @param ads - how many she is shown */
async function asksOf(bought: ItemId, ads: number): Promise<ReadonlySet<string>> {
  const context = await on.browser.newContext({ viewport: { width: 1000, height: 1400 } });
  const asked = new Set<string>();
  context.on('request', (request) => void asked.add(`${request.method()} ${new URL(request.url()).pathname}`));
  const page = await context.newPage();
  await context.addInitScript(() => Object.assign(window, { LanguageModel: { availability: async () => 'available', create: async () => ({ prompt: async () => '适合湿山的结实靴子', destroy: () => undefined }) } }));
  await page.goto(`${on.site.origin}/bare`);
  await page.waitForFunction(() => typeof window.homebird === 'function' && 'track' in window.homebird);
  await page.evaluate((item) => {
    void homebird('consent', { local: true, ads: true });
    void homebird('track', 'purchase', { transaction_id: 'T-1', items: [{ item_id: item }] });
  }, bought);
  await untilKept(page, (kept) => kept.some(({ type }) => type === 'purchase'));
  await page.goto(`${on.site.origin}/list`);
  await page.evaluate(() => { document.documentElement.lang = 'zh'; });
  for (const slot of ['pictured', 'product', 'words', 'reworded']) await page.locator(`homebird-ad[slot="${slot}"] .place[data-bars]:not([data-bars*=files])`).waitFor({ state: 'attached' });
  await expect.poll(async () => (await keptEvents(page)).filter(({ type }) => type === 'ad_impression').length).toBe(ads);
  return asked;
}

test('who is shown every ad and who is shown none ask for the same, whatever is in the ads', async () => {
  const [all, none] = [await asksOf(SHOP_PRODUCTS[9]?.id as ItemId, 4), await asksOf(BOUGHT, 0)];
  const without = (asked: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] => [...asked].filter((one) => !others.has(one));
  await expect.poll(() => [without(all, none), without(none, all)]).toEqual([[], []]);
});
