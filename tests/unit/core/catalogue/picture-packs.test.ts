import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCatalogue, decodePicturePack, parseCatalogueManifest, pictureOrder, PICTURES_PER_PACK, picturesFile } from '#core/catalogue';
import { aProduct } from '#support/products';
import { valueOf } from '#support/result';
import { packPictures } from '../../../../src/core/catalogue/picture-packs.ts';

const MB = 1e6;

/** Thumbnails of some of up to 200 items, and how popular the items are. */
const shops = fc.integer({ min: 1, max: 200 }).chain((items) => fc.record({
  popularity: fc.array(fc.nat(5), { minLength: items, maxLength: items }).map((counts) => Float32Array.from(counts)),
  thumbnails: fc.array(fc.tuple(fc.nat(items - 1), fc.uint8Array({ minLength: 1, maxLength: 20 })), { maxLength: items }).map((pairs) => new Map(pairs)),
}));

/** Every thumbnail that `packs` hold, by item. */
function unpacked(packs: readonly Uint8Array[], popularity: Float32Array): Map<number, Uint8Array> {
  const order = pictureOrder(popularity);
  const found = new Map<number, Uint8Array>();
  for (const [number, bytes] of packs.entries()) {
    const pack = valueOf(decodePicturePack(bytes));
    for (let position = 0; position < PICTURES_PER_PACK; position++) {
      const picture = pack.at(position);
      if (picture) found.set(order[number * PICTURES_PER_PACK + position] ?? -1, picture);
    }
  }
  return found;
}

test('decodePicturePack() gives back what packPictures() packed, each picture under its item', () => {
  fc.assert(fc.property(shops, ({ popularity, thumbnails }) => {
    const { packs, packed, leftOut } = packPictures(thumbnails, popularity, MB);
    expect(unpacked(packs, popularity)).toEqual(thumbnails);
    expect([packed, leftOut]).toEqual([thumbnails.size, 0]);
  }));
});

test('packPictures() never exceeds its bytes, and what it leaves out is less popular than what it packs', () => {
  fc.assert(fc.property(shops, fc.nat(400), ({ popularity, thumbnails }, maxBytes) => {
    const { packs, packed, leftOut } = packPictures(thumbnails, popularity, maxBytes);
    const found = unpacked(packs, popularity);
    expect([...found.values()].reduce((sum, picture) => sum + picture.length, 0)).toBeLessThanOrEqual(maxBytes);
    expect(packed + leftOut).toBe(thumbnails.size);
    const leastPacked = Math.min(...[...found.keys()].map((item) => popularity[item] ?? 0));
    for (const item of thumbnails.keys()) if (!found.has(item)) expect(popularity[item]).toBeLessThanOrEqual(leastPacked);
  }));
});

test('decodePicturePack() refuses bytes of another length than they say, and never throws', () => {
  const [pack = new Uint8Array()] = packPictures(new Map([[0, Uint8Array.of(1, 2, 3)]]), Float32Array.of(1), MB).packs;
  expect(decodePicturePack(pack).ok).toBe(true);
  for (const bytes of [pack.subarray(1), pack.subarray(0, -1), new Uint8Array(0), new Uint8Array(4)]) expect(decodePicturePack(bytes).ok).toBe(false);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
    const read = decodePicturePack(bytes);
    for (let position = 0; read.ok && position < PICTURES_PER_PACK; position++) read.value.at(position);
  }));
});

test('buildCatalogue() names its packs in the manifest, before which they are written, and none without thumbnails', () => {
  const products = ['a', 'b'].map((id) => aProduct({ id }));
  const { files, manifest, thumbnails } = buildCatalogue(products, { thumbnails: new Map([[1, Uint8Array.of(9)]]) });
  expect(manifest.pictures).toHaveLength(1);
  expect([...files.keys()]).toContain(picturesFile(manifest.pictures?.[0] ?? manifest.columns));
  expect([...files.keys()].at(-1)).toBe('catalogue.json');
  expect(thumbnails).toEqual({ packed: 1, leftOut: 0 });
  expect(valueOf(parseCatalogueManifest(files.get('catalogue.json') ?? new Uint8Array()))).toEqual(manifest);
  expect(buildCatalogue(products).manifest).not.toHaveProperty('pictures');
  const wrong = new TextEncoder().encode(JSON.stringify({ ...manifest, pictures: ['../secret'] }));
  expect(parseCatalogueManifest(wrong)).toMatchObject({ ok: false });
});
