import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentVectors, PICTURE_DIMS, pictureFeatures, type Picture } from '#core/catalogue';
import { aProduct } from '#support/products';

type Colour = readonly [number, number, number];

/** A picture whose pixel at (x, y), both 0 to 1, has the colour that `paint` says. */
function aPicture(paint: (x: number, y: number) => Colour, width = 60, height = 60): Picture {
  const rgba = new Uint8Array(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) rgba.set([...paint((pixel % width) / width, Math.floor(pixel / width) / height), 255], 4 * pixel);
  return { width, height, rgba };
}

const white: Colour = [255, 255, 255];
const red: Colour = [200, 20, 30];
const blue: Colour = [20, 40, 200];
const disc = (colour: Colour) => (x: number, y: number): Colour => (Math.hypot(x - 0.5, y - 0.5) < 0.3 ? colour : white);
const stripes = (colour: Colour) => (x: number): Colour => (Math.floor(x * 10) % 2 === 0 ? colour : white);

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

test('pictureFeatures() is alike for the same thing at another size, and unlike for another colour or texture', () => {
  const features = pictureFeatures(aPicture(disc(red)));
  expect(features).toHaveLength(PICTURE_DIMS);
  const otherSize = cosine(features, pictureFeatures(aPicture(disc(red), 240, 180)));
  expect(otherSize).toBeGreaterThan(0.9);
  const [otherColour, otherTexture] = [pictureFeatures(aPicture(disc(blue))), pictureFeatures(aPicture(stripes(red)))];
  expect(cosine(features, otherColour)).toBeLessThan(otherSize - 0.1);
  expect(cosine(features, otherTexture)).toBeLessThan(cosine(features, otherColour));
});

test('pictureFeatures() does not count the colour that things lie on', () => {
  const onGreen = aPicture((x, y) => { const colour = disc(red)(x, y); return colour === white ? [40, 160, 60] : colour; });
  const colours = (picture: Picture): Float32Array => pictureFeatures(picture).subarray(0, 28);
  expect(cosine(colours(onGreen), colours(aPicture(disc(red))))).toBeGreaterThan(0.95);
});

test('pictureFeatures() gives finite numbers for any picture, one colour and one pixel included', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.infiniteStream(fc.nat({ max: 255 })), (width, height, bytes) => {
    const rgba = Uint8Array.from({ length: 4 * width * height }, () => bytes.next().value as number);
    for (const value of pictureFeatures({ width, height, rgba })) expect(Number.isFinite(value)).toBe(true);
  }), { numRuns: 50 });
});

test('pictureFeatures() refuses pixels that do not fill the picture', () => {
  expect(() => pictureFeatures({ width: 2, height: 2, rgba: new Uint8Array(12) })).toThrow(RangeError);
});

test('contentVectors() brings products without text together by their pictures, and leaves text alone where there are none', () => {
  const paints = [disc(red), disc(blue), stripes(red), disc(red), disc(blue), stripes(red)];
  const products = paints.map((_, i) => aProduct({ id: `p${i}`, title: 'Article', description: '', brand: '', category: ['Other'] }));
  const pictures = new Map(paints.map((paint, i) => [i, pictureFeatures(aPicture(paint, 60 + i, 60))]));
  const vectors = contentVectors(products, { pictures });
  const row = (item: number): Float32Array => Float32Array.from(vectors.subarray(64 * item, 64 * (item + 1)));
  for (const item of [0, 1, 2]) {
    const nearest = [0, 1, 2, 3, 4, 5].filter((other) => other !== item).sort((a, b) => cosine(row(item), row(b)) - cosine(row(item), row(a)))[0];
    expect(nearest).toBe(item + 3);
  }
  expect(contentVectors(products, { pictures: new Map() })).toEqual(contentVectors(products));
});

test('contentVectors() keeps a text that says what a thing is above a picture that looks like another', () => {
  const products = ['Red kettle', 'Red kettle', 'Oak chair', 'Oak chair'].map((title, i) => aProduct({ id: `p${i}`, title, description: '', brand: '' }));
  const pictures = new Map([[0, pictureFeatures(aPicture(disc(red)))], [2, pictureFeatures(aPicture(disc(red)))], [3, pictureFeatures(aPicture(stripes(blue)))]]);
  const vectors = contentVectors(products, { pictures });
  const row = (item: number): Float32Array => Float32Array.from(vectors.subarray(64 * item, 64 * (item + 1)));
  expect(cosine(row(0), row(1))).toBeGreaterThan(cosine(row(0), row(2)));
  expect(cosine(row(2), row(3))).toBeGreaterThan(cosine(row(0), row(2)));
});
