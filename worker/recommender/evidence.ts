import type { ItemIndex } from '#core/catalogue';
import type { Interaction } from '#core/features';
import type { CoOccurrence } from './co-occurrence.ts';
import type { Phase } from './phase.ts';

/** What the history says of one item. All 0 or more. */
export interface Evidence {
  /** Σ over the history of how strongly the item follows, near ones more; and of the newest moment alone. */
  follows: number;
  followsNewest: number;
  /** Σ of how strongly they go together, the whole history nearly alike. */
  together: number;
  /** 1 for an item of the newest moment of a running session. */
  newest: number;
  /** 1 / moments since it was last met, 1 for the moment before; 0 for the newest of a running session. */
  lately: number;
  times: number;
  inCart: number;
  bought: number;
}

/** Strength of a neighbour at which the input is ln 2: single lucky pairs stay small. */
export const NEIGHBOUR_UNIT = 0.02;
/** Interactions remembered: a wholesaler's favourites reach back over a year of invoices. */
const MAX_REMEMBERED = 500;
/** Moments whose neighbours are asked, and how much each counts against the one after it. */
const FOLLOWS_MOMENTS = 20;
const FOLLOWS_DECAY = 0.7;
const TOGETHER_MOMENTS = 60;
const TOGETHER_DECAY = 0.95;

/** Items that alone will be asked about. */
export interface Only {
  readonly items: readonly ItemIndex[];
  /** Where they stand among the neighbours of an item; filled as items are met, and good for one table. */
  readonly placesByItem: Map<ItemIndex, readonly number[]>;
}

/** Evidence by item, and the sets that rules ask for. */
export interface Remembered {
  readonly byItem: ReadonlyMap<ItemIndex, Evidence>;
  readonly seen: ReadonlySet<ItemIndex>;
  readonly inCart: ReadonlySet<ItemIndex>;
}

/** Gathers evidence from a history, oldest first. Lines of one basket share a moment. */
export function evidenceOf(interactions: readonly Interaction[], { coOccurrence, phase, only }: { readonly coOccurrence: CoOccurrence | undefined; readonly phase: Phase; readonly only?: Only | undefined }): Remembered {
  const byItem = new Map<ItemIndex, Evidence>();
  const about = (item: ItemIndex): Evidence => {
    let evidence = byItem.get(item);
    if (!evidence) byItem.set(item, (evidence = { follows: 0, followsNewest: 0, together: 0, newest: 0, lately: 0, times: 0, inCart: 0, bought: 0 }));
    return evidence;
  };
  const recent = interactions.slice(-MAX_REMEMBERED);
  const seen = new Set<ItemIndex>();
  const isWithin = phase === 'within';
  let moment = 0;
  for (let i = recent.length - 1, lastMs = Number.NaN; i >= 0; i--) {
    const { item, weight, atMs } = recent[i] ?? { item: 0, weight: 0, atMs: 0 };
    if (weight <= 0) continue;
    if (!Number.isNaN(lastMs) && atMs !== lastMs) moment += 1;
    lastMs = atMs;
    const evidence = about(item);
    evidence.times += 1;
    if (seen.has(item)) continue;
    seen.add(item);
    if (isWithin && moment === 0) evidence.newest = 1;
    else evidence.lately = 1 / (isWithin ? moment : moment + 1);
    if (coOccurrence) addNeighbours(coOccurrence, item, { moment, isWithin, about, only });
  }
  const inCart = cartOf(recent);
  for (const item of inCart) about(item).inCart = 1;
  for (const { item, type } of recent) if (type === 'purchase') about(item).bought = 1;
  return { byItem, seen, inCart };
}

interface Asking {
  readonly moment: number;
  readonly isWithin: boolean;
  readonly about: (item: ItemIndex) => Evidence;
  readonly only: Only | undefined;
}

function addNeighbours({ neighbours }: CoOccurrence, item: ItemIndex, { moment, isWithin, about, only }: Asking): void {
  if (moment >= TOGETHER_MOMENTS) return;
  const followsShare = moment < FOLLOWS_MOMENTS ? FOLLOWS_DECAY ** moment : 0;
  const togetherShare = TOGETHER_DECAY ** moment;
  const { starts, items, follows, together } = neighbours;
  const add = (at: number): void => {
    const evidence = about(items[at] ?? 0);
    evidence.follows += followsShare * (follows[at] ?? 0);
    evidence.together += togetherShare * (together[at] ?? 0);
    if (isWithin && moment === 0) evidence.followsNewest += follows[at] ?? 0;
  };
  if (only) return placesAmong(neighbours, item, only).forEach(add);
  const end = starts[item + 1] ?? 0;
  for (let at = starts[item] ?? 0; at < end; at++) add(at);
}

function placesAmong({ starts, items }: CoOccurrence['neighbours'], item: ItemIndex, only: Only): readonly number[] {
  const known = only.placesByItem.get(item);
  if (known) return known;
  const places: number[] = [];
  for (let at = starts[item] ?? 0; at < (starts[item + 1] ?? 0); at++) if (only.items.includes(items[at] ?? -1)) places.push(at);
  only.placesByItem.set(item, places);
  return places;
}

function cartOf(recent: readonly Interaction[]): Set<ItemIndex> {
  const inCart = new Set<ItemIndex>();
  for (const { item, type } of recent) {
    if (type === 'add_to_cart') inCart.add(item);
    if (type === 'remove_from_cart' || type === 'purchase') inCart.delete(item);
  }
  return inCart;
}
