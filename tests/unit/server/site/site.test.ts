import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics } from '#server/http';
import { createSite, imageOrigins, originsOf } from '#server/site';
import { quietLogger } from '#support/pair';

const BUILD = '0123456789abcdef';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebird-site-'));
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true });
  mkdirSync(join(folder, 'catalogue'));
  mkdirSync(join(folder, 'site', 'tag'));
  mkdirSync(join(folder, 'site', 'docs', 'shops'), { recursive: true });
  writeFileSync(join(folder, 'site', 'docs', 'index.html'), 'overview');
  writeFileSync(join(folder, 'site', 'docs', 'shops', 'embed.html'), 'the embed line');
  writeFileSync(join(folder, 'site', 'tag', 'homebird.js'), '');
  mkdirSync(join(folder, 'site', 'tag', BUILD));
  writeFileSync(join(folder, 'site', 'tag', BUILD, 'homebird.js'), '');
  writeFileSync(join(folder, 'site', 'index.html'), '<meta content="%HOMEBIRD_LEADER%"><title>%HOMEBIRD_SHOP%</title>');
  writeFileSync(join(folder, 'site', 'assets', 'app-Ab12Cd34.js'), 'x'.repeat(5_000));
  writeFileSync(join(folder, 'catalogue', 'catalogue.json'), '{}');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function aSite(): (path: string, headers?: Record<string, string>) => Promise<Response> {
  const app = createSite({
    folder: join(folder, 'site'), entry: 'index.html', catalogue: join(folder, 'catalogue'), metrics: createMetrics(), logger: quietLogger(),
    variables: { SHOP: '$`"><script>', SHOP_URL: '', CONSOLE_URL: '', AUDIT_URL: '', LEADER: 'http://leader.example', HELPER: '', POLICY: '' },
    reach: { connect: ['http://leader.example'], images: ['https://pictures.example'] },
    drawPicture: (id) => (id === 'red shoes' ? '<svg/>' : undefined),
    demo: { 'quality.json': () => ({ simulated: true, points: [] }) },
  });
  return async (path, headers = {}) => app.fetch(new Request(`http://shop.example${path}`, { headers }));
}

describe('createSite()', () => {
  test('lets any origin load what is built, so that an auditor can compare it with the log, and nothing that is made for the moment', async () => {
    const get = aSite();
    for (const path of ['/tag/homebird.js', '/catalogue/catalogue.json', '/', '/assets/app-Ab12Cd34.js']) expect((await get(path)).headers.get('access-control-allow-origin')).toBe('*');
    for (const path of ['/demo/quality.json', '/tag/none.js']) expect((await get(path)).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('shows a page of the documentation by its name, a folder by its index, and says where there is none', async () => {
    const get = aSite();
    expect(await (await get('/docs/')).text()).toBe('overview');
    expect((await get('/docs')).headers.get('location')).toBe('/docs/');
    for (const path of ['/docs/shops/embed', '/docs/shops/embed.html']) {
      const answer = await get(path);
      expect(await answer.text()).toBe('the embed line');
      expect(answer.headers.get('content-security-policy')).toContain(`default-src 'none'`);
    }
    for (const path of ['/docs/none', '/docs/shops/', '/docs/../../secret.txt', '/docs/%2e%2e/%2e%2e/secret.txt']) expect((await get(path)).status, path).not.toBe(200);
  });

  test('shows the entry page for every route, with its variables escaped', async () => {
    const get = aSite();
    for (const path of ['/', '/product/7', '/search?q=a']) {
      const answer = await get(path);
      expect(await answer.text()).toBe('<meta content="http://leader.example"><title>$`&quot;&gt;&lt;script&gt;</title>');
      expect(answer.headers.get('content-type')).toContain('text/html');
    }
  });

  test('a page comes with a policy that allows no inline code, and only the servers it names', async () => {
    const policy = (await aSite()('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`script-src 'self';`);
    expect(policy).toContain(`connect-src 'self' http://leader.example;`);
    expect(policy).toContain('https://pictures.example');
    expect(policy).not.toMatch(/unsafe/);
  });

  test('a file named by its content is kept for good, any other is asked for again', async () => {
    const get = aSite();
    const hashed = await get('/assets/app-Ab12Cd34.js', { 'accept-encoding': 'gzip' });
    expect(hashed.headers.get('cache-control')).toContain('immutable');
    expect(gunzipSync(Buffer.from(await hashed.arrayBuffer())).length).toBe(5_000);
    const page = await get('/');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect((await get('/', { 'if-none-match': page.headers.get('etag') ?? '' })).status).toBe(304);
  });

  test('a build of the tag is kept for good, the tag that moves on is asked for again, and an isolated page may embed both', async () => {
    const get = aSite();
    for (const [path, kept] of [[`/tag/${BUILD}/homebird.js`, 'public, max-age=31536000, immutable'], ['/tag/homebird.js', 'no-cache']] as const) {
      const { headers } = await get(path);
      expect([headers.get('cache-control'), headers.get('cross-origin-resource-policy'), headers.get('cross-origin-embedder-policy')]).toEqual([kept, 'cross-origin', 'require-corp']);
    }
  });

  test('no path leaves its folder', async () => {
    const get = aSite();
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/catalogue/..%2fsecret.txt', '/catalogue/%00.json', '/catalogue/%zz.json', '/.hidden.txt']) {
      const answer = await get(path);
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
    }
  });

  test('serves catalogue, drawn pictures, live figures and the GPC statement', async () => {
    const get = aSite();
    const catalogue = await get('/catalogue/catalogue.json');
    expect(catalogue.status).toBe(200);
    expect(Date.parse(catalogue.headers.get('last-modified') ?? '')).toBeLessThanOrEqual(Date.now());
    expect((await get('/product-pictures/red%20shoes.svg')).headers.get('content-type')).toBe('image/svg+xml');
    expect((await get('/product-pictures/none.svg')).status).toBe(404);
    expect(await (await get('/demo/quality.json')).json()).toMatchObject({ simulated: true });
    expect(await (await get('/.well-known/gpc.json')).json()).toMatchObject({ gpc: true });
  });
});

test('imageOrigins() lets no host of a hostile feed write its own directive', () => {
  const hostile = ['https://a;script-src-elem/1.png', 'https://evil.example/2.png', 'https://b,c/3.png', "https://'unsafe-inline'/4.png"];
  expect(imageOrigins([...hostile, 'https://a_b.example:8443/5.png', 'http://[::1]/6.png'])).toEqual(['http://[::1]', 'https://a_b.example:8443', 'https://evil.example']);
});

test('originsOf() gives each origin once, and lets no address write its own directive', () => {
  expect(originsOf(['https://a.example/shop', 'https://a.example/', 'http://127.0.0.1:7411'])).toEqual(['https://a.example', 'http://127.0.0.1:7411']);
  expect(originsOf(['https://a;sandbox', 'https://a,default-src', 'https://[', 'javascript:alert(1)', ''])).toEqual([]);
});

test('imageOrigins() names each picture host once and gives up naming at many', () => {
  expect(imageOrigins(['https://a.example/1.jpg', 'https://a.example/2.jpg', '/own.jpg', 'http://b.example/x', ''])).toEqual(['http://b.example', 'https://a.example']);
  expect(imageOrigins(Array.from({ length: 30 }, (_, i) => `https://h${i}.example/x`))).toEqual(['https:', 'http:']);
});
