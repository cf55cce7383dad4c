import { expect, test } from 'vitest';
import { NOTHING_KEPT, storageOf, untilKept } from '#support/page-state';
import { SHOP_PRODUCTS, serveShop } from '#support/shop-site';
import { withSite } from '#support/with-site';

const on = withSite(() => serveShop());

async function open(): Promise<void> {
  await on.page.goto(on.site.origin);
  await on.page.locator('homebird-shelf .card[data-item]').first().waitFor();
  await on.page.evaluate(() => document.body.prepend(document.createElement('homebird-search')));
  await on.page.getByRole('combobox').waitFor();
}
const titles = () => on.page.locator('homebird-search .hit .title').allTextContents();
/** What a visitor asks the shop's server for while searching for `query`, which finds titles with `word`. */
async function askedFor(query: string, word: string): Promise<readonly string[]> {
  const from = on.site.requests.length;
  await on.page.getByRole('combobox').fill(query);
  await expect.poll(async () => (await titles())[0] ?? '').toContain(word);
  return on.site.requests.slice(from).map(({ url }) => url);
}

test('a search before any consent finds in the worker, tells the server nothing, and stores nothing', async () => {
  const openUnasked = async (): Promise<void> => {
    await open();
    await on.page.locator('homebird-consent .answers button').first().waitFor(); // what the banner loads is none of the search's
  };
  await openUnasked();
  const first = await askedFor('ketle', 'kettle');
  expect((await titles()).toSorted()).toEqual(SHOP_PRODUCTS.filter(({ title }) => title.includes('kettle')).map(({ title }) => title).toSorted());
  expect(first.join(' ')).not.toContain('ketl');
  // The index is there: another word asks for nothing more.
  expect(await askedFor('sock', 'socks')).toEqual([]);
  expect(await storageOf(on.page, on.context)).toEqual(NOTHING_KEPT);
  await on.context.close();
  on.context = await on.browser.newContext();
  on.page = await on.context.newPage();
  await openUnasked();
  expect((await askedFor('grindr', 'grinder')).toSorted(), 'another word asks for the same files').toEqual(first.toSorted());
});

test('with consent her history orders likes, recent searches come back', async () => {
  await open();
  await on.page.locator('homebird-consent').getByRole('button', { name: 'Accept', exact: true }).click();
  const liked = SHOP_PRODUCTS[2];
  for (let visit = 0; visit < 3; visit++) {
    await on.page.goto(on.site.origin + (liked?.url ?? ''));
    await on.page.locator('homebird-shelf .card[data-item]').first().waitFor();
    await untilKept(on.page, (events) => events.filter(({ type }) => type === 'view_item').length > visit); // before she goes on
  }
  await open();
  await askedFor('kettle', 'kettle');
  await expect.poll(async () => (await titles())[0]).toBe(liked?.title);
  await expect.poll(() => on.page.locator('homebird-search .foot').textContent()).toContain('what is kept in it');
  await on.page.evaluate(() => document.querySelector('homebird-search')?.shadowRoot?.addEventListener('click', (event) => event.preventDefault()));
  await on.page.locator('homebird-search .hit').first().click();
  await untilKept(on.page, (events) => events.some(({ type }) => type === 'search'));
  await open();
  await on.page.getByRole('combobox').click();
  await expect.poll(() => on.page.locator('homebird-search .again').allTextContents()).toEqual(['kettle']);
  expect(await on.page.evaluate(() => (window as unknown as { homebird(...command: unknown[]): Promise<unknown> }).homebird('search', 'mugs', { count: 2 }))).toMatchObject({ recId: expect.stringMatching(/^[0-9a-f]{32}$/), items: [{ id: expect.stringContaining('mug') }, { id: expect.stringContaining('mug') }] });
});
