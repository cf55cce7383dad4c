import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentVectors, pictureFeatures } from '#core/catalogue';
import { runCatalogueCommand } from '#server/catalogue';
import { aProduct } from '#support/products';
import { ROOT } from '#support/rooms';
import { pictureDecoder } from '../../../../server/catalogue/decode-picture.ts';
import { fetchedName, fetchPictures } from '../../../../server/catalogue/fetch-pictures.ts';
import { readPictures } from '../../../../server/catalogue/pictures.ts';
import { thumbnailer } from '../../../../server/catalogue/thumbnail.ts';

const PHOTOS = join(ROOT, '../shared/data/product_photos');
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homebird-pictures-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A picture file of one colour. */
function aFile(colour: string, format: 'jpeg' | 'png'): Promise<Uint8Array> {
  return sharp({ create: { width: 400, height: 300, channels: 3, background: colour } }).toFormat(format).toBuffer();
}

async function decoder() {
  const decode = await pictureDecoder();
  if (!decode) throw new Error('sharp is a dependency of this project');
  return decode;
}

async function shrinker() {
  const shrink = await thumbnailer();
  if (!shrink) throw new Error('sharp is a dependency of this project');
  return shrink;
}

test.each(['jpeg', 'png'] as const)('pictureDecoder() reads %s, shrunk, in its colours', async (format) => {
  const picture = await (await decoder())(await aFile('#c81e1e', format));
  expect(picture).toMatchObject({ width: 192, height: 144 });
  const [red = 0, green = 0, blue = 0, alpha] = picture?.rgba ?? [];
  expect(Math.abs(red - 200) + Math.abs(green - 30) + Math.abs(blue - 30)).toBeLessThan(12); // JPEG rounds colours
  expect(alpha).toBe(255);
});

test('pictureDecoder() gives undefined for what is no picture', async () => {
  expect(await (await decoder())(new TextEncoder().encode('<html>not found</html>'))).toBeUndefined();
  expect(await (await decoder())((await aFile('red', 'jpeg')).subarray(0, 60))).toBeUndefined();
});

test('readPictures() finds pictures beside the feed, by the end of their address and by id, and nothing outside', async () => {
  const shop = join(dir, 'shop');
  await mkdir(join(shop, 'img'), { recursive: true });
  await mkdir(join(dir, 'photos'));
  await writeFile(join(shop, 'img', 'a b.jpg'), await aFile('red', 'jpeg'));
  await writeFile(join(dir, 'photos', 'b.png'), await aFile('blue', 'png'));
  await writeFile(join(dir, 'photos', 'c.jpg'), await aFile('green', 'jpeg'));
  await writeFile(join(dir, 'photos', 'broken.jpg'), 'no picture');
  await writeFile(join(dir, 'secret.jpg'), await aFile('red', 'jpeg'));
  const images = ['img/a%20b.jpg', 'https://cdn.example/x/b.png?v=3', 'https://cdn.example/elsewhere', 'broken.jpg', '../secret.jpg', ''];
  const products = images.map((image, i) => aProduct({ id: ['p', 'q', 'c', 's', 't', 'u'][i] ?? '', image }));
  const found = await readPictures(products, { feed: join(shop, 'feed.csv'), folder: join(dir, 'photos'), decode: await decoder(), shrink: await shrinker() });
  expect([...found.features.keys()]).toEqual([0, 1, 2]);
  expect([...found.thumbnails.keys()]).toEqual([0, 1, 2]);
  expect(found.unreadable).toBe(1);
});

test('runCatalogueCommand() says how many pictures it read', async () => {
  await mkdir(join(dir, 'photos'));
  await writeFile(join(dir, 'photos', 'a.png'), await aFile('red', 'png'));
  await writeFile(join(dir, 'feed.csv'), 'id,title,price\na,Blue mug,12.50 EUR\nc,Red bowl,9 EUR\n');
  let text = '';
  const code = await runCatalogueCommand([join(dir, 'feed.csv'), '-o', join(dir, 'out'), '--pictures', join(dir, 'photos')], { write: (part) => (text += part) });
  expect(code, text).toBe(0);
  expect(text).toContain('pictures: 1 of 2 products, 0 files unreadable');
  expect(text).toContain('1 packs of pictures: 1 thumbnails');
  expect(readdirSync(join(dir, 'out')).filter((name) => name.endsWith('.pack'))).toHaveLength(1);
});

test('thumbnailer() makes a square of 192 pixels, the same from the same bytes, and nothing of what is no picture', async () => {
  const shrink = await shrinker();
  const bytes = await aFile('#c81e1e', 'jpeg');
  const [thumbnail, again] = [await shrink(bytes), await shrink(bytes)];
  expect(thumbnail).toEqual(again);
  expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 192, height: 192 });
  expect(await shrink(new TextEncoder().encode('<html>not found</html>'))).toBeUndefined();
});

test('fetchPictures() fetches each address once, keeps what it has, names what it could not have', async () => {
  const asked: string[] = [];
  const picture = await aFile('blue', 'png');
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(request.url === '/blue.png' ? 200 : 404).end(request.url === '/blue.png' ? picture : 'gone');
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const images = [`${origin}/blue.png`, `${origin}/blue.png`, `${origin}/gone.png`, 'beside.png', ''];
    const products = images.map((image, i) => aProduct({ id: `p${i}`, image }));
    const shares: number[] = [];
    const first = await fetchPictures(products, join(dir, 'fetched'), (share) => shares.push(share));
    expect(first).toMatchObject({ fetched: 1, kept: 0, failed: [{ id: 'p2' }] });
    expect(first.failed[0]?.reason).toContain('404');
    expect(shares).toEqual([0.5, 1]);
    expect(readdirSync(join(dir, 'fetched'))).toEqual([fetchedName(`${origin}/blue.png`)]);
    expect(await fetchPictures(products, join(dir, 'fetched'))).toMatchObject({ fetched: 0, kept: 1 });
    expect(asked.filter((path) => path === '/blue.png')).toHaveLength(1);
    const found = await readPictures(products, { feed: join(dir, 'feed.csv'), folder: undefined, fetched: join(dir, 'fetched'), decode: await decoder(), shrink: await shrinker() });
    expect([...found.thumbnails.keys()]).toEqual([0, 1]);
  } finally {
    await new Promise((done) => server.close(done));
  }
});

test('fetchPictures() keeps no picture that could not be written whole, and what stands there under its name is no picture unless it is a file', async () => {
  const picture = await aFile('blue', 'png');
  const server = createServer((_, response) => void response.end(picture));
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/blue.png`;
  const inTheWay = join(dir, fetchedName(address));
  await mkdir(join(inTheWay, 'full'), { recursive: true });
  try {
    await expect(fetchPictures([aProduct({ image: address })], dir)).rejects.toThrow();
    expect(readdirSync(dir)).toEqual([fetchedName(address)]); // nothing half is left beside it
    await rm(inTheWay, { recursive: true });
    expect(await fetchPictures([aProduct({ image: address })], dir)).toMatchObject({ fetched: 1, kept: 0 });
    expect(new Uint8Array(readFileSync(inTheWay))).toEqual(new Uint8Array(picture));
  } finally {
    await new Promise((done) => server.close(done));
  }
});

test.skipIf(!existsSync(PHOTOS))(`photos bring clothing of one kind together where texts do not (skipped where ${PHOTOS} is absent)`, async () => {
  const names = readdirSync(PHOTOS).filter((name) => name.endsWith('.jpg'));
  const decode = await decoder();
  const folder = join(dir, 'photos');
  await mkdir(folder);
  for (const name of names) await copyFile(join(PHOTOS, name), join(folder, name));
  const kinds = names.map((name) => name.split('_')[0] ?? '');
  const products = names.map((name, i) => aProduct({ id: `p${i}`, title: 'Article', description: '', brand: '', category: ['Other'], image: `photos/${name}` }));
  const { features } = await readPictures(products, { feed: join(dir, 'feed.csv'), folder: undefined, decode, shrink: await shrinker() });
  expect(features.size).toBe(60);
  expect([...features.values()].every((values) => values.length === pictureFeatures({ width: 1, height: 1, rgba: new Uint8Array(4) }).length)).toBe(true);
  const share = shareOfKind(contentVectors(products, { pictures: features }), kinds);
  process.stdout.write(`photos: ${share.toFixed(3)} of the five nearest are of the same kind, .085 by chance\n`);
  expect(share).toBeGreaterThan(0.15); // the standard error of .085 over 60 × 5 is .016
});

/** Share of each item's five nearest that are of its kind. */
function shareOfKind(vectors: Int8Array, kinds: readonly string[]): number {
  const dot = (a: number, b: number): number => vectors.subarray(64 * a, 64 * (a + 1)).reduce((sum, x, d) => sum + x * (vectors[64 * b + d] ?? 0), 0);
  const hits = kinds.map((kind, item) => {
    const others = [...kinds.keys()].filter((other) => other !== item).sort((a, b) => dot(item, b) - dot(item, a));
    return others.slice(0, 5).filter((other) => kinds[other] === kind).length / 5;
  });
  return hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
}
