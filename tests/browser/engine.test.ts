import type { Browser, Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCatalogue } from '#core/catalogue';
import { aCatalogue } from '#support/a-shop';
import { launchChromium } from '#support/chromium';
import { aPage, bundle, serveFixture, STRICT_CSP, type FixtureFile, type FixtureSite } from '#support/fixture-site';

const products = aCatalogue({ items: 120 }).products.map((product) => ({ ...product, description: `${product.category.at(-1)} by ${product.brand}` }));
const FROM_ELSEWHERE = "default-src 'self'; script-src 'self'; connect-src *; worker-src 'self' blob:; require-trusted-types-for 'script'";
const PARTS_FROM_ELSEWHERE = (origin: string): string => FROM_ELSEWHERE.replace("script-src 'self'", `script-src 'self' ${origin}`);
/** As `homebird serve` sends the files of a build. */
const FOR_GOOD = { 'cache-control': 'public, max-age=31536000, immutable', 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
const NO_WORKER = STRICT_CSP.replace("worker-src 'self'", "worker-src 'none'");

let browser: Browser;
let cdn: FixtureSite;
const shops: FixtureSite[] = [];
let files: Record<string, FixtureFile>;
let workerFile: FixtureFile;
let parts: readonly string[];

/** The worker as `npm start` builds it: a file that imports no other, or a blob of it could not start, and its parts. */
async function builtWorker(): Promise<Record<string, FixtureFile>> {
  const { output } = (await build({ mode: 'worker', build: { write: false } })) as Rolldown.RolldownOutput;
  const [start] = output;
  expect([start.fileName, start.imports]).toEqual(['homebird-worker.js', []]);
  return Object.fromEntries(output.flatMap((part) => (part.type === 'chunk' ? [[`/${part.fileName}`, { type: 'text/javascript', body: part.code }]] : [])));
}

beforeAll(async () => {
  const { '/homebird-worker.js': start, ...others } = await builtWorker();
  if (!start) throw new Error('The build has no homebird-worker.js');
  workerFile = start;
  parts = Object.keys(others);
  const worker = { ...others, '/homebird-worker.js': start };
  const catalogue = Object.fromEntries([...buildCatalogue(products).files].map(([name, body]) => [`/catalogue/${name}`, { type: 'application/octet-stream', body }]));
  files = { ...worker, ...catalogue, ...(await bundle({ entries: { engine: 'tests/browser/fixtures/engine.ts' } })), '/': aPage('<script type="module" src="/engine.js"></script>'), '/favicon.ico': { type: 'image/x-icon', body: '' } };
  cdn = await serveFixture({ files: Object.fromEntries(Object.entries({ ...worker, '/homebird-worker.js': withoutIdleTime(start) }).map(([path, file]) => [path, { ...file, headers: FOR_GOOD }])) });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  for (const site of [cdn, ...shops]) await site?.close();
});

/** A worker whose idle time never comes: what it loads and locks by itself a second and a half after its start is no answer to what is asked here. */
function withoutIdleTime(file: FixtureFile): FixtureFile {
  return { ...file, body: `{ const wait = self.setTimeout; self.setTimeout = (act, delayMs = 0) => (delayMs < 1_000 ? wait(act, delayMs) : 0); }\n${String(file.body)}` };
}

/** A shop's page under `csp`, with what its console said. */
async function open(csp: string, changed: Parameters<typeof serveFixture>[0]['files'] = {}) {
  const shop = await serveFixture({ files: { ...files, ...changed }, csp });
  shops.push(shop);
  const page = await (await browser.newContext()).newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(shop.origin);
  await page.waitForFunction(() => typeof engineFixture === 'object');
  return { page, shop, said };
}

/** Starts the engine and shows a shelf before and after three views. */
function browse(page: Page, shopUrl: string, workerUrl: string, workerIntegrity = '') {
  return page.evaluate(async ({ shopUrl, workerUrl, workerIntegrity }) => {
    const { api, mode } = await engineFixture.start({ shop: 'fixture', catalogueUrl: `${shopUrl}/catalogue/catalogue.json`, leaderUrl: '', policy: '', workerIntegrity, workerUrl, debug: false }, ['local']);
    const shelf = async () => {
      const answer = await api.recommend({ placement: 'home', count: 8 });
      if (!answer.ok) throw new Error(answer.fault.message);
      return answer.value.items.map(({ item, reason }) => ({ item, scorer: reason.scorer }));
    };
    const before = await shelf();
    const recorded = await api.record([3, 13, 23].map((item, i) => ({
      id: `${i}`.repeat(32) as never, type: 'view_item', atMs: Date.now() - 10_000 + i, items: [{ itemId: `p${item}` as never }], page: '/p',
    })));
    return { mode: mode(), before, recorded, after: await shelf() };
  }, { shopUrl, workerUrl, workerIntegrity });
}

function expectPersonal({ before, after }: Awaited<ReturnType<typeof browse>>): void {
  expect(before).toHaveLength(8);
  const known = new Set([...before.map(({ item }) => item), 3, 13, 23]);
  expect(after.filter(({ item, scorer }) => !known.has(item) && scorer === 'content').length).toBeGreaterThanOrEqual(3);
}

test('startEngine() runs the worker of the shop\'s own origin under a strict policy with Trusted Types', async () => {
  const { page, shop, said } = await open(STRICT_CSP);
  const seen = await browse(page, shop.origin, `${shop.origin}/homebird-worker.js`);
  expect(seen).toMatchObject({ mode: 'same-origin', recorded: { ok: true, value: 3 } });
  expectPersonal(seen);
  expect(said).toEqual([]);
  expect(shop.requests.filter(({ url }) => url.startsWith('/v1') || url.startsWith('/log'))).toEqual([]);
});

test('startEngine() runs a worker from another origin as a blob, where a worker by address could never start', async () => {
  const { page, shop, said } = await open(FROM_ELSEWHERE);
  const seen = await browse(page, shop.origin, `${cdn.origin}/homebird-worker.js`);
  expect(seen).toMatchObject({ mode: 'blob', recorded: { ok: true, value: 3 } });
  expectPersonal(seen);
  expect(said).toEqual([]);
});

/** What the shopper's panel reads, which takes a part of the worker. */
function profileEvents(page: Page, shopUrl: string, workerUrl: string) {
  return page.evaluate(async ({ shopUrl, workerUrl }) => {
    const { api, mode } = await engineFixture.start({ shop: 'fixture', catalogueUrl: `${shopUrl}/catalogue/catalogue.json`, leaderUrl: '', policy: '', workerIntegrity: '', workerUrl, debug: false }, ['local', 'federate']);
    const contributed = await api.contribute();
    const profile = await api.profile();
    return { mode: mode(), contributed, profile: profile.ok ? profile.value.events : profile.fault };
  }, { shopUrl, workerUrl });
}

test('a worker loads its parts when they are due, also one that runs as a blob, each once', async () => {
  const { page, shop, said } = await open(STRICT_CSP, { '/homebird-worker.js': withoutIdleTime(workerFile) });
  await browse(page, shop.origin, `${shop.origin}/homebird-worker.js`);
  expect(shop.requests.filter(({ url }) => parts.includes(url)).map(({ url }) => url)).toEqual([]); // a shelf needs none
  expect(await profileEvents(page, shop.origin, `${shop.origin}/homebird-worker.js`)).toEqual({ mode: 'same-origin', contributed: { ok: true, value: { uploads: 0 } }, profile: 3 });
  expect(said).toEqual([]);

  const other = await open(PARTS_FROM_ELSEWHERE(cdn.origin));
  const before = cdn.requests.length;
  expect(await profileEvents(other.page, other.shop.origin, `${cdn.origin}/homebird-worker.js`)).toEqual({ mode: 'blob', contributed: { ok: true, value: { uploads: 0 } }, profile: 0 });
  const loaded = cdn.requests.slice(before).map(({ url }) => url);
  expect(loaded.filter((url) => url === '/homebird-worker.js')).toHaveLength(1); // its parts share what runs
  expect(new Set(loaded).size).toBe(loaded.length);
  expect(other.said).toEqual([]);
});

test('parts that a server refuses cost the parts, not the shelf, and are asked for again', async () => {
  let isThere = false;
  const whenThere = parts.map((path) => [path, (): FixtureFile => (isThere && files[path] && typeof files[path] !== 'function' ? files[path] : { type: 'text/plain', body: 'gone', status: 503 })] as const);
  const { page, shop } = await open(STRICT_CSP, { ...Object.fromEntries(whenThere), '/homebird-worker.js': withoutIdleTime(workerFile) });
  const refused = await profileEvents(page, shop.origin, `${shop.origin}/homebird-worker.js`);
  expect(refused).toMatchObject({ mode: 'same-origin', contributed: { ok: false, fault: { kind: 'offline' } }, profile: { kind: 'offline' } });
  const seen = await browse(page, shop.origin, `${shop.origin}/homebird-worker.js`);
  expectPersonal(seen);
  isThere = true;
  expect(await profileEvents(page, shop.origin, `${shop.origin}/homebird-worker.js`)).toMatchObject({ contributed: { ok: true }, profile: 3 });
});

test('a policy that lets the worker in and its parts not keeps the shelf', async () => {
  const { page, shop } = await open(FROM_ELSEWHERE);
  expectPersonal(await browse(page, shop.origin, `${cdn.origin}/homebird-worker.js`));
  expect(await profileEvents(page, shop.origin, `${cdn.origin}/homebird-worker.js`)).toMatchObject({ mode: 'blob', contributed: { ok: false, fault: { kind: 'offline' } }, profile: { kind: 'offline' } });
});

test('startEngine() falls back to what is popular where no worker may run, and names the directive once', async () => {
  const { page, shop, said } = await open(NO_WORKER);
  const seen = await browse(page, shop.origin, `${shop.origin}/homebird-worker.js`);
  expect(seen.mode).toBe('lite');
  expect(seen.after).toEqual(seen.before);
  expect(seen.after).toHaveLength(8);
  expect(new Set(seen.after.map(({ scorer }) => scorer))).toEqual(new Set(['popularity']));
  expect(said.filter((line) => line.startsWith('Homebird runs without its worker: add "worker-src'))).toHaveLength(1);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

test('startEngine() names the directive that kept the worker of another origin from being fetched', async () => {
  const { page, shop, said } = await open(FROM_ELSEWHERE.replace('connect-src *', `connect-src 'self'`));
  expect((await browse(page, shop.origin, `${cdn.origin}/homebird-worker.js`)).mode).toBe('lite');
  expect(said.filter((line) => line.startsWith('Homebird'))).toEqual([`Homebird runs without its worker: add "connect-src ${cdn.origin}" to the page's Content-Security-Policy`]);
});

test('startEngine() starts no worker that is not the one of this build', async () => {
  const { page, shop, said } = await open(FROM_ELSEWHERE);
  expect((await browse(page, shop.origin, `${cdn.origin}/homebird-worker.js`, `sha256-${'A'.repeat(43)}=`)).mode).toBe('lite');
  expect(said.filter((line) => line.startsWith('Homebird'))).toEqual([expect.stringMatching(/^Homebird runs without its worker: Cannot load .*homebird-worker\.js/)]);
});

test('startEngine() answers open calls with a fault when the worker crashes, and a fresh worker knows the history', async () => {
  let served = 0;
  const crashing = (): FixtureFile => (served++ === 0 ? { ...workerFile, body: `${String(workerFile.body)}\nsetInterval(() => { if (globalThis.plantedCrash) throw new Error('planted'); }, 20); addEventListener('message', (event) => { if (event.data?.[1] === 'contribute') globalThis.plantedCrash = true; });` } : workerFile);
  const { page, shop } = await open(STRICT_CSP, { '/homebird-worker.js': crashing });
  const result = await page.evaluate(async (shopUrl) => {
    const { api } = await engineFixture.start({ shop: 'crash', catalogueUrl: `${shopUrl}/catalogue/catalogue.json`, leaderUrl: '', policy: '', workerIntegrity: '', workerUrl: `${shopUrl}/homebird-worker.js`, debug: false }, ['local']);
    await api.record([{ id: 'a'.repeat(32) as never, type: 'view_item', atMs: Date.now(), items: [{ itemId: 'p3' as never }], page: '/p' }]);
    await api.contribute();
    while (!engineFixture.notices.some((notice) => notice.kind === 'fault' && notice.fault.kind === 'crashed')) await new Promise((done) => setTimeout(done, 20));
    for (;;) {
      const profile = await api.profile();
      if (profile.ok) return profile.value.events;
      if (profile.fault.kind !== 'crashed') throw new Error(profile.fault.message);
      await new Promise((done) => setTimeout(done, 20));
    }
  }, shop.origin);
  expect(result).toBe(1);
  expect(served).toBe(2);
});

test('two tabs keep one history: what one records, the other recommends from', async () => {
  const { page, shop } = await open(STRICT_CSP);
  await browse(page, shop.origin, `${shop.origin}/homebird-worker.js`);
  const other = await page.context().newPage();
  await other.goto(shop.origin);
  await other.waitForFunction(() => typeof engineFixture === 'object');
  const events = await other.evaluate(async (shopUrl) => {
    const { api } = await engineFixture.start({ shop: 'fixture', catalogueUrl: `${shopUrl}/catalogue/catalogue.json`, leaderUrl: '', policy: '', workerIntegrity: '', workerUrl: `${shopUrl}/homebird-worker.js`, debug: false }, ['local']);
    const profile = await api.profile();
    return profile.ok ? profile.value.events : profile.fault.message;
  }, shop.origin);
  expect(events).toBe(3);
});
