import { itemIdAt, namedCategory, type ItemId, type ItemIndex } from '#core/catalogue';
import type { Interaction, SequenceInput } from '#core/features';
import type { Reason } from '#core/ranking';
import type { ShopperContext } from './context.ts';
import { itemCosine, vectorCosine } from './facts.ts';
import { INPUT, INPUT_SCORERS, INPUTS, writeInputs } from './mix.ts';

/** Evidence items of one reason: as many as fit a line of the shelf. */
const MAX_EVIDENCE = 3;

/** Evidence carries at least this part of what the strongest carries: "and 2 more" must not name a jacket for a chair. */
const LEAST_EVIDENCE = 0.4;

/** Least part of a score that is told, in score units: below it a line would lay a product to her that is there without her. */
export const LEAST_TOLD = 0.1;

/** What a pinned interest adds to the score of each of its items: as much as full evidence of any other kind. */
export const PIN = 3;

/** What explaining needs beside the context that scored. */
export interface ReasonSource {
  readonly context: ShopperContext;
  readonly interactions: readonly Interaction[];
  readonly weights: Float32Array;
  /** Name of the pinned interest that an item belongs to. */
  readonly pinnedAs?: ((item: ItemIndex) => string | undefined) | undefined;
  /** What the encoder looked at: its input and the weight of each step, shape [T]. */
  readonly attention?: { readonly input: SequenceInput; readonly weights: Float32Array };
}

type Personal = Reason['scorer'];

/** Popularity first: it decides where nothing else speaks. */
const PERSONAL = ['popularity', 'content', 'model', 'co-occurrence', 'on-device'] as const satisfies readonly Personal[];

/**
 * Why `item` is on the shelf: the scorer with the largest share in its score, and the part of the history that carries it.
 * Popularity, where that is a sliver or the history speaks against the item.
 *
 * @param given - what nominated the item where its seat was given: told as long as the score does not speak against it
 */
export function reasonFor(source: ReasonSource, item: ItemIndex, given?: ReturnType<typeof scorerSums>): Reason {
  const part = partsOf(source, item);
  const sums = scorerSums(source, item, part);
  const pin = source.pinnedAs?.(item);
  const total = Object.values(sums).reduce((sum, value) => sum + Math.abs(value), 0);
  const shares = Object.fromEntries(PERSONAL.map((scorer) => [scorer, total > 0 ? sums[scorer] / total : 0]));
  // Only what speaks FOR the item can be its reason; with nothing for it, it is there because the shelf has room.
  const speaking = given ?? sums;
  const strongest = PERSONAL.reduce((best, scorer) => (speaking[scorer] > Math.max(0, speaking[best]) ? scorer : best));
  const least = given ? 0 : LEAST_TOLD;
  const isTold = speaking[strongest] >= LEAST_TOLD && sums[strongest] >= least && (pin !== undefined || totalOf(sums) - sums.popularity >= least);
  const decider = isTold ? strongest : 'popularity';
  const why = pin !== undefined && decider === 'on-device' && PIN >= sums[decider] / 2 ? { kind: 'pinned' as const, evidence: [], about: pin } : explain(source, item, decider, part);
  return { scorer: decider, ...why, shares };
}

/** What each input adds to the score of `item`. shape [INPUTS] */
function partsOf({ context, weights }: ReasonSource, item: ItemIndex): Float32Array {
  const inputs = new Float32Array(INPUTS);
  writeInputs(context, item, inputs, 0);
  return inputs.map((value, j) => value * (weights[j] ?? 0));
}

export function totalOf(sums: Readonly<Record<Personal, number>>): number {
  return Object.values(sums).reduce((sum, value) => sum + value, 0);
}

/** What each scorer adds to the score of `item`. */
export function scorerSums(source: ReasonSource, item: ItemIndex, parts: Float32Array = partsOf(source, item)): Record<Personal, number> {
  const sums: Record<Personal, number> = { popularity: 0, content: 0, model: 0, 'co-occurrence': 0, 'on-device': source.pinnedAs?.(item) === undefined ? 0 : PIN };
  const isSeen = source.context.seen.has(item);
  // Likeness to itself is memory, not content: an item seen before is on the shelf as a reminder.
  for (const [j, scorer] of INPUT_SCORERS.entries()) sums[isSeen && (scorer === 'content' || scorer === 'co-occurrence') ? 'on-device' : scorer] += parts[j] ?? 0;
  return sums;
}

function explain(source: ReasonSource, item: ItemIndex, scorer: Personal, part: Float32Array): Pick<Reason, 'kind' | 'evidence' | 'about'> {
  const { facts } = source.context;
  const category = facts.catalogue.categories[namedCategory(facts.catalogue, item)] ?? '';
  switch (scorer) {
    case 'popularity': return { kind: (part[INPUT.trend] ?? 0) > Math.max(0, part[INPUT.popularity] ?? 0) ? 'popular-lately' : 'popular', evidence: [], about: '' };
    case 'content': {
      const evidence = strongest(source, (interaction) => interaction.weight * Math.max(0, itemCosine(facts, interaction.item, item)), item);
      return { kind: 'similar-to-viewed', evidence, about: category };
    }
    case 'model': return { kind: 'goes-with', evidence: attended(source, item), about: '' };
    case 'co-occurrence': return { kind: 'goes-with', evidence: strongest(source, (interaction) => interaction.weight * ties(source.context, interaction.item, item), item), about: '' };
    case 'on-device': return explainTaste(source, item, part);
  }
}

function explainTaste(source: ReasonSource, item: ItemIndex, part: Float32Array): Pick<Reason, 'kind' | 'evidence' | 'about'> {
  const { facts } = source.context;
  const { categories, categoryByIndex } = facts.catalogue;
  const sum = (...inputs: readonly number[]): number => inputs.reduce((total, input) => total + (part[input] ?? 0), 0);
  const category = sum(INPUT.category, INPUT.lastCategory);
  const brand = sum(INPUT.brand);
  if (source.context.seen.has(item)) return { kind: 'viewed-again', evidence: [itemIdAt(facts.catalogue, item)], about: '' };
  // Liked for its price or its moment: no category or brand of hers speaks for it, so none is named.
  if (Math.max(brand, category) <= 0) return { kind: 'interest', evidence: [], about: '' };
  if (brand > category) {
    const own = facts.brandByIndex[item] ?? 0;
    return { kind: 'interest', evidence: strongest(source, (other) => (facts.brandByIndex[other.item] === own ? other.weight : 0), item), about: facts.brands[own] ?? '' };
  }
  const own = categoryByIndex[item] ?? 0;
  return { kind: 'interest', evidence: strongest(source, (other) => (categoryByIndex[other.item] === own ? other.weight : 0), item), about: categories[own] ?? '' };
}

/** Whether a line may name an item: the newest thing she did with it was not to send it away. */
export function nameable(interactions: readonly Interaction[]): (item: ItemIndex) => boolean {
  const newest = new Map(interactions.map(({ item, weight }) => [item, weight]));
  return (item) => (newest.get(item) ?? 0) > 0;
}

/** Items of the history by what they add up to, the item itself left out. */
function strongest({ context, interactions }: ReasonSource, weigh: (interaction: Interaction) => number, except: ItemIndex): ItemId[] {
  const weightByItem = new Map<ItemIndex, number>();
  const isNameable = nameable(interactions);
  for (const interaction of interactions) {
    if (interaction.item === except || !isNameable(interaction.item)) continue;
    weightByItem.set(interaction.item, (weightByItem.get(interaction.item) ?? 0) + weigh(interaction));
  }
  const strongestFirst = [...weightByItem].filter(([, weight]) => weight > 0).sort((a, b) => b[1] - a[1]);
  const least = LEAST_EVIDENCE * (strongestFirst[0]?.[1] ?? 0);
  return strongestFirst.filter(([, weight]) => weight >= least).slice(0, MAX_EVIDENCE).map(([item]) => itemIdAt(context.facts.catalogue, item));
}

/** How strongly two items go together: as listed neighbours, and by the company both keep. */
function ties({ coOccurrence }: ShopperContext, from: ItemIndex, to: ItemIndex): number {
  if (!coOccurrence) return 0;
  const { neighbours: { starts, items, follows }, vectors } = coOccurrence;
  let tie = Math.max(0, vectorCosine(vectors, from, to));
  for (let at = starts[from] ?? 0; at < (starts[from + 1] ?? 0); at++) if (items[at] === to) tie += 1 + (follows[at] ?? 0);
  return tie;
}

/** Items the encoder attended to most, of those she did not send away; the newest ones where it did not say. */
function attended(source: ReasonSource, except: ItemIndex): ItemId[] {
  const { attention, interactions } = source;
  if (!attention) return strongest({ ...source, interactions: interactions.slice(-MAX_EVIDENCE) }, (interaction) => interaction.weight, except);
  const weightByItem = new Map<ItemIndex, number>();
  const isNameable = nameable(interactions);
  for (const [t, item] of attention.input.items.entries()) {
    if (item !== except && isNameable(item)) weightByItem.set(item, (weightByItem.get(item) ?? 0) + (attention.weights[t] ?? 0));
  }
  return [...weightByItem].sort((a, b) => b[1] - a[1]).slice(0, MAX_EVIDENCE).map(([item]) => itemIdAt(source.context.facts.catalogue, item));
}
