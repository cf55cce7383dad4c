import sharp from 'sharp';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from '#support/chromium';
import type { FixtureSite } from '#support/fixture-site';
import { untilKept } from '#support/page-state';
import { serveShop, SHOP_PRODUCTS } from '#support/shop-site';

/** A picture file of one colour, another for each product, with its item's number as its red. */
async function aPicture(item: number): Promise<Uint8Array> {
  return new Uint8Array(await sharp({ create: { width: 24, height: 24, channels: 3, background: { r: 10 * item, g: 120, b: 90 } } }).webp({ lossless: true }).toBuffer());
}

let thumbnails: ReadonlyMap<number, Uint8Array>;
let browser: Browser;
let site: FixtureSite;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
  thumbnails = new Map(await Promise.all(SHOP_PRODUCTS.map(async (_, item) => [item, await aPicture(item)] as const)));
});
afterAll(() => browser?.close());
beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await site?.close();
});

/** Whether `path` is a picture: a pack, or whatever a feed names. */
const isPicture = (path: string): boolean => path.endsWith('.pack') || path.startsWith('/pictures/');

/** Every picture that the shop's server was asked for. */
function pictureRequests(): readonly string[] {
  return site.requests.map(({ url }) => url).filter(isPicture);
}

const shelfPictures = (of: Page) => of.locator('homebird-shelf .card[data-item] .picture');

/**
 * A shopper who agrees, looks at `products`, and goes back to the front page, whose shelf is personal then.
 *
 * @returns the pictures that her browser asked for, page by page, in the order in which it began to
 */
async function shopper(products: readonly number[]): Promise<readonly (readonly string[])[]> {
  const own = await browser.newContext();
  const asked: string[][] = [];
  own.on('request', (request) => {
    if (request.isNavigationRequest()) asked.push([]);
    else if (isPicture(new URL(request.url()).pathname)) asked.at(-1)?.push(new URL(request.url()).pathname);
  });
  const tab = await own.newPage();
  await tab.goto(`${site.origin}/account`);
  await tab.getByRole('button', { name: 'Accept' }).click();
  for (const product of products) {
    await tab.goto(site.origin + (SHOP_PRODUCTS[product]?.url ?? ''));
    await tab.locator('homebird-shelf .card[data-item] canvas').first().waitFor();
    await untilKept(tab, (kept) => kept.some(({ type, items }) => type === 'view_item' && JSON.stringify(items).includes(SHOP_PRODUCTS[product]?.id ?? ''))); // or the front page could not be personal
  }
  await tab.goto(`${site.origin}/`);
  await tab.locator('homebird-shelf .reason.personal').first().waitFor();
  await expect.poll(() => shelfPictures(tab).locator('canvas').count()).toBe(8);
  await own.close();
  return asked;
}

describe('data-pictures', () => {
  test('two shoppers with other histories ask for the same pictures on the same pages, in the same order, and neither for one alone', async () => {
    site = await serveShop({ attributes: 'data-pictures="pack"', thumbnails });
    const first = await shopper([0, 1, 2]);
    const other = await shopper([15, 16, 17]);
    expect(other).toEqual(first);
    expect(first.flat().length).toBeGreaterThan(0);
    expect(pictureRequests().filter((url) => !url.endsWith('.pack'))).toEqual([]);
  });

  test('a card shows the picture of its product out of a pack, under a policy without blob: or data:', async () => {
    site = await serveShop({ thumbnails });
    await page.goto(`${site.origin}/`);
    const card = page.locator('homebird-shelf .card[data-item]').first();
    await card.locator('canvas').waitFor();
    const id = await card.getAttribute('data-item');
    const item = SHOP_PRODUCTS.findIndex((product) => product.id === id);
    const red = (): Promise<number> => card.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const copy = new OffscreenCanvas(1, 1).getContext('2d');
      copy?.drawImage(canvas, 0, 0, 1, 1);
      return copy?.getImageData(0, 0, 1, 1).data[0] ?? -1;
    });
    await expect.poll(red).toBe(10 * item);
  });

  test('a pack that does not arrive leaves drawings, and nothing is asked for from the shop instead', async () => {
    site = await serveShop({ thumbnails });
    await page.route('**/*.pack', (route) => route.abort());
    await page.goto(`${site.origin}/`);
    await expect.poll(() => shelfPictures(page).locator('svg.drawn').count()).toBe(8);
    expect(pictureRequests()).toEqual([]);
  });

  test('without packs "pack" draws, and loads from nowhere', async () => {
    site = await serveShop({ attributes: 'data-pictures="pack"' });
    await page.goto(`${site.origin}/`);
    await expect.poll(() => shelfPictures(page).locator('svg.drawn').count()).toBe(8);
    expect(pictureRequests()).toEqual([]);
  });
});
