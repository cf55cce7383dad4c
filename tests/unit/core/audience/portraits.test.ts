import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign, memberships, PORTRAIT_DIMS, portraitsLayout, portraitUpdate, profileFor, startPortraits, stepPortraits, type PortraitsLayout } from '#core/audience';
import { clipToNorm } from '#core/fedavg';
import { seededChance } from '#core/units';
import { aCatalogue } from '#support/a-shop';

const KINDS = ['kmeans', 'gmm'] as const;
const aProfile = (values: readonly number[]): Float64Array => {
  const profile = profileFor(values, values.length);
  if (!profile) throw new RangeError('A profile of nothing');
  return profile;
};
const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));
/** The mean of what devices with these profiles send. */
function meanOf(profiles: readonly Float64Array[], portraits: ArrayLike<number>, layout: PortraitsLayout): Float64Array {
  const sum = new Float64Array(layout.length);
  for (const profile of profiles) portraitUpdate(profile, portraits, layout).forEach((x, i) => { sum[i] = (sum[i] ?? 0) + x / profiles.length; });
  return sum;
}
/** Profiles around `centres` directions. */
function crowd(count: number, centres: number, dims: number, seed: number): readonly Float64Array[] {
  const chance = seededChance(seed);
  const directions = Array.from({ length: centres }, () => aProfile(Array.from({ length: dims }, () => chance.normal())));
  return Array.from({ length: count }, (_, i) => aProfile(Array.from({ length: dims }, (_, d) => 3 * (directions[i % centres]?.[d] ?? 0) + 0.6 * chance.normal())));
}
/** Portraits that lie on the first profiles. */
function on(profiles: readonly Float64Array[], layout: PortraitsLayout): Float32Array {
  const portraits = new Float32Array(layout.length);
  for (let cluster = 0; cluster < layout.clusters; cluster++) {
    portraits.set([1 / layout.clusters, ...(profiles[cluster] ?? [])], cluster * layout.stride);
    if (layout.kind === 'gmm') portraits.fill(1 / layout.dims, cluster * layout.stride + 1 + layout.dims, (cluster + 1) * layout.stride);
  }
  return portraits;
}

test('portraitsLayout() fits one report, or says why not', () => {
  expect(portraitsLayout(12, 32)).toMatchObject({ stride: 33, length: 396, clip: Math.SQRT2 });
  expect(portraitsLayout(64, 32, 'gmm')).toMatchObject({ stride: 65, length: 4_160, clip: Math.sqrt(3) });
  expect(() => portraitsLayout(400, 33)).toThrow('at most 13000 entries, got 13600');
});

test('portraitUpdate() never exceeds its clip, so that clipping changes nothing', () => {
  const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }).filter((profile) => norm(profile) > 1e-3);
  fc.assert(fc.property(values, fc.array(values, { minLength: 3, maxLength: 3 }), fc.constantFrom(...KINDS), (profile, centres, kind) => {
    const layout = portraitsLayout(3, 4, kind);
    const update = portraitUpdate(aProfile(profile), on(centres.map(aProfile), layout), layout);
    const clipped = clipToNorm(update, layout.clip);
    return norm(update) <= layout.clip * (1 + 1e-6) && update.every((x, i) => Math.abs(x - (clipped[i] ?? 0)) <= 1e-6); // float32 slack
  }));
});

test('assign() takes the nearest portrait that is kept, and none where none is', () => {
  const layout = portraitsLayout(2, 2);
  const portraits = Float32Array.of(0.5, 1, 0, 0.5, 0, 1);
  expect(assign(aProfile([3, 4]), portraits, layout)).toBe(1);
  expect(assign(aProfile([3, 4]), Float32Array.of(1, 1, 0, 0, 0, 1), layout)).toBe(0);
  expect(assign(aProfile([3, 4]), new Float32Array(6), layout)).toBeUndefined();
});

test('memberships() of a mixture by hand: two clusters of one variance, one twice as large', () => {
  const layout = portraitsLayout(2, 2, 'gmm');
  const portraits = Float32Array.of(2 / 3, 1, 0, 0.5, 0.5, 1 / 3, 0, 1, 0.5, 0.5);
  // Density ratio exp(−|x − m|² / (2 · 1/2)) at x = (0, 1): distances 2 and 0, so 2 · e⁻² against 1.
  expect(memberships(aProfile([0, 1]), portraits, layout)[1]).toBeCloseTo(1 / (1 + 2 * Math.exp(-2)), 6);
});

test('stepPortraits() without noise is one step of Lloyd: each mean the mean of its own', () => {
  const profiles = crowd(60, 3, 4, 1);
  const layout = portraitsLayout(3, 4);
  const before = on(profiles, layout);
  const after = stepPortraits(before, { mean: meanOf(profiles, before, layout), reports: 60, noiseStdDev: 0 }, layout, 1);
  for (let cluster = 0; cluster < 3; cluster++) {
    const own = profiles.filter((profile) => assign(profile, before, layout) === cluster);
    expect(after[cluster * 5]).toBeCloseTo(own.length / 60, 6);
    for (let d = 0; d < 4; d++) expect(after[cluster * 5 + 1 + d]).toBeCloseTo(own.reduce((sum, profile) => sum + (profile[d] ?? 0), 0) / own.length, 6);
  }
});

test('steps of expectation and maximisation never lower the likelihood', () => {
  const profiles = crowd(200, 3, 4, 2);
  const layout = portraitsLayout(3, 4, 'gmm');
  let portraits = on(profiles, layout);
  const likelihood = (): number => profiles.reduce((sum, profile) => {
    let density = 0;
    for (let first = 0; first < layout.length; first += layout.stride) {
      let log = Math.log(portraits[first] ?? 0);
      for (let d = 1; d <= 4; d++) log -= ((profile[d - 1] ?? 0) - (portraits[first + d] ?? 0)) ** 2 / (2 * (portraits[first + 4 + d] ?? 1)) + Math.log(2 * Math.PI * (portraits[first + 4 + d] ?? 1)) / 2;
      density += Math.exp(log);
    }
    return sum + Math.log(density);
  }, 0);
  let before = likelihood();
  for (let step = 0; step < 12; step++) {
    portraits = stepPortraits(portraits, { mean: meanOf(profiles, portraits, layout), reports: 200, noiseStdDev: 0 }, layout, 1);
    const after = likelihood();
    expect(after).toBeGreaterThanOrEqual(before - 1e-3); // float32 weights, 200 profiles
    before = after;
  }
});

test('stepPortraits() keeps no cluster under k devices, and noise raises what is asked', () => {
  const layout = portraitsLayout(2, 2);
  const portraits = Float32Array.of(0.5, 1, 0, 0.5, 0, 1);
  const mean = Float64Array.of(0.95, 0.95, 0, 0.05, 0, 0.05);
  const shares = (leastDevices: number, noiseStdDev: number) => {
    const next = stepPortraits(portraits, { mean, reports: 1_000, noiseStdDev }, layout, leastDevices);
    return [next[0], next[3]].map((share) => Number(share?.toFixed(2)));
  };
  expect(shares(50, 0)).toEqual([0.95, 0.05]);
  expect(shares(51, 0)).toEqual([1, 0]);
  expect(shares(50, 0.001)).toEqual([1, 0]); // 50 devices, give or take 2
});

test('a cluster that was not kept stays out', () => {
  const layout = portraitsLayout(2, 2);
  const next = stepPortraits(Float32Array.of(1, 1, 0, 0, 0, 1), { mean: Float64Array.of(0.5, 0.5, 0, 0.5, 0, 0.5), reports: 1_000, noiseStdDev: 0 }, layout, 1);
  expect(next[3]).toBe(0);
});

test('stepPortraits() moves nothing where noise explains the whole way', () => {
  const layout = portraitsLayout(1, 2);
  const portraits = Float32Array.of(1, 1, 0);
  const next = stepPortraits(portraits, { mean: Float64Array.of(1, 0.9, 0.1), reports: 1_000, noiseStdDev: 0.2 }, layout, 50);
  expect([...next]).toEqual([1, 1, 0]);
});

test('stepPortraits() gives finite portraits whose shares sum to 1 or to nothing, whatever the sums say', () => {
  const layout = portraitsLayout(3, 2, 'gmm');
  const start = on([[1, 0], [0, 1], [-1, 0]].map(aProfile), layout);
  fc.assert(fc.property(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: layout.length, maxLength: layout.length }), fc.double({ min: 0, max: 1, noNaN: true }), (mean, noiseStdDev) => {
    const next = stepPortraits(start, { mean, reports: 1_000, noiseStdDev }, layout, 50);
    const total = (next[0] ?? 0) + (next[layout.stride] ?? 0) + (next[2 * layout.stride] ?? 0);
    return next.every(Number.isFinite) && (total === 0 || Math.abs(total - 1) < 1e-6);
  }));
});

test('startPortraits() is of the catalogue alone: the same bytes twice, and the groups that products fall into', () => {
  const catalogue = aCatalogue({ items: 200 }); // ten groups of vectors
  const layout = portraitsLayout(10, PORTRAIT_DIMS);
  const portraits = startPortraits(catalogue, layout);
  expect(startPortraits(aCatalogue({ items: 200 }), layout)).toEqual(portraits);
  const shares = Array.from({ length: 10 }, (_, cluster) => portraits[cluster * layout.stride] ?? 0);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  expect(Math.min(...shares)).toBeGreaterThan(0.02); // ten groups of one size: none is a point, none swallows the rest
  expect(Math.max(...shares)).toBeLessThan(0.3);
});

test('startPortraits() of fewer products than portraits keeps those that there are', () => {
  const layout = portraitsLayout(12, PORTRAIT_DIMS);
  const portraits = startPortraits(aCatalogue({ items: 3 }), layout);
  expect(Array.from({ length: 12 }, (_, cluster) => portraits[cluster * layout.stride] ?? 0).filter((share) => share > 0)).toHaveLength(3);
  expect(startPortraits(aCatalogue({ items: 0 }), layout).every((x) => x === 0)).toBe(true);
});

test('profileFor() is at norm 1, and nothing for nothing', () => {
  expect([...aProfile([3, 4])]).toEqual([0.6, 0.8]);
  expect(profileFor([0, 0, 1], 2)).toBeUndefined();
});
