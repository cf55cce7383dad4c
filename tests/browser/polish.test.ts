import { expect, test } from 'vitest';
import { aPage, bundle, serveFixture, type FixtureSite } from '#support/fixture-site';
import { withSite } from '#support/with-site';

const PLAIN = 'Fellworks Hill Boots: welted soles can be replaced, size 42';

async function serve(): Promise<FixtureSite> {
  const page = aPage('<script type="module" src="/polish.js"></script>');
  return serveFixture({ files: { ...(await bundle({ entries: { polish: 'tests/browser/fixtures/polish.ts' } })), '/favicon.ico': { type: 'image/x-icon', body: '' }, '/page': page, '/zh': aPage('<script type="module" src="/polish.js"></script>', '', 'zh') } });
}

const on = withSite(serve, { isQuiet: true });

async function shownAt(path: string): Promise<string | null> {
  await on.page.goto(`${on.site.origin}${path}`);
  await on.page.locator('body[data-ready]').waitFor();
  return on.page.textContent('body');
}

test('in a browser without a model on the device the template stands, without a label', async () => {
  expect(await shownAt('/page')).toMatch(new RegExp(`^${PLAIN}\\|\\|`));
});

test('with a model the wording is shown, labelled in the page’s language', async () => {
  expect(await shownAt('/page?model')).toBe('Welted soles that can be replaced: Fellworks Hill Boots, size 42|Worded by your browser’s model|a model');
  expect(await shownAt('/zh?model')).toContain('由您浏览器的模型措辞');
});
