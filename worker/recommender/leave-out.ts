import { itemIdAt, type Catalogue, type ItemId, type ItemIndex } from '#core/catalogue';
import type { EventEffect, Explanation, RecommendRequest } from '#core/contract';
import { stepsOf, type Interaction } from '#core/features';
import { effectOf, effectOfPage, explainScore, type Asked } from './explain.ts';
import { factsOf } from './facts.ts';
import { withPageItem, type ShopperState } from './recommend.ts';

/** Newest events that are left out one at a time: as many as shape a taste. */
const MAX_EVENTS = 50;
/** Older ones that name the product itself: an old favourite is remembered for 500 interactions. */
const MAX_OLDER = 10;

/** One moment of a device, as a shelf was drawn from it. */
export interface ExplainSource {
  readonly catalogue: Catalogue;
  /** What the shelf knows; {} where it knows nobody. */
  readonly known: ShopperState;
  /** The history that counts, had these events never been. */
  without(eventIds: ReadonlySet<string>): readonly Interaction[];
  /** Ids of all that is kept of `itemId`, whether it counts or repeats what does: without the one the other would. */
  naming(itemId: ItemId): ReadonlySet<string>;
  /** The encoder's view of another history at the same place; the page's product is in it already. */
  encodedBy(interactions: readonly Interaction[]): Promise<Pick<ShopperState, 'modelScores' | 'attention'>>;
  /** Awaited after each event; rejects to abandon. */
  pause(): Promise<void>;
}

/**
 * Takes apart why `item` stands where it stands on the shelf of `request`: the real scorer, asked again with each event
 * left out as deleting it would, one after the other.
 */
export async function explain(source: ExplainSource, item: ItemIndex, request: RecommendRequest): Promise<Explanation> {
  const { catalogue, known, pause } = source;
  const asked: Asked = { facts: factsOf(catalogue), item, request };
  const score = explainScore(asked, known);
  const attention = attentionOf(asked, known);
  const events: EventEffect[] = [];
  for (const [eventId, lines] of eventsToLeaveOut(known.interactions ?? [], item)) {
    const [{ type, atMs }] = lines;
    const itemIds = [...new Set(lines.map((line) => itemIdAt(catalogue, line.item)))];
    const without = await stateOf(source, asked, source.without(new Set([eventId])));
    events.push({ eventId: eventId as EventEffect['eventId'], type, atMs, itemIds, ...effectOf(asked, score, without), ...shareOf(attention, eventId) });
    await pause();
  }
  return { ...score, events, together: await togetherOf(source, asked, score), page: await pageOf(source, asked, { score, attention }) };
}

/** What the shelf would know of another history. */
async function stateOf({ known, encodedBy }: ExplainSource, { facts, request }: Asked, interactions: readonly Interaction[]): Promise<ShopperState> {
  const { modelScores: _, attention: __, ...rest } = known;
  return { ...rest, interactions, ...(await encodedBy(withPageItem(facts, request, interactions))) };
}

type Lines = [Interaction, ...Interaction[]];

/** Events by id with their lines, oldest first. */
function eventsToLeaveOut(interactions: readonly Interaction[], item: ItemIndex): [string, Lines][] {
  const linesById = new Map<string, Lines>();
  for (const line of interactions) {
    const lines = linesById.get(line.eventId);
    if (lines) lines.push(line);
    else linesById.set(line.eventId, [line]);
  }
  const all = [...linesById];
  const older = all.slice(0, -MAX_EVENTS).filter(([, lines]) => lines.some((line) => line.item === item));
  return [...older.slice(-MAX_OLDER), ...all.slice(-MAX_EVENTS)];
}

type Shares = ReadonlyMap<string, number> | undefined;

async function pageOf(source: ExplainSource, asked: Asked, { score, attention }: { readonly score: Pick<Explanation, 'score'>; readonly attention: Shares }): Promise<Explanation['page']> {
  const { request, facts } = asked;
  const own = request.placement === 'product-related' && request.itemId !== undefined ? facts.catalogue.indexById.get(request.itemId) : undefined;
  if (own === undefined) return null;
  const { itemId: _, ...elsewhere } = request;
  // What she did with it goes too: each alone would still be said by the other.
  const without = await stateOf(source, { ...asked, request: elsewhere }, source.without(source.naming(itemIdAt(facts.catalogue, own))));
  return { ...effectOfPage(asked, score, source.known, without), ...shareOf(attention, '') };
}

/** What the product named first does, all of it. */
async function togetherOf(source: ExplainSource, asked: Asked, score: Pick<Explanation, 'score' | 'reason'>): Promise<Explanation['together']> {
  const [itemId] = score.reason.evidence;
  const item = itemId === undefined ? undefined : source.catalogue.indexById.get(itemId);
  const counted = new Set((source.known.interactions ?? []).filter((line) => line.item === item).map(({ eventId }) => eventId));
  if (itemId === undefined || counted.size < 2) return null;
  return { itemId, events: counted.size, ...effectOf(asked, score, await stateOf(source, asked, source.without(source.naming(itemId)))) };
}

/** Attention by event; the page's own product has the empty id. */
function attentionOf({ facts, request }: Asked, { attention, interactions = [] }: ShopperState): Shares {
  if (!attention) return undefined;
  const shares = new Map<string, number>();
  for (const [t, { eventId }] of stepsOf(withPageItem(facts, request, interactions)).entries()) {
    shares.set(eventId, (shares.get(eventId) ?? 0) + (attention.weights[t] ?? 0));
  }
  return shares;
}

function shareOf(attention: Shares, eventId: string): { readonly attention?: number } {
  return attention ? { attention: attention.get(eventId) ?? 0 } : {};
}
