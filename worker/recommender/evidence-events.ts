import { itemIdAt, type ItemId, type ItemIndex } from '#core/catalogue';
import type { Interaction } from '#core/features';
import type { Reason } from '#core/ranking';
import { contextOf, type Knowledge, type ShopperContext } from './context.ts';
import { LEAST_TOLD, nameable, scorerSums, totalOf, type ReasonSource } from './reason.ts';
import type { Seat } from './seats.ts';

/** Newest events that a line may name: older ones have lost most of their say (a taste keeps 12 % after 20 steps). */
const MAX_NAMED = 20;
/** Items named as evidence of one line. */
const MAX_EVIDENCE = 3;
/** Evidence carries at least this part of what the strongest carries: "and 2 more" must not name a jacket for a chair. */
const LEAST_EVIDENCE = 0.4;

/** What asking the scorer again takes. */
export interface Naming {
  readonly source: ReasonSource;
  readonly knowledge: Knowledge;
  /** Weights that answer in a context. */
  weightsIn(context: Pick<ShopperContext, 'phase'>): Float32Array;
}

/**
 * Seats whose reasons name the events without which they would score least: each of the newest is left out in turn, over
 * the seats alone. Only events that the deciding scorer misses too are named, so that "goes with X" is about X. Where the
 * encoder decided, what it attended to stays: asking it twenty times more would hold up the shelf.
 */
export function withNamedEvents(seats: readonly Seat[], { source, knowledge, weightsIn }: Naming): Seat[] {
  const named = seats.filter(({ reason }) => reason.evidence.length > 0 && reason.kind !== 'viewed-again' && reason.scorer !== 'model');
  const items = named.map(({ item }) => item);
  const only = { items, placesByItem: new Map<ItemIndex, readonly number[]>() };
  const before = items.map((item) => scorerSums(source, item));
  const found = items.map((): { readonly lines: readonly Interaction[]; readonly effect: number }[] => []);
  for (const [eventId, lines] of named.length > 0 ? newestEvents(source.interactions) : []) {
    // The page's own product goes with all she did with it: each alone would still be said by the other.
    const pageItem = eventId === '' ? lines[0]?.item : undefined;
    const interactions = source.interactions.filter((line) => line.eventId !== eventId && line.item !== pageItem);
    const context = contextOf(source.context.facts, interactions, { ...knowledge, only, ...(source.context.model && { modelScale: source.context.model.scale }) });
    const without: ReasonSource = { ...source, context, interactions, weights: weightsIn(context) };
    for (const [seat, item] of items.entries()) {
      const [own, left] = [before[seat], scorerSums(without, item)];
      const decider = named[seat]?.reason.scorer ?? 'popularity';
      if (own && own[decider] > left[decider]) found[seat]?.push({ lines, effect: totalOf(own) - totalOf(left) });
    }
  }
  const evidenceByItem = new Map(items.map((item, seat) => [item, evidenceOf(source, item, found[seat] ?? [])]));
  return seats.map((seat) => {
    const evidence = evidenceByItem.get(seat.item) ?? seat.reason.evidence;
    const first = evidence[0] === undefined ? undefined : source.context.facts.catalogue.indexById.get(evidence[0]);
    return { ...seat, reason: { ...seat.reason, evidence, ...(first !== undefined && { act: actOn(source, first) }) } };
  });
}

function actOn({ context, interactions }: ReasonSource, item: ItemIndex): Required<Reason>['act'] {
  const views = interactions.filter((line) => line.item === item && line.type === 'view_item' && line.eventId !== '').length;
  return { kind: context.inCart.has(item) ? 'in-cart' : context.evidence.get(item)?.bought ? 'bought' : 'viewed', views };
}

function newestEvents(interactions: readonly Interaction[]): Map<string, Interaction[]> {
  const linesById = new Map<string, Interaction[]>();
  for (let i = interactions.length - 1; i >= 0; i--) {
    const line = interactions[i] as Interaction;
    const lines = linesById.get(line.eventId);
    if (lines) lines.push(line);
    else if (linesById.size < MAX_NAMED) linesById.set(line.eventId, [line]);
  }
  return linesById;
}

function evidenceOf({ context, interactions }: ReasonSource, item: ItemIndex, found: readonly { readonly lines: readonly Interaction[]; readonly effect: number }[]): ItemId[] {
  // Nor is an event named for less: the encoder is not asked again here, and may take this much back.
  const strongest = found.filter(({ effect }) => effect >= LEAST_TOLD).sort((a, b) => b.effect - a.effect);
  const least = LEAST_EVIDENCE * (strongest[0]?.effect ?? 0);
  const isNameable = nameable(interactions);
  const items = strongest.filter(({ effect }) => effect >= least).flatMap(({ lines }) => lines.filter((line) => line.item !== item && line.weight > 0 && isNameable(line.item)).map((line) => line.item));
  return [...new Set(items)].slice(0, MAX_EVIDENCE).map((other) => itemIdAt(context.facts.catalogue, other));
}
