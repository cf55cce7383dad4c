import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_RULES, type BrandRules, type Campaign, type Creative } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import type { AdRequest } from '#core/contract';
import { numbersIn } from '#core/creative';
import { wordingOf } from '#page/words';
import { storesWithAds } from '#support/ads';
import { agreed, anEvent, aSession, aShopOf } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { aCampaign, aCreative } from '#support/campaigns';
import { valueOf } from '#support/result';

const SHOP = aShopOf(aCatalogue({ items: 60, change: (product, i) => ({ ...product, url: `/product/p${i}`, available: i !== 7, ...(i === 3 && { listPriceCents: product.priceCents * 2 }) }) }).products);
const REQUEST: AdRequest = { slot: 'list-top', sizes: [{ width: 300, height: 250 }], locale: 'en', categories: [], isVisible: true };
const idOf = (item: number): ItemId => SHOP.products[item]?.id as ItemId;
const template = (id: string, title: string, change: Partial<Creative> = {}): Creative => aCreative(id, { assets: { title, sponsored: 'Fellworks' }, landing: '/sale', ...change });
const running = (creatives: readonly Creative[], change: Partial<Campaign> = {}): Campaign => aCampaign('boots', { startMs: 0, creatives, ...change });

async function asked(campaigns: readonly Campaign[], locale = 'en', looks: readonly number[] = [], rules?: BrandRules) {
  const stores = await storesWithAds(campaigns, undefined, rules);
  await stores.events.put(looks.map((item, n) => anEvent(SHOP, n, item)));
  const { api } = await aSession(SHOP, { stores, grants: agreed('local', 'ads') });
  return { api, stores, ...valueOf(await api.ad({ ...REQUEST, locale })) };
}

test('a template is filled with what the catalogue says of its product, which is where it leads and what its price is', async () => {
  const { ad, api, stores } = await asked([running([template('a', 'Now {price}: {title}', { itemId: idOf(3) })])]);
  const product = SHOP.products[3];
  const price = wordingOf('en').price(product?.priceCents ?? 0, 'USD');
  expect(ad).toMatchObject({ creativeId: 'a', landing: '/product/p3', assets: { title: `Now ${price}: ${product?.title}`, sponsored: 'Fellworks', priceCents: product?.listPriceCents, salePriceCents: product?.priceCents } });
  expect((await stores.events.all())[0]).toMatchObject({ type: 'ad_impression', items: [{ itemId: idOf(3) }] });
  expect(valueOf(await api.adHistory())).toMatchObject([{ title: ad?.assets.title }]);
});

test('a template without a product speaks of one that its campaign sells and that suits her', async () => {
  const tents = running([template('a', 'See {title}')], { conversion: { ...aCampaign().conversion, itemIds: [idOf(11), idOf(21)] } });
  expect((await asked([tents], 'en', [21, 21, 21, 21])).ad?.assets.title).toMatch(new RegExp(`^See (?:${SHOP.products[11]?.title}|${SHOP.products[21]?.title})$`));
  const any = running([template('a', 'See {title}')]);
  expect((await asked([any], 'en', [4, 4, 14, 24, 34])).ad?.assets.title).toContain('pans'); // items 4, 14, … are pans
});

test.each([
  ['its product is sold out', template('a', '{title}', { itemId: idOf(7) })], ['its product is unknown', template('a', '{title}', { itemId: 'gone' as ItemId })],
  ['it asks for what a card does not say', template('a', '{benefit}', { itemId: idOf(3) })], ['there is no sale', template('a', 'Save {saving}', { itemId: idOf(4) })],
])('a template is no ad where %s, and says so; never are its slots shown', async (_why, creative) => {
  expect(await asked([running([creative])])).toMatchObject({ ad: null, bars: { 'facts-missing': 1 } });
  const both = await asked([running([creative, template('b', 'Boots for wet hills')])]);
  expect(both).toMatchObject({ ad: { creativeId: 'b', assets: { title: 'Boots for wet hills' } }, bars: { 'facts-missing': 1 } });
});

test('a text written by hand is shown as it was written', async () => {
  const written = template('a', 'Boots for wet hills', { itemId: idOf(7) }); // sold out: the merchant's word counts
  expect((await asked([running([written])])).ad).toMatchObject({ assets: { title: 'Boots for wet hills' }, landing: '/sale' });
});

test('the merchant’s rules bind every text of her shop on the device, and what they forbid says so', async () => {
  const under = (creatives: readonly Creative[], change: Partial<BrandRules>) => asked([running(creatives)], 'en', [], { ...DEFAULT_RULES, ...change });
  const [filled, written] = [template('a', 'Now: {title}', { itemId: idOf(3) }), template('b', 'Boots for wet hills')];
  expect(await under([filled], { banned: ['now'] })).toMatchObject({ ad: null, bars: { 'brand-rules': 1 } });
  expect(await under([written], { maxTitleLength: 10 })).toMatchObject({ ad: null, bars: { 'brand-rules': 1 } });
  expect(await under([filled, written], { banned: ['now'] })).toMatchObject({ ad: { creativeId: 'b', rules: { banned: ['now'] } }, bars: { 'brand-rules': 1 } });
  expect(await under([template('a', 'The best: {title}', { itemId: idOf(3) })], { proofs: { superlative: 'Test of 2026' } })).toMatchObject({ ad: { creativeId: 'a' } });
});

test('law: of whatever product, in whatever language, a filled text holds no slot and no number that is no fact', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 59 }), fc.constantFrom('en', 'zh', 'ar', 'de'), fc.constantFrom('{title} {price}', '{brand}: {category}', '{title} {was}'), async (item, locale, title) => {
    const { ad } = await asked([running([template('a', title, { itemId: idOf(item) })])], locale);
    if (!ad) return;
    const product = SHOP.products[item];
    const wording = wordingOf(locale);
    const facts = [product?.title, product?.brand, ...(product?.category ?? []), wording.price(product?.priceCents ?? 0, 'USD'), wording.price(product?.listPriceCents ?? 0, 'USD')].join(' ');
    expect(ad.assets.title).not.toMatch(/[{}]/);
    for (const number of numbersIn(ad.assets.title)) expect(numbersIn(facts)).toContain(number);
  }), { numRuns: 30 });
});
