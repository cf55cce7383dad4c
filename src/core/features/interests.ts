import { CONTENT_DIMS, type Catalogue, type ItemIndex } from '#core/catalogue';
import { WEEK_MS } from '#core/units';
import type { Interaction, ShopperHistory } from './history.ts';

/** Interest halves in this time, ms: a week keeps what a shopper compares over a weekend and lets last month's gift go. */
export const INTEREST_HALF_LIFE_MS = WEEK_MS;

/** Items named as evidence of one interest: as many as a panel shows on one line. */
const MAX_EVIDENCE = 3;

/** Something a shopper seems to like, with what says so. */
export interface Interest {
  readonly kind: 'category' | 'brand';
  /** Leaf category or brand, as the feed spells it. */
  readonly name: string;
  /** Above 0 to 1: share of the strongest interest of the same kind. */
  readonly strength: number;
  /** Items of the shopper's own history that carry it, strongest first, at most 3. */
  readonly evidence: readonly ItemIndex[];
}

/** What a history says of a shopper's taste at one moment. */
export interface Interests {
  /** Strongest first, both kinds together. */
  readonly interests: readonly Interest[];
  /** [CONTENT_DIMS] decayed sum of content vectors at unit length; zeros where nothing is known. */
  readonly profile: Float32Array;
}

/** How much of an interaction's weight is left at `nowMs`; a clock that jumped back counts as now. */
export function decay(atMs: number, nowMs: number): number {
  return 2 ** (-Math.max(0, nowMs - atMs) / INTEREST_HALF_LIFE_MS);
}

/**
 * Interests of a shopper: decayed weights summed by category and by brand, times the rarity of each in the catalogue
 * (TF-IDF), so that a shop's largest category does not win by size.
 *
 * @param pinned - come first, in this order, at full strength whatever the history says
 */
export function interestsOf(history: Pick<ShopperHistory, 'interactions'>, catalogue: Catalogue, nowMs: number, pinned: readonly Pick<Interest, 'kind' | 'name'>[] = []): Interests {
  const weightByItem = decayedWeights(history.interactions, nowMs);
  const interests = [
    ...interestsBy('category', weightByItem, catalogue, (item) => categoryOf(catalogue, item)),
    ...interestsBy('brand', weightByItem, catalogue, (item) => catalogue.brands[catalogue.brandByIndex[item] ?? -1] ?? ''),
  ];
  interests.sort((a, b) => b.strength - a.strength || (a.name < b.name ? -1 : 1));
  return { interests: [...pinned.map((pin) => pinnedInterest(pin, interests)), ...interests.filter((interest) => !pinned.some(isSame(interest)))], profile: profileOf(weightByItem, catalogue) };
}

function isSame(interest: Pick<Interest, 'kind' | 'name'>): (other: Pick<Interest, 'kind' | 'name'>) => boolean {
  return ({ kind, name }) => interest.kind === kind && interest.name === name;
}

/** A pinned interest stays at its full strength, also where no event says it any more. */
function pinnedInterest({ kind, name }: Pick<Interest, 'kind' | 'name'>, found: readonly Interest[]): Interest {
  return { kind, name, strength: 1, evidence: found.find(isSame({ kind, name }))?.evidence ?? [] };
}

function decayedWeights(interactions: readonly Interaction[], nowMs: number): Map<ItemIndex, number> {
  const weightByItem = new Map<ItemIndex, number>();
  for (const { item, weight, atMs } of interactions) {
    weightByItem.set(item, (weightByItem.get(item) ?? 0) + weight * decay(atMs, nowMs));
  }
  return weightByItem;
}

function categoryOf(catalogue: Catalogue, item: ItemIndex): string {
  return catalogue.categories[catalogue.categoryByIndex[item] ?? -1] ?? '';
}

function interestsBy(
  kind: Interest['kind'], weightByItem: ReadonlyMap<ItemIndex, number>, catalogue: Catalogue, nameOf: (item: ItemIndex) => string,
): Interest[] {
  const itemsByName = new Map<string, { item: ItemIndex; weight: number }[]>();
  for (const [item, weight] of weightByItem) {
    const name = nameOf(item);
    if (name === '') continue;
    const items = itemsByName.get(name);
    if (items) items.push({ item, weight });
    else itemsByName.set(name, [{ item, weight }]);
  }
  if (itemsByName.size === 0) return [];
  const countByName = new Map<string, number>();
  for (let item = 0; item < catalogue.items; item++) {
    const name = nameOf(item);
    if (itemsByName.has(name)) countByName.set(name, (countByName.get(name) ?? 0) + 1);
  }
  const found = [...itemsByName].map(([name, items]) => {
    const rarity = Math.log(1 + catalogue.items / (countByName.get(name) ?? 1));
    const strength = rarity * items.reduce((sum, { weight }) => sum + weight, 0);
    const evidence = items.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight).slice(0, MAX_EVIDENCE);
    return { name, strength, evidence: evidence.map(({ item }) => item) };
  });
  const strongest = Math.max(...found.map(({ strength }) => strength));
  return found.filter(({ strength }) => strength > 0).map((interest) => ({ kind, ...interest, strength: interest.strength / strongest }));
}

function profileOf(weightByItem: ReadonlyMap<ItemIndex, number>, catalogue: Catalogue): Float32Array {
  const sum = new Float64Array(CONTENT_DIMS);
  for (const [item, weight] of weightByItem) {
    for (let d = 0; d < CONTENT_DIMS; d++) sum[d] = (sum[d] ?? 0) + (weight * (catalogue.vectors[item * CONTENT_DIMS + d] ?? 0)) / 127;
  }
  const norm = Math.hypot(...sum);
  return Float32Array.from(sum, (x) => (norm > 0 ? x / norm : 0));
}
