import type { Chance } from '#core/units';
import { CONTENT_DIMS, VECTOR_SCALE } from '#core/catalogue';
import { EVENT_TYPES, type EventType } from '#core/events';
import { MAX_SEQUENCE, type TrainingExample } from '#core/features';
import type { ItemTable } from './items.ts';

/** Items that walks visit: enough to know a catalogue's kinds of products, few enough for a table of neighbours in a second. */
const MAX_POOL = 4096;
/** Items whose neighbours are listed: interests that walks begin from. */
const MAX_INTERESTS = 512;
/** Neighbours listed of one interest. */
const NEIGHBOURS = 32;

/** A step of a walk stays with the interest this often, its target too; else it is a glance at anything. */
const STAY_SHARE = 0.9;
/** A walk turns to another interest this often. */
const SWITCH_SHARE = 0.1;
/** How sharply near neighbours are preferred: at a cosine .1 lower, a third as often. */
const NEARNESS = 11;
/** How much a standard deviation of popularity counts in what a walk meets: shoppers meet what sells. */
const POPULARITY_PULL = 0.4;

/** A step happens at the same moment as the one before this often. */
const BASKET_SHARE = 0.15;

/** What a step of a walk is, by its share of steps: some views, few carts and fewer purchases, as in any shop's log. */
const TYPE_SHARES: readonly (readonly [EventType, number])[] = [['view_item', 0.78], ['select_item', 0.08], ['add_to_cart', 0.09], ['purchase', 0.05]];

/** Makes examples without any shopper: walks among items whose public content is alike. */
export interface Walks {
  /** One next-item example of 1 to MAX_SEQUENCE steps. */
  next(): TrainingExample;
}

interface Interest {
  readonly items: Int32Array;
  /** Running sums of preference, for drawing. */
  readonly sums: Float64Array;
}

/** Walks over `items`, or undefined where fewer than two items have text. */
export function walksOver(items: ItemTable, chance: Chance): Walks | undefined {
  const pool = drawPool(items, chance);
  if (pool.length < 2) return undefined;
  const anywhere = drawTable(pool, (item) => Math.exp(POPULARITY_PULL * popularityOf(items, item)));
  const interests = interestsIn(items, pool, chance);
  return { next: () => walk(interests, anywhere, chance) };
}

/** Items with text, all or a uniform sample of MAX_POOL. */
function drawPool({ count, vectors }: ItemTable, chance: Chance): Int32Array {
  const withText: number[] = [];
  for (let i = 0; i < count; i++) {
    if (vectors.subarray(i * CONTENT_DIMS, (i + 1) * CONTENT_DIMS).some((x) => x !== 0)) withText.push(i);
  }
  return sample(withText, MAX_POOL, chance);
}

/** `size` of `values` without repeats (partial Fisher-Yates), all of them where they are fewer. */
function sample(values: readonly number[], size: number, chance: Chance): Int32Array {
  const drawn = Int32Array.from(values);
  const kept = Math.min(size, drawn.length);
  for (let i = 0; i < kept; i++) {
    const j = i + chance.below(drawn.length - i);
    [drawn[i], drawn[j]] = [drawn[j] ?? 0, drawn[i] ?? 0];
  }
  return drawn.slice(0, kept);
}

function interestsIn(items: ItemTable, pool: Int32Array, chance: Chance): Interest[] {
  return Array.from(sample([...pool], MAX_INTERESTS, chance), (interest) => {
    const cosines = Float64Array.from(pool, (item) => cosine(items.vectors, interest, item));
    const order = Array.from(cosines, (_, i) => i).sort((a, b) => (cosines[b] ?? 0) - (cosines[a] ?? 0)).slice(0, NEIGHBOURS);
    const cosineByItem = new Map(order.map((i) => [pool[i] ?? 0, cosines[i] ?? 0]));
    return drawTable(Int32Array.from(cosineByItem.keys()), (item) =>
      Math.exp(NEARNESS * (cosineByItem.get(item) ?? 0) + POPULARITY_PULL * popularityOf(items, item)));
  });
}

function cosine(vectors: Int8Array, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < CONTENT_DIMS; d++) sum += (vectors[a * CONTENT_DIMS + d] ?? 0) * (vectors[b * CONTENT_DIMS + d] ?? 0);
  return sum / (VECTOR_SCALE * VECTOR_SCALE);
}

function popularityOf({ popularity }: ItemTable, item: number): number {
  return popularity[item] ?? 0;
}

function drawTable(items: Int32Array, preference: (item: number) => number): Interest {
  let total = 0;
  return { items, sums: Float64Array.from(items, (item) => (total += preference(item))) };
}

function draw({ items, sums }: Interest, chance: Chance): number {
  const wanted = chance.next() * (sums.at(-1) ?? 0);
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return items[low] ?? 0;
}

function walk(interests: readonly Interest[], anywhere: Interest, chance: Chance): TrainingExample {
  const pick = (): Interest => interests[chance.below(interests.length)] ?? anywhere;
  const steps = 1 + chance.below(MAX_SEQUENCE);
  const input = { items: new Int32Array(steps), types: new Uint8Array(steps), gaps: new Uint8Array(steps) };
  let interest = pick();
  for (let t = 0; t < steps; t++) {
    const switches = t > 0 && chance.next() < SWITCH_SHARE;
    if (switches) interest = pick();
    input.items[t] = draw(chance.next() < STAY_SHARE ? interest : anywhere, chance);
    input.types[t] = EVENT_TYPES.indexOf(drawType(chance));
    input.gaps[t] = t === 0 ? 0 : gapAfter(switches, chance);
  }
  // Items already met are drawn again a few times, then accepted: a tiny catalogue has nothing new to offer.
  const from = chance.next() < STAY_SHARE ? interest : anywhere;
  let target = draw(from, chance);
  for (let tries = 0; tries < 8 && input.items.includes(target); tries++) target = draw(from, chance);
  return { input, target };
}

/** Bucket of the pause before a step: another errand usually comes later; now and then steps are lines of one basket. */
function gapAfter(switches: boolean, chance: Chance): number {
  if (switches) return 2 + chance.below(6);
  return chance.next() < BASKET_SHARE ? 0 : 1 + chance.below(4);
}

function drawType(chance: Chance): EventType {
  let left = chance.next();
  for (const [type, share] of TYPE_SHARES) {
    left -= share;
    if (left < 0) return type;
  }
  return 'view_item';
}
