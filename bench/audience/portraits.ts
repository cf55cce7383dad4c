import { memberships, PORTRAIT_DIMS, portraitsLayout, portraitUpdate, profileFor, startPortraits, stepPortraits, type PortraitsLayout } from '#core/audience';
import { interestsOf } from '#core/features';
import { epsilonOf, FLOORS } from '#core/privacy';
import { seededChance, shuffled, type Chance } from '#core/units';
import type { Crowd } from './crowds.ts';

/** Most rounds of a fit, and so reports of a device; two a week, so five weeks. Fewer where ε is spent before. */
const MOST_ROUNDS = 10;
/** Steps of the central fit: it has all the time it wants. */
const CENTRAL_STEPS = 30;
/** Share of shoppers who judge and never fit. */
const HELD_SHARE = 0.2;
/** Portraits, where there are devices enough for a few times k in each. */
const CLUSTERS = 12;
const BATCHES_OF_A_CLUSTER = 3;
/** Fewest devices of a portrait that is kept (k of a round). */
const LEAST_DEVICES = 50;
const SEED = 11;
const EPSILONS = [8, 4, 2] as const;

/** How well portraits describe shoppers who took no part in the fit. */
export interface PortraitRow {
  readonly crowd: string;
  readonly kind: PortraitsLayout['kind'];
  readonly fit: string;
  readonly devices: number;
  /** Portraits asked for, and those that hold k devices. */
  readonly clusters: number;
  readonly kept: number;
  /** Of K-means: share of the squared distance from the common mean that portraits explain. Of a mixture: log-likelihood a dimension above that of one Gaussian, nats. */
  readonly value: number;
}

/** Fits of one crowd: as it starts, centrally, from sums without noise, and with noise, of all devices and of a quarter. */
export function portraitRows({ name, catalogue, users }: Crowd): readonly PortraitRow[] {
  const profiles = users.flatMap((interactions) => profileFor(interestsOf({ interactions }, catalogue, interactions.at(-1)?.atMs ?? 0).profile, PORTRAIT_DIMS) ?? []);
  const order = shuffled(profiles, seededChance(SEED));
  const held = order.slice(0, Math.floor(HELD_SHARE * order.length));
  const all = order.slice(held.length);
  const quarter = all.slice(0, Math.floor(all.length / 4));
  return (['kmeans', 'gmm'] as const).flatMap((kind) => {
    const layoutFor = (devices: number): PortraitsLayout => portraitsLayout(Math.max(1, Math.min(CLUSTERS, Math.floor(devices / (BATCHES_OF_A_CLUSTER * LEAST_DEVICES)))), PORTRAIT_DIMS, kind);
    const judgedIn = (layout: PortraitsLayout) => (fit: string, devices: readonly Float64Array[], portraits: ArrayLike<number>): PortraitRow => ({
      crowd: name, kind, fit, devices: devices.length, clusters: layout.clusters, kept: keptIn(portraits, layout), value: kind === 'kmeans' ? explained(held, portraits, layout) : gained(held, all, portraits, layout),
    });
    const noised = (devices: readonly Float64Array[]): readonly PortraitRow[] => {
      const layout = layoutFor(devices.length);
      const start = startPortraits(catalogue, layout);
      return EPSILONS.map((epsilon) => {
        const rounds = roundsUnder(epsilon);
        const fitted = fit(devices, start, layout, { rounds, multiplier: FLOORS.minNoiseMultiplier, chance: seededChance(SEED + epsilon) });
        return judgedIn(layout)(`federated, ε ${epsilon} (${rounds} rounds at z ${FLOORS.minNoiseMultiplier}: ${spentIn(rounds).toFixed(1)} spent)`, devices, fitted);
      });
    };
    const layout = layoutFor(all.length);
    const start = startPortraits(catalogue, layout);
    const judge = judgedIn(layout);
    return [
      judge('start, no device', [], start),
      judge('central', all, fit(all, seeded(all, layout), layout, { rounds: CENTRAL_STEPS, leastDevices: 1 })),
      judge('federated, no noise', all, fit(all, start, layout, { rounds: MOST_ROUNDS })),
      ...noised(all), ...noised(quarter),
    ];
  });
}

/** ε that so many reports of one device spend at the least noise a device accepts. */
const spentIn = (rounds: number): number => epsilonOf(rounds / (2 * FLOORS.minNoiseMultiplier ** 2), FLOORS.maxDelta);

function roundsUnder(epsilon: number): number {
  let rounds = MOST_ROUNDS;
  while (rounds > 1 && spentIn(rounds) > epsilon) rounds -= 1;
  return rounds;
}

interface FitOptions {
  readonly rounds: number;
  readonly multiplier?: number;
  readonly chance?: Chance;
  readonly leastDevices?: number;
}

/** Rounds of updates and steps; with a multiplier each entry of a sum gets Gaussian noise of z times the clip. */
function fit(devices: readonly Float64Array[], start: Float32Array, layout: PortraitsLayout, { rounds, multiplier = 0, chance, leastDevices = LEAST_DEVICES }: FitOptions): Float32Array {
  let portraits = start;
  for (let round = 0; round < rounds; round++) {
    const sum = new Float64Array(layout.length);
    for (const profile of devices) {
      const update = portraitUpdate(profile, portraits, layout);
      for (let i = 0; i < update.length; i++) sum[i] = (sum[i] ?? 0) + (update[i] ?? 0);
    }
    const stdDev = multiplier * layout.clip;
    const mean = sum.map((x) => (x + (chance ? stdDev * chance.normal() : 0)) / devices.length);
    portraits = stepPortraits(portraits, { mean, reports: devices.length, noiseStdDev: stdDev / devices.length }, layout, leastDevices);
  }
  return portraits;
}

/** A central start: K-means++ over the shoppers themselves (Arthur and Vassilvitskii 2007), which no device could give. */
function seeded(profiles: readonly Float64Array[], layout: PortraitsLayout): Float32Array {
  const chance = seededChance(SEED);
  const chosen = [profiles[chance.below(profiles.length)] ?? new Float64Array(layout.dims)];
  const apart = new Float64Array(profiles.length).fill(Infinity);
  while (chosen.length < layout.clusters) {
    const newest = chosen.at(-1) ?? new Float64Array(layout.dims);
    profiles.forEach((profile, i) => { apart[i] = Math.min(apart[i] ?? 0, squared(profile, newest, 0)); });
    let left = chance.next() * apart.reduce((sum, x) => sum + x, 0);
    chosen.push(profiles[Math.max(0, apart.findIndex((x) => (left -= x) <= 0))] ?? newest);
  }
  const portraits = new Float32Array(layout.length);
  chosen.forEach((profile, cluster) => {
    portraits.set([1 / layout.clusters, ...profile], cluster * layout.stride);
    if (layout.kind === 'gmm') portraits.fill(1 / layout.dims, cluster * layout.stride + 1 + layout.dims, (cluster + 1) * layout.stride);
  });
  return portraits;
}

function squared(profile: Float64Array, portraits: ArrayLike<number>, first: number): number {
  let sum = 0;
  for (let d = 0; d < profile.length; d++) sum += ((profile[d] ?? 0) - (portraits[first + d] ?? 0)) ** 2;
  return sum;
}

function keptIn(portraits: ArrayLike<number>, { clusters, stride }: PortraitsLayout): number {
  return Array.from({ length: clusters }, (_, cluster) => portraits[cluster * stride] ?? 0).filter((share) => share > 0).length;
}

function explained(held: readonly Float64Array[], portraits: ArrayLike<number>, layout: PortraitsLayout): number {
  const mean = held[0]?.map((_, d) => held.reduce((sum, profile) => sum + (profile[d] ?? 0), 0) / held.length) ?? new Float64Array(0);
  const [within, total] = [
    held.reduce((sum, profile) => {
      const cluster = memberships(profile, portraits, layout).indexOf(1);
      return sum + (cluster < 0 ? squared(profile, mean, 0) : squared(profile, portraits, cluster * layout.stride + 1));
    }, 0),
    held.reduce((sum, profile) => sum + squared(profile, mean, 0), 0),
  ];
  return 1 - within / total;
}

/** Mean log-likelihood of a mixture on `held`, a dimension, above that of one diagonal Gaussian fitted to `all`. */
function gained(held: readonly Float64Array[], all: readonly Float64Array[], portraits: ArrayLike<number>, { clusters, dims, stride }: PortraitsLayout): number {
  const mean = Float64Array.from({ length: dims }, (_, d) => all.reduce((sum, profile) => sum + (profile[d] ?? 0), 0) / all.length);
  const variance = mean.map((middle, d) => Math.max(1e-4, all.reduce((sum, profile) => sum + ((profile[d] ?? 0) - middle) ** 2, 0) / all.length));
  const logDensity = (profile: Float64Array, means: ArrayLike<number>, variances: ArrayLike<number>, [m, v]: readonly [number, number]): number => {
    let log = 0;
    for (let d = 0; d < dims; d++) {
      const spread = variances[v + d] ?? 1;
      log -= ((profile[d] ?? 0) - (means[m + d] ?? 0)) ** 2 / (2 * spread) + Math.log(2 * Math.PI * spread) / 2;
    }
    return log;
  };
  return held.reduce((sum, profile) => {
    const logs = Array.from({ length: clusters }, (_, cluster) => cluster * stride).filter((first) => (portraits[first] ?? 0) > 0)
      .map((first) => Math.log(portraits[first] ?? 0) + logDensity(profile, portraits, portraits, [first + 1, first + 1 + dims]));
    const most = Math.max(...logs);
    const mixture = logs.length === 0 ? -Infinity : most + Math.log(logs.reduce((total, log) => total + Math.exp(log - most), 0));
    return sum + (mixture - logDensity(profile, mean, variance, [0, 0])) / (dims * held.length);
  }, 0);
}
