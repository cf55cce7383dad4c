import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign, initialMemory, memberships, PORTRAIT_DIMS, portraitsLayout, portraitUpdate, profileFor, rememberRound, startPortraits, stepPortraits, type PortraitsLayout, type PortraitsMemory, type PortraitsRound } from '#core/audience';
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
/** The sum of what devices with these profiles send. */
function sumOf(profiles: readonly Float64Array[], portraits: ArrayLike<number>, layout: PortraitsLayout): Float64Array {
  const sum = new Float64Array(layout.length);
  for (const profile of profiles) portraitUpdate(profile, portraits, layout).forEach((x, i) => { sum[i] = (sum[i] ?? 0) + x; });
  return sum;
}
/** Memory of one round alone, from the mean of its reports and the deviation of that mean's noise. */
const onlyRound = (start: Float32Array<ArrayBuffer>, mean: ArrayLike<number>, reports: number, noiseStdDev = 0): PortraitsMemory =>
  rememberRound(initialMemory(start), { sum: Float64Array.from(mean, (x) => x * reports), reports, noiseVariance: (noiseStdDev * reports) ** 2 });
/** The same of devices with these profiles, without noise. */
const roundOf = (profiles: readonly Float64Array[], portraits: Float32Array<ArrayBuffer>, layout: PortraitsLayout): PortraitsMemory =>
  rememberRound(initialMemory(portraits), { sum: sumOf(profiles, portraits, layout), reports: profiles.length, noiseVariance: 0 });
/** Profiles around `centres` directions. */
function crowd(count: number, centres: number, dims: number, seed: number): readonly Float64Array[] {
  const chance = seededChance(seed);
  const directions = Array.from({ length: centres }, () => aProfile(Array.from({ length: dims }, () => chance.normal())));
  return Array.from({ length: count }, (_, i) => aProfile(Array.from({ length: dims }, (_, d) => 3 * (directions[i % centres]?.[d] ?? 0) + 0.6 * chance.normal())));
}
/** Portraits that lie on the first profiles. */
function on(profiles: readonly Float64Array[], layout: PortraitsLayout): Float32Array<ArrayBuffer> {
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
  const after = stepPortraits(before, roundOf(profiles, before, layout), layout, 1);
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
    portraits = stepPortraits(portraits, roundOf(profiles, portraits, layout), layout, 1);
    const after = likelihood();
    expect(after).toBeGreaterThanOrEqual(before - 1e-3); // float32 weights, 200 profiles
    before = after;
  }
});

test('stepPortraits() keeps no cluster under k devices, and moves none that may have fewer', () => {
  const layout = portraitsLayout(2, 2);
  const portraits = Float32Array.of(0.5, 1, 0, 0.5, 0, 1);
  const mean = Float64Array.of(0.95, 0.95, 0, 0.05, 0, 0.05);
  const shares = (leastDevices: number, noiseStdDev: number) => {
    const next = stepPortraits(portraits, onlyRound(portraits, mean, 1_000, noiseStdDev), layout, leastDevices);
    return [next[0], next[3]].map((share) => Number(share?.toFixed(2)));
  };
  expect(shares(50, 0)).toEqual([0.95, 0.05]);
  expect(shares(51, 0)).toEqual([1, 0]);
  const doubtful = stepPortraits(portraits, onlyRound(portraits, mean, 1_000, 0.001), layout, 50); // 50 devices, give or take 2: not moved, not gone
  expect([...doubtful.subarray(1, 3), ...doubtful.subarray(4)]).toEqual([1, 0, 0, 1]);
  expect(doubtful[3]).toBeGreaterThan(0);
  expect(shares(53, 0.001)).toEqual([1, 0]); // fewer than 53 beyond doubt
  expect(shares(400, 0.4)).toEqual([0.5, 0.5]); // noise of 400 devices: as they were
});

test('a cluster that was not kept stays out', () => {
  const layout = portraitsLayout(2, 2);
  const next = stepPortraits(Float32Array.of(1, 1, 0, 0, 0, 1), onlyRound(Float32Array.of(1, 1, 0, 0, 0, 1), [0.5, 0.5, 0, 0.5, 0, 0.5], 1_000), layout, 1);
  expect(next[3]).toBe(0);
});

test('stepPortraits() moves nothing where noise explains the whole way', () => {
  const layout = portraitsLayout(1, 2);
  const portraits = Float32Array.of(1, 1, 0);
  const next = stepPortraits(portraits, onlyRound(portraits, [1, 0.9, 0.1], 1_000, 0.2), layout, 50);
  expect([...next]).toEqual([1, 1, 0]);
});

test('stepPortraits() gives finite portraits whose shares sum to 1 or to nothing, whatever the sums say', () => {
  const layout = portraitsLayout(3, 2, 'gmm');
  const start = on([[1, 0], [0, 1], [-1, 0]].map(aProfile), layout);
  fc.assert(fc.property(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: layout.length, maxLength: layout.length }), fc.double({ min: 0, max: 1, noNaN: true }), (mean, noiseStdDev) => {
    const next = stepPortraits(start, onlyRound(start, mean, 1_000, noiseStdDev), layout, 50);
    const total = (next[0] ?? 0) + (next[layout.stride] ?? 0) + (next[2 * layout.stride] ?? 0);
    return next.every(Number.isFinite) && (total === 0 || Math.abs(total - 1) < 1e-6);
  }));
});

const entries = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 6, maxLength: 6 });
const rounds = fc.array(fc.record({ sum: entries, reports: fc.integer({ min: 1, max: 1_000 }), noiseVariance: fc.integer({ min: 0, max: 1_000 }) }), { minLength: 1, maxLength: 6 });
const start = Float32Array.of(0.5, 1, 0, 0.5, 0, 1);
const after = (all: readonly PortraitsRound[], decay?: number): PortraitsMemory => all.reduce<PortraitsMemory>((memory, round) => rememberRound(memory, round, decay), initialMemory(start));

test('rememberRound() of decay 0 forgets all rounds but the last; of decay 1 rounds are one round of all their reports', () => {
  fc.assert(fc.property(rounds, (all) => {
    expect(after(all, 0)).toEqual({ ...after(all.slice(-1)), sum: after(all.slice(-1)).sum.map((x) => x + 0) }); // + 0: no sum is −0
    const total = (of: (round: PortraitsRound) => number): number => all.reduce((sum, round) => sum + of(round), 0);
    const together = { sum: start.map((_, i) => total(({ sum }) => sum[i] ?? 0)), reports: total(({ reports }) => reports), noiseVariance: total(({ noiseVariance }) => noiseVariance) };
    expect(after(all, 1)).toEqual({ ...after([together]), rounds: all.length }); // whole numbers, exact in float32
  }));
  expect(() => rememberRound(initialMemory(start), { sum: [1], reports: 1, noiseVariance: 0 })).toThrow('Cannot add a sum of 1 entries to one of 6');
});

test('rounds that all say the same say it surer: a cluster in doubt moves once its mean is beyond noise', () => {
  const layout = portraitsLayout(2, 2);
  const round = { sum: [120, 90, 30, 80, 10, 70], reports: 200, noiseVariance: 400 }; // 120 and 80 devices, give or take 40: k of 50 is beyond doubt in the first alone
  const once = stepPortraits(start, after([round]), layout, 50);
  expect([...once.subarray(4)]).toEqual([0, 1]);
  expect(once[3]).toBeGreaterThan(0);
  const sixTimes = stepPortraits(once, after(Array.from({ length: 6 }, () => round)), layout, 50);
  expect(sixTimes[0]).toBeCloseTo(0.6, 5);
  // Noise of 20 √((1 − .81⁶) / .19) = 38.8 on 80 · 4.69 devices: the squared way from (0, 1) to (1/8, 7/8) is .0313, its error 2 · .1034² = .0214, so some third of it.
  expect(sixTimes[4]).toBeGreaterThan(0);
  expect(sixTimes[4]).toBeLessThan(1 / 8);
});

test('a cluster of fewer than k devices is not kept, however often they report', () => {
  const layout = portraitsLayout(2, 2);
  const round = { sum: [160, 160, 0, 40, 0, 40], reports: 200, noiseVariance: 0 };
  for (const decay of [0, 0.9, 1]) expect(stepPortraits(start, after(Array.from({ length: 6 }, () => round), decay), layout, 50)[3]).toBe(0);
});

test('memory brings centres nearer to the true ones than any round alone does', () => {
  const dims = 8;
  const chance = seededChance(5);
  const layout = portraitsLayout(2, dims);
  const truth = Float32Array.from({ length: layout.length }, (_, i) => (i % layout.stride === 0 ? 0.5 : Math.sign(chance.normal()) / Math.sqrt(dims)));
  const from = truth.map((x, i) => (i % layout.stride === 0 ? x : x + 0.3 * chance.normal()));
  const twelve = Array.from({ length: 12 }, () => ({ sum: Float64Array.from(truth, (x, i) => (i % layout.stride === 0 ? 200 : 200 * x) + 8 * chance.normal()), reports: 400, noiseVariance: 64 }));
  const squaredDistance = (decay: number): number => {
    const memory = twelve.reduce((sofar, round) => rememberRound(sofar, round, decay), initialMemory(from));
    return stepPortraits(from, memory, layout, 50).reduce((sum, x, i) => sum + (i % layout.stride === 0 ? 0 : (x - (truth[i] ?? 0)) ** 2), 0);
  };
  // An entry's noise of (8 / 200)² is a thirteenth after twelve rounds of decay .9; a third leaves room for one draw of it.
  expect(squaredDistance(0.9)).toBeLessThan(squaredDistance(0) / 3);
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
