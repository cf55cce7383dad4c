import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { serveLargeShop, type CatalogueSite } from './catalogue-site.ts';
import { figure, type Figure } from './figure.ts';
import { largeShop } from './large-shop.ts';

/** Sizes of the issue: an ordinary shop, and the largest that a browser is asked to hold. */
const SIZES = [10_000, 100_000] as const;
/** Worker memory wanted at each size, MB. */
const WANTED_MB: Readonly<Record<number, number>> = { 10_000: 60, 100_000: 120 };
/** First recommendation wanted, ms, from the start of a worker whose files are kept. */
const WANTED_MS = 300;
/** Products looked at before anything is measured: a personal shelf, not the popular one. */
const VIEWS = 12;
const WARM_RUNS = 5;
/** Without it Chromium answers a question for memory only after its next own garbage collection, up to minutes later. */
const ARGUMENTS = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-blink-features=ForceEagerMeasureMemory'];

/** Resolves with the ms from the start of the worker to eight recommendations, and how many of them are personal. */
const RANKED = `(async () => {
  for (;; await new Promise((resolve) => setTimeout(resolve, 5))) {
    const { items } = (await homebird('recommend', { placement: 'home', count: 8 })) ?? {};
    if (items?.length === 8) return { ms: performance.now() - workerAtMs, personal: items.filter(({ reason }) => reason !== 'popular').length };
  }
})()`;

/** The same to eight products on the shelf. */
const SHOWN = `(async () => {
  const cards = () => document.querySelector('homebird-shelf').shadowRoot?.querySelectorAll('a[href]').length ?? 0;
  for (;; await new Promise((resolve) => setTimeout(resolve, 5))) if (cards() >= 8) return performance.now() - workerAtMs;
})()`;

/** Bytes of each worker of the page by the standard's own count: its heap and its array buffers, after a collection. */
const WORKER_BYTES = `(async () => {
  const { breakdown } = await performance.measureUserAgentSpecificMemory();
  return breakdown.filter(({ attribution }) => attribution.some(({ scope }) => scope === 'DedicatedWorkerGlobalScope')).reduce((sum, { bytes }) => sum + bytes, 0);
})()`;

/** What a worker held before the catalogue had columns: every product as an object, a Map of ids, and the vectors. */
const WHOLE = (urls: CatalogueSite['whole']): string => `(async () => {
  const code = 'onmessage = async ({ data }) => {' +
    ' const products = await (await fetch(data.products)).json();' +
    ' const vectors = new Int8Array(await (await fetch(data.vectors)).arrayBuffer());' +
    ' self.kept = { products, vectors, indexById: new Map(products.flatMap(({ id, aliases }, i) => [id, ...(aliases ?? [])].map((name) => [name, i]))) };' +
    ' postMessage(products.length); }';
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  const began = performance.now();
  worker.postMessage({ products: new URL(${JSON.stringify(urls.products)}, location.href).href, vectors: new URL(${JSON.stringify(urls.vectors)}, location.href).href });
  await new Promise((resolve) => (worker.onmessage = resolve));
  window.wholeWorker = worker;
  return performance.now() - began;
})()`;

interface Ranked {
  readonly ms: number;
  readonly personal: number;
}

async function rankedOn(page: Page, url: string): Promise<Ranked> {
  await page.goto(url);
  return page.evaluate<Ranked>(RANKED);
}

/** Looks at a dozen products, and waits until the device keeps all that shelves show. */
async function fillHistory(page: Page, items: number): Promise<void> {
  for (let view = 0; view < VIEWS; view++) {
    await page.evaluate(`homebird('track', 'view_item', { item_id: 'SKU-${100_000 + ((view * 997) % items)}' })`);
  }
  const kept = page.evaluate(`(async () => {
    for (let before = -1; ; await new Promise((resolve) => setTimeout(resolve, 3000))) {
      const request = indexedDB.open('homebird:large');
      const database = await new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject; });
      const count = await new Promise((resolve) => { database.transaction('catalogue').objectStore('catalogue').count().onsuccess = ({ target }) => resolve(target.result); });
      database.close();
      if (count > 2 && count === before) return;
      before = count;
    }
  })()`);
  await kept;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Memory and time of the same catalogue as JSON objects in a worker, as they were before. */
async function measureWhole(context: BrowserContext, site: CatalogueSite): Promise<{ readonly ms: number; readonly mb: number }> {
  const page = await context.newPage();
  await page.route('**/tag/**', (route) => route.abort());
  await page.goto(site.url);
  await page.evaluate<number>(WHOLE(site.whole)); // once to fill the browser's cache
  await page.evaluate('wholeWorker.terminate()');
  const ms = await page.evaluate<number>(WHOLE(site.whole));
  const mb = (await page.evaluate<number>(WORKER_BYTES)) / 1e6;
  await page.close();
  return { ms, mb };
}

async function measureSize(browser: Browser, items: number, tagFolder: string): Promise<Figure[]> {
  const site = await serveLargeShop(largeShop(items), tagFolder);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const cold = await rankedOn(page, site.url);
    await fillHistory(page, items);
    const [rankedMs, shownMs]: [number[], number[]] = [[], []];
    for (let run = 0; run < WARM_RUNS; run++) {
      const ranked = await rankedOn(page, site.url);
      if (ranked.personal === 0) throw new Error('Cannot measure a personal shelf: it shows what is popular');
      rankedMs.push(ranked.ms);
      await page.goto(`${site.url}shelf`);
      shownMs.push(await page.evaluate<number>(SHOWN));
    }
    const mb = (await page.evaluate<number>(WORKER_BYTES)) / 1e6;
    await page.close();
    const whole = await measureWhole(context, site);
    const name = `catalogue-${items / 1000}k`;
    const from = 'from the start of the worker, median of 5 pages, files kept, 12 products seen';
    return [
      figure(`${name}-ranked`, 'ms', median(rankedMs), WANTED_MS, `eight personal recommendations ${from}; baseline: what was wanted`),
      figure(`${name}-shown`, 'ms', median(shownMs), WANTED_MS, 'the same until the shelf shows eight products; baseline: what was wanted'),
      figure(`${name}-cold`, 'ms', cold.ms, whole.ms, 'nothing kept, nothing seen: what is popular, over the loop-back; baseline: all products as JSON objects and their vectors read into a worker, files in the browser\'s cache'),
      figure(`${name}-memory`, 'MB', mb, WANTED_MB[items] ?? 0, 'worker after those pages (measureUserAgentSpecificMemory: heap and buffers); baseline: what was wanted'),
      figure(`${name}-memory-json`, 'MB', mb, whole.mb, 'the same; baseline: all products as JSON objects, a Map of ids, and the vectors'),
    ];
  } finally {
    await context.close();
    await site.close();
  }
}

/** Memory of the worker and time to its first recommendations, in Chromium, with made-up catalogues of 10,000 and 100,000 items. */
export async function measureCatalogues(tagFolder: string, executablePath: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const items of SIZES) {
    const browser = await chromium.launch({ executablePath, args: ARGUMENTS }); // its own: Chromium keeps freed memory for the next page
    try {
      figures.push(...(await measureSize(browser, items, tagFolder)));
    } finally {
      await browser.close();
    }
  }
  return figures;
}
