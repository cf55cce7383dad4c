import { assign, DEFAULT_PORTRAITS, PORTRAIT_DIMS, portraitsLayout, profileFor, startPortraits } from '#core/audience';
import { CONTENT_DIMS, VECTOR_SCALE, type Catalogue } from '#core/catalogue';
import { interestsOf } from '#core/features';
import { FLOORS } from '#core/privacy';
import { seededChance, shuffled, type Chance } from '#core/units';
import type { Crowd } from './crowds.ts';
import { explained, fit, keptIn, squared } from './fit.ts';

const LAYOUT = portraitsLayout(DEFAULT_PORTRAITS, PORTRAIT_DIMS);
/** Share of real shoppers who judge and never fit. */
const HELD_SHARE = 0.2;
/** Rounds after which portraits are looked at; two a week. */
const ROUNDS = [1, 3, 6, 12] as const;
/** Reports of a round: k of portraits in a shop (`plansFor`), and twice as many. */
const COHORTS = [800, 1_600] as const;
const SEEDS = [1, 2, 3, 4, 5] as const;
/** Made-up shoppers who fit and who judge, and products. */
const [DEVICES, HELD, ITEMS] = [6_000, 600, 600];
/** Products that one of them turned to; a fifth of all of any group. */
const [LOOKS, STRAY_SHARE] = [5, 0.2];
/** How far products lie from the middle of their group, of a norm of 1. */
const SPREAD = 0.8;

/** Portraits after some rounds, with what rounds before them said and without; means over seeds. */
export interface MemoryRow {
  readonly set: string;
  /** Reports of each round. */
  readonly cohort: number;
  readonly rounds: number;
  /** Of those who took no part. Adjusted Rand index: between the portrait nearest to each and the group that she is of (Hubert and Arabie 1985), 0 by chance. */
  readonly measure: 'adjusted Rand index' | 'squared distance of groups to the nearest portrait' | 'share of squared distance explained';
  readonly remembered: number;
  readonly forgotten: number;
  /** Portraits kept, of {@link DEFAULT_PORTRAITS}. */
  readonly kept: { readonly remembered: number; readonly forgotten: number };
}

/** Shoppers who fit portraits and shoppers who judge them. */
interface Judged {
  readonly seed: number;
  readonly start: Float32Array<ArrayBuffer>;
  readonly devices: readonly Float64Array[];
  judge(portraits: Float32Array, measure: MemoryRow['measure']): number;
}

/** Of made-up groups of tastes, which are known. */
export function madeUpMemoryRows(): readonly MemoryRow[] {
  const worlds = SEEDS.map((seed): Judged => {
    const { start, devices, held } = worldOf(seed);
    return {
      seed, start, devices: devices.profiles,
      judge: (portraits, measure) => (measure === 'adjusted Rand index' ? randIndex(held.profiles.map((profile) => assign(profile, portraits, LAYOUT) ?? -1), held.groups) : toNearest(held, portraits)),
    };
  });
  return rowsOf('made-up groups', worlds, ['adjusted Rand index', 'squared distance of groups to the nearest portrait']);
}

/** Of shoppers whose groups nobody knows; none where they are too few for a round. */
export function memoryRows({ name, catalogue, users }: Crowd): readonly MemoryRow[] {
  const profiles = shuffled(users.flatMap((interactions) => profileFor(interestsOf({ interactions }, catalogue, interactions.at(-1)?.atMs ?? 0).profile, PORTRAIT_DIMS) ?? []), seededChance(SEEDS[0]));
  const held = profiles.slice(0, Math.floor(HELD_SHARE * profiles.length));
  const start = startPortraits(catalogue, LAYOUT);
  return rowsOf(name, SEEDS.map((seed) => ({ seed, start, devices: profiles.slice(held.length), judge: (portraits) => explained(held, portraits, LAYOUT) })), ['share of squared distance explained']);
}

function rowsOf(set: string, worlds: readonly Judged[], measures: readonly MemoryRow['measure'][]): readonly MemoryRow[] {
  return COHORTS.filter((cohort) => worlds.every(({ devices }) => devices.length >= cohort)).flatMap((cohort) => ROUNDS.flatMap((rounds) => {
    const fitted = (decay?: number): readonly Float32Array[] => worlds.map(({ seed, start, devices }) => fit(devices, start, LAYOUT, { rounds, cohort, multiplier: FLOORS.minNoiseMultiplier, chance: seededChance(seed), ...(decay !== undefined && { decay }) }));
    const [remembered, forgotten] = [fitted(), fitted(0)];
    const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
    const kept = (of: readonly Float32Array[]): number => mean(of.map((portraits) => keptIn(portraits, LAYOUT)));
    const judged = (of: readonly Float32Array[], measure: MemoryRow['measure']): number => mean(of.map((portraits, i) => worlds[i]?.judge(portraits, measure) ?? NaN));
    return measures.map((measure): MemoryRow => ({
      set, cohort, rounds, measure, remembered: judged(remembered, measure), forgotten: judged(forgotten, measure), kept: { remembered: kept(remembered), forgotten: kept(forgotten) },
    }));
  }));
}

interface MadeUp {
  readonly profiles: readonly Float64Array[];
  readonly groups: readonly number[];
}

interface World {
  readonly start: Float32Array<ArrayBuffer>;
  readonly devices: MadeUp;
  readonly held: MadeUp;
}

/** A catalogue of as many groups as there are portraits, large and small ones, and shoppers who turn to products of theirs. */
function worldOf(seed: number): World {
  const chance = seededChance(seed);
  const unit = (values: Float64Array): Float64Array => profileFor(values, values.length) ?? values;
  const middles = Array.from({ length: LAYOUT.clusters }, () => unit(Float64Array.from({ length: LAYOUT.dims }, () => chance.normal())));
  const items = Array.from({ length: ITEMS }, (_, item) => unit((middles[item % middles.length] ?? new Float64Array(LAYOUT.dims)).map((x) => x + (SPREAD * chance.normal()) / Math.sqrt(LAYOUT.dims))));
  const vectors = new Int8Array(ITEMS * CONTENT_DIMS);
  items.forEach((values, item) => vectors.set(Array.from(values, (x) => Math.round(x * VECTOR_SCALE)), item * CONTENT_DIMS));
  const catalogue: Pick<Catalogue, 'items' | 'popularity' | 'vectors'> = { items: ITEMS, popularity: Float32Array.from({ length: ITEMS }, () => chance.next()), vectors };
  return { start: startPortraits(catalogue, LAYOUT), devices: shoppersIn(items, DEVICES, middles.length, chance), held: shoppersIn(items, HELD, middles.length, chance) };
}

function shoppersIn(items: readonly Float64Array[], count: number, groups: number, chance: Chance): MadeUp {
  // The largest group has three times the smallest one's shoppers.
  const sizes = shuffled(Array.from({ length: groups }, (_, group) => Array.from({ length: groups + 2 * group }, () => group)).flat(), seededChance(groups));
  const of = Array.from({ length: count }, () => sizes[chance.below(sizes.length)] ?? 0);
  const look = (group: number): Float64Array => items[chance.next() < STRAY_SHARE ? chance.below(items.length) : group + groups * chance.below(items.length / groups)] ?? new Float64Array(PORTRAIT_DIMS);
  const profiles = of.map((group) => {
    const seen = Array.from({ length: LOOKS }, () => look(group));
    return profileFor(Float64Array.from({ length: PORTRAIT_DIMS }, (_, d) => seen.reduce((sum, item) => sum + (item[d] ?? 0), 0)), PORTRAIT_DIMS) ?? new Float64Array(PORTRAIT_DIMS);
  });
  return { profiles, groups: of };
}

function toNearest({ profiles, groups }: MadeUp, portraits: ArrayLike<number>): number {
  const all = [...new Set(groups)].map((group) => {
    const own = profiles.filter((_, i) => groups[i] === group);
    const middle = Float64Array.from({ length: LAYOUT.dims }, (_, d) => own.reduce((sum, profile) => sum + (profile[d] ?? 0), 0) / own.length);
    const nearest = assign(middle, portraits, LAYOUT);
    return own.length * (nearest === undefined ? squared(middle, new Float64Array(LAYOUT.dims), 0) : squared(middle, portraits, nearest * LAYOUT.stride + 1));
  });
  return all.reduce((sum, x) => sum + x, 0) / profiles.length;
}

/** Adjusted Rand index of two partitions. */
export function randIndex(a: readonly number[], b: readonly number[]): number {
  const pairsIn = (keys: readonly string[]): number => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  };
  const [both, first, second] = [pairsIn(a.map((x, i) => `${x} ${b[i]}`)), pairsIn(a.map(String)), pairsIn(b.map(String))];
  const chance = (first * second) / ((a.length * (a.length - 1)) / 2);
  return first === second && both === first ? 1 : (both - chance) / ((first + second) / 2 - chance);
}
