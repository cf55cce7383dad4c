import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { serveElements } from '#support/elements-site';
import { withSite } from '#support/with-site';

const on = withSite(serveElements, { profile: { viewport: { width: 390, height: 844 } } });

const field = () => on.page.getByRole('combobox');
const options = () => on.page.getByRole('option');
const open = async (query = ''): Promise<void> => {
  await on.page.goto(`${on.site.origin}/search${query}`);
  await field().waitFor();
};
async function violations(): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page: on.page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).exclude('[data-not-ours]').analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

describe('<homebird-search>', () => {
  test.each([['light', ''], ['dark', '&lang=ar']] as const)('passes axe in %s%s: closed, with results, with none, with recent searches', async (colorScheme, lang) => {
    await on.page.emulateMedia({ colorScheme });
    await open(`?granted${lang}`);
    expect(await violations()).toEqual([]);
    await field().click();
    await on.page.locator('homebird-search .recent').waitFor();
    expect(await violations()).toEqual([]);
    await field().fill('mug');
    await options().first().waitFor();
    expect(await violations()).toEqual([]);
    await field().fill('zebra');
    await on.page.locator('homebird-search .none homebird-shelf .card[data-item]').first().waitFor();
    expect(await violations()).toEqual([]);
    await expect.poll(() => on.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('is a combobox that arrows walk, Enter follows and Escape closes, while the field keeps the focus', async () => {
    await open('?granted');
    await field().click();
    await on.page.keyboard.type('a');
    await expect.poll(() => options().count()).toBeGreaterThan(2);
    await expect.poll(() => field().getAttribute('aria-expanded')).toBe('true');
    const active = () => field().getAttribute('aria-activedescendant');
    await on.page.keyboard.press('ArrowDown');
    await on.page.keyboard.press('ArrowDown');
    await expect.poll(active).toBe('hit-1');
    await expect.poll(() => options().nth(1).getAttribute('aria-selected')).toBe('true');
    await on.page.keyboard.press('ArrowUp');
    await on.page.keyboard.press('ArrowUp');
    await expect.poll(active).toBe(null);
    await on.page.keyboard.press('ArrowUp');
    await expect.poll(active).toBe(`hit-${(await options().count()) - 1}`);
    await on.page.keyboard.press('Escape');
    await expect.poll(async () => [await field().getAttribute('aria-expanded'), await field().inputValue()]).toEqual(['false', 'a']);
    await on.page.keyboard.press('ArrowDown');
    await expect.poll(active).toBe('hit-0');
    await on.page.keyboard.press('Enter');
    await on.page.waitForURL(/\/p\/p0$/);
  });

  test('tells the host what was followed, under the answer that showed it', async () => {
    await open('?granted');
    await field().fill('mug');
    await options().first().waitFor();
    await on.page.evaluate(() => document.querySelector('homebird-search')?.shadowRoot?.addEventListener('click', (event) => event.preventDefault()));
    await options().first().click();
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.events)).toMatchObject([
      { type: 'search', query: 'mug' }, { type: 'rec_click', recId: 'e'.repeat(32), placement: 'search', position: 0, items: [{ itemId: 'p1' }] },
    ]);
  });

  test('hands the query to the shop’s own form on Enter', async () => {
    await open();
    await field().fill('two mugs');
    await on.page.keyboard.press('Enter');
    await on.page.waitForURL(/\/results\?q=two\+mugs$/);
  });

  test('shows recent searches by consent only, goes on with one, forgets one and all', async () => {
    await open();
    await field().click();
    await on.page.evaluate(() => elementsFixture.host.recentSearches());
    expect(await on.page.locator('homebird-search .recent').count()).toBe(0);
    await open('?granted');
    await field().click();
    await on.page.getByRole('button', { name: 'Forget “burr grinder”' }).click();
    await expect.poll(() => on.page.locator('homebird-search .again').allTextContents()).toEqual(['linen']);
    await field().focus();
    await on.page.keyboard.press('ArrowDown');
    await on.page.keyboard.press('Enter');
    await expect.poll(() => options().allTextContents()).toHaveLength(1);
    await expect.poll(() => field().inputValue()).toBe('linen');
    await field().fill('');
    await on.page.getByRole('button', { name: 'Forget all' }).click();
    await expect.poll(() => on.page.evaluate(() => elementsFixture.state.recent.length)).toBe(0);
  });

  test('leaves the shop’s own field where its part does not come', async () => {
    await on.page.route(/chunk-search-/, (route) => route.abort());
    await on.page.goto(`${on.site.origin}/search`);
    await on.page.evaluate(() => customElements.whenDefined('homebird-search'));
    await expect.poll(() => on.page.getByRole('textbox', { name: 'Search' }).isVisible()).toBe(true);
    await expect.poll(() => field().count()).toBe(0);
  });

  test('says so where nothing can be searched, and still hands the query on', async () => {
    await open('?failing=search');
    await field().fill('mug');
    await on.page.getByText('Search cannot be used now.').waitFor();
    await on.page.keyboard.press('Enter');
    await on.page.waitForURL(/\/results\?q=mug$/);
  });

  test('takes over what somebody was typing into the shop’s field', async () => {
    let arrive: () => void = () => undefined;
    const held = new Promise<void>((resolve) => { arrive = resolve; });
    await on.page.route(/chunk-search-/, async (route) => {
      await held;
      await route.continue();
    });
    await on.page.goto(`${on.site.origin}/search`);
    await on.page.getByRole('textbox', { name: 'Search' }).click();
    await on.page.keyboard.type('mu');
    arrive();
    await field().waitFor();
    await expect.poll(() => field().evaluate((input) => (input.getRootNode() as ShadowRoot).activeElement === input)).toBe(true);
    await on.page.keyboard.type('g');
    await expect.poll(() => options().count()).toBe(1);
    await expect.poll(() => field().inputValue()).toBe('mug');
  });
});
