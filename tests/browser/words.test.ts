import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { serveElements } from '#support/elements-site';
import { withSite } from '#support/with-site';

const on = withSite(serveElements, { profile: { viewport: { width: 390, height: 844 } } });

const heading = () => on.page.locator('homebird-shelf h2');
const LANGUAGES = [
  { lang: 'zh-Hans', spoken: 'zh', dir: 'ltr', title: '为你挑选' },
  { lang: 'zh-Hant-TW', spoken: 'zh', dir: 'ltr', title: '为你挑选' },
  { lang: 'ar-EG', spoken: 'ar', dir: 'rtl', title: 'مختارات لك' },
] as const;

describe.each(LANGUAGES)('a page in $lang', ({ lang, spoken, dir, title }) => {
  test('has a shelf that says its language and direction, passes axe, and explains itself in it', async () => {
    await on.page.goto(`${on.site.origin}/shelf?granted&lang=${lang}`);
    await expect.poll(() => heading().textContent()).toBe(title);
    await expect.poll(() => on.page.locator('homebird-shelf section').evaluate((section) => [section.getAttribute('lang'), section.getAttribute('dir'), getComputedStyle(section).direction])).toEqual([spoken, dir, dir]);
    await on.page.locator('homebird-shelf .more').first().click();
    await on.page.locator('homebird-shelf .menu button').first().click();
    await on.page.locator('homebird-shelf dialog[open]').waitFor();
    const { violations } = await new AxeBuilder({ page: on.page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`))).toEqual([]);
    await expect.poll(() => on.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
  test('has a banner in it', async () => {
    await on.page.goto(`${on.site.origin}/banner?lang=${lang}`);
    const banner = on.page.locator('homebird-consent section');
    await expect.poll(() => banner.getAttribute('dir')).toBe(dir);
    await banner.getByRole('button').first().waitFor();
    expect(await banner.textContent()).not.toMatch(/Accept|Decline/);
  });
});

test('shows skeletons and no English until the words have come', async () => {
  let arrive: () => void = () => undefined;
  const held = new Promise<void>((resolve) => { arrive = resolve; });
  await on.page.route(/words-ar/, async (route) => {
    await held;
    await route.continue();
  });
  await on.page.goto(`${on.site.origin}/shelf?granted&lang=ar`);
  await on.page.locator('homebird-shelf .ghost').first().waitFor();
  await on.page.evaluate(() => elementsFixture.host.recommend({ placement: 'home', count: 8 }));
  expect(await on.page.locator('homebird-shelf').textContent()).not.toMatch(/[a-z]{3}/i);
  arrive();
  await expect.poll(() => heading().textContent()).toBe('مختارات لك');
});

test('is English where the words do not come', async () => {
  await on.page.route(/words-zh/, (route) => route.abort());
  await on.page.goto(`${on.site.origin}/shelf?granted&lang=zh`);
  await expect.poll(() => heading().textContent()).toBe('Picked for you');
  await expect.poll(() => on.page.locator('homebird-shelf section').getAttribute('lang')).toBe('en');
});

test('loads no other language for English', async () => {
  const asked: string[] = [];
  on.page.on('request', (request) => asked.push(request.url()));
  await on.page.goto(`${on.site.origin}/shelf?granted`);
  await expect.poll(() => heading().textContent()).toBe('Picked for you');
  expect(asked.filter((url) => /words-(zh|ar)/.test(url))).toEqual([]);
});
