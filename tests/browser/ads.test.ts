import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { aPage, bundle, serveFixture, type FixtureSite } from '#support/fixture-site';
import { withSite } from '#support/with-site';

const STYLE = `
:root { color-scheme: light dark; background: light-dark(#fff, #101413); color: light-dark(#16211c, #edf2ef); font: 16px/1.5 system-ui, sans-serif; }
main { display: flex; flex-wrap: wrap; align-items: start; gap: 1rem; padding: 1rem; } .fluid { inline-size: min(30rem, 100%); aspect-ratio: 2; }
`;

async function serveAds(): Promise<FixtureSite> {
  return serveFixture({
    files: {
      ...(await bundle({ entries: { ads: 'tests/browser/fixtures/ads.tsx' } })), '/page.css': { type: 'text/css', body: STYLE }, '/favicon.ico': { type: 'image/x-icon', body: '' },
      '/ads': aPage('<link rel="stylesheet" href="/page.css"><script type="module" src="/ads.js"></script>', '<main><h1>Ads</h1><h2>All</h2></main>'), '/landing': aPage('', '<main><h1>Landed</h1></main>'),
    },
  });
}

const on = withSite(serveAds, { profile: { viewport: { width: 1280, height: 900 } }, isQuiet: true });

async function open(query: string): Promise<void> {
  await on.page.goto(`${on.site.origin}/ads${query}`);
  await on.page.locator('body[data-ready]').waitFor();
}

/** What is wrong with how the ads of the page lie in their boxes, a line each. */
const misfits = (): Promise<readonly string[]> => on.page.evaluate(() => {
  const inside = (outer: DOMRect, inner: DOMRect): boolean => inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const meets = (a: DOMRect, b: DOMRect): boolean => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return [...document.querySelectorAll('.slot')].flatMap(({ shadowRoot }) => {
    const ad = shadowRoot?.querySelector('.ad');
    const box = ad?.getBoundingClientRect();
    if (!ad || !box) return ['no ad'];
    const name = `${ad.className} ${Math.round(box.width)}x${Math.round(box.height)}`;
    const parts = ['.name', '.desc', '.price', '.site', '.cta', '.sponsored', '.controls'].flatMap((part) => [...ad.querySelectorAll(part)].map((element) => ({ part, rect: element.getBoundingClientRect() }))).filter(({ rect }) => rect.width > 0);
    const shown = (part: string): boolean => parts.some((each) => each.part === part && each.rect.height >= 10);
    return [
      ...parts.filter(({ rect }) => !inside(box, rect)).map(({ part }) => `${name}: ${part} lies outside`),
      ...parts.flatMap((a, i) => parts.slice(i + 1).filter((b) => meets(a.rect, b.rect)).map((b) => `${name}: ${a.part} lies on ${b.part}`)),
      ...['.name', '.sponsored', '.controls'].filter((part) => !shown(part)).map((part) => `${name}: no ${part}`),
    ];
  });
});

describe('drawAd()', () => {
  test.each(['', '?assets=long', '?assets=bare', '?assets=ar&lang=ar', '?assets=long&lang=zh', '?assets=long&lang=ar'])('fits every style into every size, with who pays and the controls seen, none over another: %s', async (query) => {
    await open(query);
    expect(await misfits()).toEqual([]);
  });

  test.each([['light', ''], ['dark', '?assets=ar&lang=ar']] as const)('passes axe in %s%s', async (colorScheme, query) => {
    await on.page.emulateMedia({ colorScheme });
    await open(query);
    const { violations } = await new AxeBuilder({ page: on.page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))).toEqual([]);
  });

  test('says who pays in the page\'s language', async () => {
    await open('?lang=zh');
    expect(await on.page.locator('.slot').first().locator('.sponsored').textContent()).toBe('广告：Fellworks');
  });

  test('follows a click anywhere on it, but on its controls', async () => {
    await open('');
    const ad = on.page.locator('.slot').first();
    await ad.getByRole('button', { name: 'Hide' }).click();
    expect(on.page.url()).toMatch(/\/ads$/);
    await ad.locator('.picture').click({ force: true });
    await expect.poll(() => on.page.url()).toMatch(/\/landing$/);
  });
});
