import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { WEEK_MS } from '#core/units';
import { aCampaignFor, serveAdsSite } from '#support/ads-site';
import { aCoupon, anOfferSet, aPricing } from '#support/offers';
import { keptEvents, untilKept } from '#support/page-state';
import { SHOP_PRODUCTS } from '#support/shop-site';
import { withSite } from '#support/with-site';

const ITEM = SHOP_PRODUCTS[0]?.id ?? ('' as never);
const STYLE = ':root { color-scheme: light dark; background: light-dark(#fff, #101413); color: light-dark(#16211c, #edf2ef); font: 16px/1.5 system-ui, sans-serif; } homebird-offer { display: block; min-block-size: 13rem; }';
const page = (body: string): string => `<link rel="stylesheet" href="/page.css"><main><h1>Your basket</h1>${body}<p>After</p></main>`;
const COUPON = aCoupon('autumn', { terms: 'A tenth off everything for the house, from 20 euros on', startMs: Date.now() - 1_000, endMs: Date.now() + WEEK_MS, minBasketCents: 2_000 });

const on = withSite(() => serveAdsSite({
  style: STYLE,
  pages: { '/basket': page('<homebird-offer><p>Free delivery from 50 euros on</p></homebird-offer>'), '/product': page(`<homebird-offer item="${ITEM}"></homebird-offer>`), '/landing': page('') },
  campaigns: () => [aCampaignFor('none')],
  offers: { ...anOfferSet([COUPON]), shop: 'fixture', pricing: aPricing(ITEM, 5_000) },
}), { profile: { viewport: { width: 390, height: 844 }, permissions: ['clipboard-read', 'clipboard-write'] }, isQuiet: true });

const open = async (path: string): Promise<void> => {
  await on.page.goto(on.site.origin + path);
  await on.page.waitForFunction(() => customElements.get('homebird-offer') !== undefined);
};
const isOfOffers = (url: string): boolean => /worker-offers|homebird-offer|\/v1\/(?:offers|prices)\//.test(url);

describe('<homebird-offer>', () => {
  test('loads nothing before a yes; then shows one coupon with its disclosure, which she copies and redeems, and nothing moves', async () => {
    const asked: string[] = [];
    on.context.on('request', (request) => void asked.push(request.url()));
    await open('/basket');
    expect(await on.page.getByText('Free delivery').isVisible()).toBe(true);
    expect(asked.filter(isOfOffers)).toEqual([]);
    await on.page.evaluate(() => void homebird('consent', { local: true, ads: true }));
    const place = on.page.locator('homebird-offer');
    await place.getByText('AUTUMN').waitFor();
    expect(await place.locator('section').innerText()).toContain('Everyone gets the same set of offers. This one was chosen on your device, and it is open to everybody.');
    for (const [lang, says] of [['zh', '所有人得到的优惠集合相同。这一项是在您的设备上选出的，人人可用。'], ['ar', 'يحصل الجميع على مجموعة العروض نفسها. اختير هذا العرض على جهازك، وهو متاح للجميع.'], ['en', 'This one was chosen on your device, and it is open to everybody.']] as const) {
      await on.page.evaluate((to) => { document.documentElement.lang = to; }, lang);
      await place.getByText(says).waitFor(); // the coupon that she holds, disclosed in the page's language
      expect(await place.getByText('AUTUMN').first().isVisible()).toBe(true);
    }
    await place.getByRole('button', { name: 'Copy the code AUTUMN' }).click();
    await expect.poll(() => place.getByRole('status').textContent()).toBe('Copied');
    expect(await on.page.evaluate(() => navigator.clipboard.readText())).toBe('AUTUMN');
    const found = await new AxeBuilder({ page: on.page }).include('homebird-offer').withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    expect(found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
    // Again, with the yes in force from the start: its room is kept before it comes.
    await open('/basket');
    await place.getByText('AUTUMN').waitFor();
    const moved = await on.page.evaluate(() => new Promise<number>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, entry) => sum + (entry as unknown as { readonly value: number }).value, 0))).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(0), 300); // no entry at all is no call
    }));
    expect(moved).toBe(0);
    expect(await on.page.evaluate(() => homebird('offer'))).toMatchObject({ coupon: { code: 'AUTUMN', minBasketCents: 2_000 }, price: null });
    await on.page.evaluate(() => void homebird('track', 'purchase', { transaction_id: 't-1', coupon: 'Autumn', items: [{ item_id: 'x', price: 30 }] }));
    await untilKept(on.page, (events) => events.some(({ type }) => type === 'purchase'));
    expect((await keptEvents(on.page)).find(({ type }) => type === 'purchase')?.['coupon']).toMatch(/^[0-9a-f]{8}$/);
    await open('/basket');
    await expect.poll(() => on.page.getByText('Free delivery').isVisible()).toBe(true);
  });

  test('shows a price with the bounds that hold for everyone, in three languages, by day and night', async () => {
    await open('/product');
    await on.page.evaluate(() => void homebird('consent', { local: true, ads: true }));
    const place = on.page.locator('homebird-offer');
    await place.getByText('Now €50.00').waitFor();
    expect(await place.locator('section').innerText()).toContain('Usually €50.00; never below €40.00 or above €60.00.');
    for (const [lang, says] of [['zh', '同一时刻对所有人相同'], ['ar', 'واحد للجميع']] as const) {
      await on.page.evaluate((to) => { document.documentElement.lang = to; document.documentElement.dir = to === 'ar' ? 'rtl' : 'ltr'; }, lang);
      await on.page.emulateMedia({ colorScheme: lang === 'ar' ? 'dark' : 'light' });
      await place.getByText(says).waitFor();
    }
  });
});
