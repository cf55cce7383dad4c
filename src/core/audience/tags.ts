import type { Catalogue, ItemIndex } from '#core/catalogue';
import type { Interaction } from '#core/features';
import { halfLifeMs } from './decay.ts';
import { tagsOfItem, type Tag, type Taxonomy } from './taxonomy.ts';

/** Looks of today that make half of full strength: as many as show that she compares, or one thing put in the basket. */
const HALF_STRENGTH = 3;
/** Strength from which an interest is hers, for campaigns and reach: three looks of the last two days. */
export const HELD_STRENGTH = 0.45;
/** Events named as evidence of one tag: as many as a panel shows on one line. */
const MAX_EVIDENCE = 3;

/** What she has asked of an interest; `never` keeps it from being one, whatever the history says. */
export interface TagWish extends Pick<Tag, 'kind' | 'name'> {
  readonly wish: 'pin' | 'never';
}

/** One event that speaks for an interest. */
export interface TagEvidence extends Pick<Interaction, 'eventId' | 'item' | 'type'> {
  /** What is left of it now, in looks of today. */
  readonly weight: number;
}

/** An interest of hers. */
export interface ScoredTag extends Pick<Tag, 'kind' | 'name'> {
  /** Above 0 to 1: 1/2 is three looks of today, or one thing put in the basket; 1 where she pinned it. */
  readonly strength: number;
  readonly isPinned: boolean;
  /** Strongest first, at most 3. */
  readonly evidence: readonly TagEvidence[];
}

/** What tags are scored from. */
export interface TagSource {
  /** What counts: nothing that she hid, or never wants to see. */
  readonly interactions: readonly Interaction[];
  readonly catalogue: Pick<Catalogue, 'paths' | 'pathByIndex' | 'brands' | 'brandByIndex'>;
  readonly taxonomy: Taxonomy;
  readonly nowMs: number;
  readonly wishes?: readonly TagWish[];
}

/** What is left at `nowMs` of what an interaction said, in looks of today; a clock that jumped back counts as now. */
export function weightNow({ type, atMs, weight }: Pick<Interaction, 'type' | 'atMs' | 'weight'>, nowMs: number): number {
  return weight * 2 ** (-Math.max(0, nowMs - atMs) / halfLifeMs(type));
}

/** Strength of an interest that `looks` of today speak for: 0 to below 1, and 0 where more was taken back than turned to. */
export function strengthOf(looks: number): number {
  return looks > 0 ? looks / (looks + HALF_STRENGTH) : 0;
}

/** Her interests among the shop's tags: pinned ones first in their order, then strongest first. */
export function interestTags({ interactions, catalogue, taxonomy, nowMs, wishes = [] }: TagSource): readonly ScoredTag[] {
  const looks = new Float64Array(taxonomy.tags.length);
  const evidence: TagEvidence[][] = taxonomy.tags.map(() => []);
  for (const interaction of interactions) {
    const weight = weightNow(interaction, nowMs);
    const { eventId, item, type } = interaction;
    for (const tag of tagsOfItem(taxonomy, catalogue, item)) {
      looks[tag] = (looks[tag] ?? 0) + weight;
      if (weight > 0) evidence[tag]?.push({ eventId, item, type, weight });
    }
  }
  const wishOf = ({ kind, name }: Pick<Tag, 'kind' | 'name'>): TagWish['wish'] | undefined => wishes.find((wish) => wish.kind === kind && wish.name === name)?.wish;
  const scored = taxonomy.tags.map((tag, i) => ({ tag, strength: strengthOf(looks[i] ?? 0), evidence: strongest(evidence[i] ?? []) }));
  const pins = wishes.filter(({ wish }) => wish === 'pin').map(({ kind, name }) => ({
    kind, name, strength: 1, isPinned: true, evidence: scored.find(({ tag }) => tag.kind === kind && tag.name === name)?.evidence ?? [],
  }));
  const found = scored.filter(({ tag, strength }) => strength > 0 && wishOf(tag) === undefined);
  found.sort((a, b) => b.strength - a.strength || a.tag.items - b.tag.items || (a.tag.name < b.tag.name ? -1 : 1)); // of equals the rarer one says more
  return [...pins, ...found.map(({ tag: { kind, name }, strength, evidence }) => ({ kind, name, strength, isPinned: false, evidence }))];
}

function strongest(evidence: TagEvidence[]): readonly TagEvidence[] {
  const byEvent = new Map<string, TagEvidence>(); // lines of one basket are one thing she did
  for (const one of evidence.sort((a, b) => b.weight - a.weight)) if (!byEvent.has(one.eventId)) byEvent.set(one.eventId, one);
  return [...byEvent.values()].slice(0, MAX_EVIDENCE);
}

/** Names of all categories, of any level and size, that are hers: campaigns may name them though they are no tags. */
export function heldCategories({ interactions, catalogue, nowMs }: Pick<TagSource, 'interactions' | 'nowMs'> & { readonly catalogue: Pick<Catalogue, 'paths' | 'pathByIndex'> }): ReadonlySet<string> {
  const looksByName = new Map<string, number>();
  const pathOf = (item: ItemIndex): readonly string[] => catalogue.paths[catalogue.pathByIndex[item] ?? -1] ?? [];
  for (const interaction of interactions) {
    const weight = weightNow(interaction, nowMs);
    for (const name of new Set(pathOf(interaction.item))) looksByName.set(name, (looksByName.get(name) ?? 0) + weight);
  }
  return new Set([...looksByName].filter(([, looks]) => strengthOf(looks) >= HELD_STRENGTH).map(([name]) => name));
}
