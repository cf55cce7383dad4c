import { assign, PORTRAIT_DIMS, portraitsLayout, priceAffinity, pricePositions, profileFor, startPortraits } from '#core/audience';
import { CONTENT_DIMS, type Catalogue } from '#core/catalogue';
import type { Interaction } from '#core/features';
import { DAY_MS } from '#core/units';
import type { Crowd } from './crowds.ts';

/** One number about a crowd, and what it was made of. */
export interface TagRow {
  readonly figure: string;
  readonly value: number;
  readonly baseline: number;
  readonly note: string;
}

/** Half-lives compared, days; 100 years forget nothing. */
const HALF_LIVES = [1, 3, 7, 14, 30, 90, 180, 36_500] as const;
/** Groups of alike items where a feed names no category. */
const GROUPS = 64;
/** Fewest interactions of a shopper whose last session is asked. */
const LEAST_BEFORE = 5;

/**
 * How high the categories of a shopper's last session stand among those before it, by decayed weight, for each half-life:
 * mean reciprocal rank over her sessions' categories, of shoppers who had turned to at least two.
 */
export function fadingRows({ name, catalogue, users }: Crowd): readonly TagRow[] {
  const categoryByItem = catalogue.categories.length > 1 ? catalogue.categoryByIndex : groupsOf(catalogue);
  const categoryOf = (item: number): number => categoryByItem[item] ?? 0;
  const cases = users.flatMap((interactions) => {
    const last = interactions.at(-1);
    const from = interactions.findIndex(({ session }) => session === last?.session);
    const [before, asked] = [interactions.slice(0, from), new Set(interactions.slice(from).filter(({ weight }) => weight > 0).map(({ item }) => categoryOf(item)))];
    const known = new Set(before.map(({ item }) => categoryOf(item)));
    const targets = [...asked].filter((category) => known.has(category));
    return before.length >= LEAST_BEFORE && known.size > 1 && targets.length > 0 ? [{ before, targets, nowMs: interactions[from]?.atMs ?? 0 }] : [];
  });
  if (cases.length < 100) return [];
  const rankAt = (days: number): number => cases.reduce((sum, { before, targets, nowMs }) => sum + reciprocalRank(before, targets, (one) => one.weight * 2 ** (-(nowMs - one.atMs) / (days * DAY_MS)), categoryOf), 0) / cases.length;
  const forever = rankAt(36_500);
  return HALF_LIVES.map((days) => ({ figure: `${name} half-life ${days > 1_000 ? 'none' : `${days} d`}`, value: rankAt(days), baseline: forever, note: `${cases.length} shoppers, mean reciprocal rank of the last session's categories; the baseline forgets nothing` }));
}

function groupsOf(catalogue: Catalogue): Int32Array {
  const layout = portraitsLayout(GROUPS, PORTRAIT_DIMS);
  const groups = startPortraits(catalogue, layout);
  return Int32Array.from({ length: catalogue.items }, (_, item) => {
    const profile = profileFor(catalogue.vectors.subarray(item * CONTENT_DIMS, item * CONTENT_DIMS + PORTRAIT_DIMS), PORTRAIT_DIMS);
    return (profile && assign(profile, groups, layout)) ?? -1;
  });
}

function reciprocalRank(before: readonly Interaction[], targets: readonly number[], weightOf: (one: Interaction) => number, categoryOf: (item: number) => number): number {
  const looks = new Map<number, number>();
  for (const one of before) looks.set(categoryOf(one.item), (looks.get(categoryOf(one.item)) ?? 0) + weightOf(one));
  const values = [...looks.values()];
  return targets.reduce((sum, target) => {
    const own = looks.get(target) ?? 0;
    const [above, equal] = [values.filter((value) => value > own).length, values.filter((value) => value === own).length];
    return sum + 1 / (above + (equal + 1) / 2) / targets.length;
  }, 0);
}

/** Whether a place among prices is a trait: correlation of the places that each half of a shopper's interactions gives, beside that of two shoppers. */
export function priceRow({ name, catalogue, users }: Crowd): readonly TagRow[] {
  const positions = pricePositions(catalogue);
  const pairs = users.flatMap((interactions) => {
    const middle = interactions.length >> 1;
    const nowMs = interactions.at(-1)?.atMs ?? 0;
    const [first, second] = [interactions.slice(0, middle), interactions.slice(middle)].map((half) => priceAffinity(half, positions, nowMs));
    return first?.kind === 'known' && second?.kind === 'known' ? [[first.position, second.position] as const] : [];
  });
  if (pairs.length < 100) return [];
  const shifted = pairs.map(([first], i) => [first, pairs[(i + 1) % pairs.length]?.[1] ?? 0] as const);
  return [{ figure: `${name} price`, value: correlation(pairs), baseline: correlation(shifted), note: `${pairs.length} shoppers with 5 priced products in either half: correlation of the two places; the baseline pairs different shoppers` }];
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const means = [0, 1].map((side) => pairs.reduce((sum, pair) => sum + (pair[side] ?? 0), 0) / pairs.length);
  const sums = (a: 0 | 1, b: 0 | 1): number => pairs.reduce((sum, pair) => sum + (pair[a] - (means[a] ?? 0)) * (pair[b] - (means[b] ?? 0)), 0);
  return sums(0, 1) / Math.sqrt(sums(0, 0) * sums(1, 1));
}

/** How long shoppers who come again stay away: median gap between purchases, and the share of gaps within 3 × 45 days. */
export function gapRows({ name, users }: Crowd): readonly TagRow[] {
  const gaps = users.flatMap((interactions) => {
    const days = [...new Set(interactions.filter(({ type }) => type === 'purchase').map(({ atMs }) => Math.floor(atMs / DAY_MS)))];
    return days.slice(1).map((day, i) => day - (days[i] ?? day));
  }).sort((a, b) => a - b);
  if (gaps.length < 1_000) return [];
  const within = gaps.filter((gap) => gap <= 135).length / gaps.length;
  return [{ figure: `${name} gaps`, value: within, baseline: 0, note: `${gaps.length} gaps between days of purchase, median ${gaps[gaps.length >> 1]} days; the share that are no longer than 135` }];
}
