import { LIFE_CYCLES, type Audience, type LifeCycle } from '#core/campaigns';
import { filledLayout, MAX_CELLS, SUMS_MS, totalsOf, type Layout, type PublishedSum, type Totals } from '#core/measurement';
import { HELD_STRENGTH, type ScoredTag } from './tags.ts';
import type { Tag, Taxonomy } from './taxonomy.ts';

/** Tags that one device counts in, its strongest: the bound of what it can move. */
const REACH_TAGS = 5;
/** L1 bound of a report of reach: its tags, its portrait, its life cycle. */
export const REACH_BOUND = REACH_TAGS + 2;
/** Deviations of noise that a count must stand above k: of cells that hold fewer than k, one in 31,600 passes by chance at one look. */
const SURE_DEVIATIONS = 4;
/** Longest readable part of a cell's name. */
const MAX_SLUG = 40;

/** Words of a name that a cell may hold, and a number of the whole name, so that no two are one. */
function cellOfTag({ kind, name }: Pick<Tag, 'kind' | 'name'>): string {
  let hash = 0x811c9dc5; // FNV-1a, 32 bits: a name, no secret
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  const slug = name.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, MAX_SLUG);
  return `${kind}/${slug === '' ? '' : `${slug}.`}${hash.toString(16).padStart(8, '0')}`;
}
const cellOfPortrait = (cluster: number): string => `portrait/${cluster}`;
const cellOfLifeCycle = (lifeCycle: LifeCycle): string => `life-cycle/${lifeCycle}`;

/**
 * What a report of reach counts: life cycles, portraits, and as many of the shop's tags as fit, categories and brands by
 * their items.
 *
 * @param clusters - portraits of the shop, 0 to 64
 */
export function reachLayout({ tags }: Pick<Taxonomy, 'tags'>, clusters: number): Layout {
  const fixed = [...LIFE_CYCLES.map(cellOfLifeCycle), ...Array.from({ length: clusters }, (_, cluster) => cellOfPortrait(cluster))];
  const largestFirst = [...tags].sort((a, b) => b.items - a.items || (a.name < b.name ? -1 : 1));
  const named = [...new Set(largestFirst.map(cellOfTag))].slice(0, MAX_CELLS - fixed.length);
  return filledLayout('reach', [...fixed, ...named]);
}

/** What reach counts of one device. */
export interface ReachFacts {
  readonly tags: readonly Pick<ScoredTag, 'kind' | 'name' | 'strength'>[];
  readonly cluster?: number | undefined;
  readonly lifeCycle?: LifeCycle | undefined;
}

/**
 * One day of one device: 1 in each of its strongest held tags that the layout names, in its portrait and in its life cycle.
 *
 * @returns shape [cells], each 0 or 1, with a sum of at most {@link REACH_BOUND}
 */
export function countReach({ tags, cluster, lifeCycle }: ReachFacts, { cells }: Layout): Int32Array {
  const held = tags.filter(({ strength }) => strength >= HELD_STRENGTH).sort((a, b) => b.strength - a.strength).map(cellOfTag).filter((cell) => cells.includes(cell)).slice(0, REACH_TAGS);
  const own = new Set([...held, ...(lifeCycle === undefined ? [] : [cellOfLifeCycle(lifeCycle)]), ...(cluster === undefined ? [] : [cellOfPortrait(cluster)])]);
  return Int32Array.from(cells, (cell) => (own.has(cell) ? 1 : 0));
}

/** How many devices at least stood in each cell at once, by its name: what is not there is not known. */
export type Reach = ReadonlyMap<string, number>;

/**
 * Devices that each cell holds beyond doubt: the mean over rounds, less four deviations of the noise in it, which grows smaller
 * with each. Never their sum: who reports in two rounds is in it twice, but where the mean is k, one round had k different
 * devices at least. Only devices that reported are counted, so the shop has more.
 *
 * @param rounds - totals of a round each, within which a device reports once
 */
export function reachOf(rounds: readonly Totals[]): Reach {
  const sums = new Map<string, { readonly value: number; readonly noiseVariance: number; readonly rounds: number }>();
  for (const round of rounds) {
    for (const [cell, { value, noiseVariance }] of round) {
      const before = sums.get(cell) ?? { value: 0, noiseVariance: 0, rounds: 0 };
      sums.set(cell, { value: before.value + value, noiseVariance: before.noiseVariance + noiseVariance, rounds: before.rounds + 1 });
    }
  }
  return new Map([...sums].map(([cell, sum]) => [cell, Math.max(0, Math.floor((sum.value - SURE_DEVIATIONS * Math.sqrt(sum.noiseVariance)) / sum.rounds))]));
}

/** Reach as it is known at `nowMs` from the sums of any subject that were published by then: servers aim by it, and an audit asks it again. */
export function reachAt(sums: readonly PublishedSum[], nowMs: number): Reach {
  const own = sums.filter(({ layout, closedMs }) => layout.subject === 'reach' && closedMs >= nowMs - SUMS_MS);
  return reachOf(own.map((sum) => totalsOf([sum])));
}

/**
 * Whether a campaign is shown to its audience alone: where that surely holds k devices. A list holds at least what its largest part
 * holds. How many stand in several lists at once is not counted, and may be one, so a campaign that names several is not aimed;
 * nor is anything until reach is known.
 *
 * @param leastDevices - k
 * @returns false too where the audience is everybody
 */
export function isTargeted({ tags, categories, clusters, lifeCycles }: Audience, reach: Reach | undefined, leastDevices: number): boolean {
  const named = (kind: Tag['kind']) => (name: string): string => cellOfTag({ kind, name });
  const lists = [
    [...tags.map(named('category')), ...tags.map(named('brand'))], categories.map(named('category')), clusters.map(cellOfPortrait), lifeCycles.map(cellOfLifeCycle),
  ].filter(({ length }) => length > 0);
  const [only, ...others] = lists;
  return reach !== undefined && only !== undefined && others.length === 0 && Math.max(...only.map((cell) => reach.get(cell) ?? 0)) >= leastDevices;
}
