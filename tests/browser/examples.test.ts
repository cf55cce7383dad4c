import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import { aPage, type FixtureFile, type FixtureSite } from '#support/fixture-site';
import { ROOT } from '#support/rooms';
import { buildTag, serveShop } from '#support/shop-site';

const EXAMPLES = join(ROOT, 'docs/examples');
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

let browser: Browser;
let site: FixtureSite;

/** A file of the plain example as it is, but for the address and the shop, which are the fixture's. */
function plain(name: string): FixtureFile {
  const text = readFileSync(join(EXAMPLES, 'plain', name), 'utf8');
  const body = text.replaceAll('http://127.0.0.1:7410', '').replace('data-shop="example"', 'data-shop="fixture"');
  return { type: TYPES[name.split('.').at(-1) ?? ''] ?? '', body };
}

/** An example as a shop's own bundler makes it. `homebird/react` and `homebird/vue` are what the package exports. */
async function bundled(path: string, npm: string): Promise<FixtureFile> {
  const { output } = (await build({
    configFile: false, root: ROOT, logLevel: 'error', publicDir: false,
    oxc: { jsx: { runtime: 'automatic', development: false } }, // whatever the tests' own NODE_ENV says
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
    plugins: [{ name: 'the-package', enforce: 'pre', resolveId: (id) => (id.startsWith('homebird/') ? '\0homebird' : undefined), load: (id) => (id === '\0homebird' ? npm : undefined) }],
    build: { write: false, target: 'es2022', rolldownOptions: { input: join(EXAMPLES, path), output: { format: 'es', codeSplitting: false } } },
  })) as Rolldown.RolldownOutput;
  return { type: 'text/javascript', body: output[0].code };
}

beforeAll(async () => {
  const tag = await buildTag();
  const npm = String(tag['/tag/npm/homebird.js']?.body);
  const framework = (name: string): FixtureFile => aPage(`<script src="/shop.js"></script><script type="module" src="/${name}.js"></script>`, '<div id="app"></div>');
  site = await serveShop({
    files: {
      '/plain/': plain('index.html'), '/plain/stub.js': plain('stub.js'), '/plain/own-shelf.js': plain('own-shelf.js'), '/plain/shop.css': plain('shop.css'),
      '/react': framework('react'), '/react.js': await bundled('react/shop.tsx', npm), '/vue': framework('vue'), '/vue.js': await bundled('vue/shop.ts', npm),
    },
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
  await page.goto(site.origin + path);
  return { page, complaints };
}

test.each([['plain', '/plain/'], ['React', '/react'], ['Vue', '/vue']])('the %s example shows a shelf, one of its own, and the panel, under a strict policy', async (_name, path) => {
  const { page, complaints } = await open(path);
  await expect.poll(async () => [await page.locator('homebird-shelf .card[data-item]').count(), complaints]).toEqual([4, []]);
  await expect.poll(() => page.locator('#own-shelf li').count()).toBe(3);
  await page.locator('homebird-privacy h2').first().waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the examples compile against the types of the package', () => {
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', EXAMPLES, '--noEmit'], { stdio: 'pipe' });
});
