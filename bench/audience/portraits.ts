import { PORTRAIT_DIMS, portraitsLayout, profileFor, startPortraits, type PortraitsLayout } from '#core/audience';
import { interestsOf } from '#core/features';
import { epsilonOf, FLOORS } from '#core/privacy';
import { seededChance, shuffled } from '#core/units';
import type { Crowd } from './crowds.ts';
import { explained, fit, keptIn, squared } from './fit.ts';

/** Most rounds of a fit, and so reports of a device; two a week, so five weeks. Fewer where ε is spent before. */
const MOST_ROUNDS = 10;
/** Steps of the central fit: it has all the time it wants. */
const CENTRAL_STEPS = 30;
/** Share of shoppers who judge and never fit. */
const HELD_SHARE = 0.2;
/** Portraits, where there are devices enough for a few times k in each. */
const CLUSTERS = 12;
const BATCHES_OF_A_CLUSTER = 3;
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
    const layoutFor = (devices: number): PortraitsLayout => portraitsLayout(Math.max(1, Math.min(CLUSTERS, Math.floor(devices / (BATCHES_OF_A_CLUSTER * FLOORS.minBatch)))), PORTRAIT_DIMS, kind);
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
      judge('central', all, fit(all, seeded(all, layout), layout, { rounds: CENTRAL_STEPS, leastDevices: 1, decay: 0 })),
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

/** A central start: K-means++ over the shoppers themselves (Arthur and Vassilvitskii 2007), which no device could give. */
function seeded(profiles: readonly Float64Array[], layout: PortraitsLayout): Float32Array<ArrayBuffer> {
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
