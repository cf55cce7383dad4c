import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCatalogue } from '#core/catalogue';
import { decodePolicy, policyHashOf } from '#core/protocol';
import { contentHash } from '#core/units';
import { launchChromium } from '#support/chromium';
import { valueOf } from '#support/result';
import { freePorts, startServing, type Serving } from '#support/serving';
import { SHOP_PRODUCTS } from '#support/shop-site';
import { getInsecurely, tlsProxy, type TlsProxy } from '#support/tls-proxy';

const CATALOGUE = buildCatalogue(SHOP_PRODUCTS);
/** There for the links of shelves, which the overlay follows. */
const PRODUCT_PAGES = new Map(SHOP_PRODUCTS.map(({ url, title }) => [url, `<!doctype html><html lang="en"><title>${title}</title></html>`]));

let proxy: TlsProxy;
let serving: Serving;
/** What the shop itself serves: its pages and its catalogue. */
const pages = new Map<string, string>();
const shop = createServer((request, response) => {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const file = CATALOGUE.files.get(path.slice('/catalogue/'.length));
  const body = path.startsWith('/catalogue/') ? file : pages.get(path) ?? PRODUCT_PAGES.get(path);
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': path.startsWith('/catalogue/') ? 'application/octet-stream' : 'text/html', 'access-control-allow-origin': '*' }).end(body);
});
let shopUrl = '';
let publicUrl = '';

beforeAll(async () => {
  proxy = await tlsProxy();
  await new Promise<void>((done) => void shop.listen(0, '127.0.0.1', done));
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  publicUrl = `https://127.0.0.1:${proxy.port}`;
  const port = await freePorts();
  proxy.route({ '/leader': `http://127.0.0.1:${port + 3}`, '/helper': `http://127.0.0.1:${port + 4}`, '/tag': `http://127.0.0.1:${port}/tag`, '': shopUrl });
  serving = await startServing([
    '--catalogue', `${shopUrl}/catalogue/catalogue.json`, '--shop', 'larkfield', '--public-url', `shop=${publicUrl}`, '--public-url', `leader=${publicUrl}/leader`, '--public-url', `helper=${publicUrl}/helper`,
  ], port);
  await serving.printed(/^policy [0-9a-f]{64}$/m);
});
afterAll(async () => {
  await serving?.stop();
  await proxy?.close();
  shop.closeAllConnections();
  shop.close();
});

test('serve behind a reverse proxy: policy, embed line and pages name the public https addresses, and the shop’s own catalogue byte for byte', async () => {
  const { status, body } = await getInsecurely(`${publicUrl}/leader/v1/policy`);
  expect(status).toBe(200);
  const policy = valueOf(decodePolicy(new Uint8Array(body)));
  expect(policy).toMatchObject({ shop: 'larkfield', leaderUrl: `${publicUrl}/leader`, helperUrl: `${publicUrl}/helper` });
  expect(serving.out()).toContain(`policy ${policyHashOf(new Uint8Array(body))}`);
  expect(serving.out()).toContain(`leader ${publicUrl}/leader`);
  expect(serving.out()).not.toContain('simulated shoppers');
  const audit = await getInsecurely(`${publicUrl}/leader/v1/manifest`);
  expect(audit.body.toString()).toContain(contentHash(CATALOGUE.files.get('catalogue.json') ?? new Uint8Array()));
  const line = /<script [^>]*data-shop[^]*?<\/script>/.exec(serving.out())?.[0] ?? '';
  expect(line).toContain(`${publicUrl}/tag/`);
  expect(line).toContain(`data-catalogue="${shopUrl}/catalogue/catalogue.json"`);
});

test('a shop’s page with the printed line, over https through the proxy: the device accepts leader and policy, the overlay finds nothing to mend there', async () => {
  const line = (/<script [^>]*data-shop[^]*?<\/script>/.exec(serving.out())?.[0] ?? '').replace(`${shopUrl}/catalogue`, `${publicUrl}/catalogue`);
  pages.set('/', `<!doctype html><html lang="en"><title>Larkfield</title><head>${line}</head><body><homebird-shelf placement="home" count="6"></homebird-shelf></body></html>`);
  const browser = await launchChromium();
  try {
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
    page.setDefaultTimeout(60_000); // a device whose first look came to nothing looks again after 15 s
    await page.goto(`${publicUrl}/?homebird_debug=1`);
    const row = (state: string, check: string) => page.locator(`[data-homebird="debug"] details.${state}[data-check="${check}"]`);
    await row('ok', 'shelves').waitFor();
    await page.locator('homebird-consent').getByRole('button', { name: 'Accept', exact: true }).click();
    await row('ok', 'leader').filter({ hasText: `${publicUrl}/helper, as the verified policy names it` }).waitFor();
    await row('ok', 'tag').filter({ hasText: 'checked by the browser' }).waitFor();
    await row('ok', 'faults').waitFor();
    expect(await page.locator('[data-homebird="debug"] details.mend').count()).toBe(0);
  } finally {
    await browser.close();
  }
});
