import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipToNorm, encodeUpdate, meanUpdate } from '#core/fedavg';
import { seededChance } from '#core/units';
import { countingRandomness, repeatable } from '#support/federation';
import { aVdaf, sumByShares } from '#support/vdaf';

const l2 = (values: ArrayLike<number>): number => Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0));
const vectors = fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 60 }).map((values) => Float32Array.from(values));
const norms = fc.double({ min: 1e-3, max: 100, noNaN: true });
const SCALE = { clipNorm: 0.5, integerNorm: 256 };

test('clipToNorm() never exceeds maxNorm, keeps the direction, and leaves shorter vectors as they are', () => {
  fc.assert(fc.property(vectors, norms, (delta, maxNorm) => {
    const clipped = clipToNorm(delta, maxNorm);
    expect(l2(clipped)).toBeLessThanOrEqual(maxNorm * (1 + 1e-6)); // float32 slack
    if (l2(delta) <= maxNorm) expect([...clipped]).toEqual([...delta]);
    else clipped.forEach((x, i) => { expect(Math.abs(x - ((delta[i] ?? 0) * maxNorm) / l2(delta))).toBeLessThan(1e-5 * maxNorm); });
    expect(clipped).not.toBe(delta);
  }));
});

test('clipToNorm() keeps norms a float32 sum would lose', () => {
  expect(l2(clipToNorm(new Float32Array(60_000).fill(1e20), 1))).toBeCloseTo(1, 5);
});

test.each([0, -1, Number.NaN, Infinity])('clipToNorm() refuses maxNorm %s', (maxNorm) => {
  expect(() => clipToNorm(new Float32Array(1), maxNorm)).toThrow(RangeError);
});

test('encodeUpdate() refuses NaN and Infinity before anything is encoded', () => {
  fc.assert(fc.property(vectors, fc.nat(), fc.constantFrom(Number.NaN, Infinity, -Infinity), (delta, at, bad) => {
    delta[at % delta.length] = bad;
    const encoded = encodeUpdate(delta, SCALE, { fill: () => { throw new Error('no chance may be drawn for it'); } });
    expect(encoded).toMatchObject({ ok: false, fault: { kind: 'non-finite-update' } });
    expect(() => clipToNorm(delta, 1)).toThrow(RangeError);
  }));
});

test('encodeUpdate() has an integer L2 norm of at most B, exactly, whatever the update', () => {
  fc.assert(fc.property(vectors, fc.string(), (delta, seed) => {
    const encoded = encodeUpdate(delta, SCALE, countingRandomness(seed));
    expect(encoded.ok).toBe(true);
    if (encoded.ok) expect(encoded.value.reduce((sum, x) => sum + x * x, 0)).toBeLessThanOrEqual(256 * 256);
  }));
});

test('encodeUpdate() bounds a T11 update too, whose rounding alone would pass B, and keeps its direction', () => {
  const chance = seededChance(4);
  const delta = Float32Array.from({ length: 11_000 }, () => chance.normal());
  const encoded = encodeUpdate(delta, SCALE, repeatable(chance));
  if (!encoded.ok) throw new Error(encoded.fault.message);
  const dot = encoded.value.reduce((sum, x, i) => sum + x * (delta[i] ?? 0), 0);
  expect(l2(encoded.value)).toBeLessThanOrEqual(256);
  expect(l2(encoded.value)).toBeGreaterThan(0.97 * 256);
  expect(dot / (l2(encoded.value) * l2(delta))).toBeGreaterThan(0.98); // .985 is what rounding 11,000 entries of 2.4 costs
});

test('encodeUpdate() rounds without bias: the mean of many encodings is the update', () => {
  const delta = Float32Array.of(0.1, -0.0003, 0.0011, 0);
  const sums = new Float64Array(4);
  const draws = 20_000;
  const randomness = repeatable(seededChance(3));
  for (let i = 0; i < draws; i++) {
    const encoded = encodeUpdate(delta, SCALE, randomness);
    if (encoded.ok) encoded.value.forEach((x, j) => { sums[j] = (sums[j] ?? 0) + x; });
  }
  delta.forEach((x, j) => { expect(Math.abs((sums[j] ?? 0) / draws - x * 512)).toBeLessThan((5 * 0.5) / Math.sqrt(draws)); }); // a fraction's deviation is at most 1/2
});

test('the mean of encoded, shared and summed updates is the mean of the clipped updates, to rounding', async () => {
  const chance = seededChance(8);
  const [length, devices] = [12, 80];
  const vdaf = aVdaf(length);
  const plain = new Float64Array(length);
  const updates: Int32Array[] = [];
  for (let d = 0; d < devices; d++) {
    const delta = Float32Array.from({ length }, () => 0.3 * chance.normal());
    clipToNorm(delta, 0.5).forEach((x, i) => { plain[i] = (plain[i] ?? 0) + x / devices; });
    const encoded = encodeUpdate(delta, SCALE, repeatable(chance));
    if (!encoded.ok) throw new Error(encoded.fault.message);
    updates.push(encoded.value);
  }
  const mean = meanUpdate(await sumByShares(vdaf, updates, repeatable(chance)), devices, SCALE);
  const step = 0.5 / 256; // one unit; a sum of 80 roundings has a deviation of √80/2 units at most, redrawing pulls inwards by under half a unit
  mean.forEach((x, i) => { expect(Math.abs(x - (plain[i] ?? 0))).toBeLessThan(step); });
});

test.each([0, -1, 1.5, Number.NaN])('meanUpdate() refuses %s reports', (reports) => {
  expect(() => meanUpdate(new Int32Array(1), reports, SCALE)).toThrow(RangeError);
});
