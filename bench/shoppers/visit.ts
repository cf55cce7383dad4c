import type { ItemId } from '#core/catalogue';
import type { EventId, EventType, ShopEvent } from '#core/events';
import { DAY_MS, seededChance, type Chance } from '#core/units';
import { mixed, type Taste } from './taste.ts';
import { drawByAppeal, type World } from './world.ts';

const SECOND_MS = 1000;
/** Products a shopper's eye falls on before she opens one: a screen or two of an aisle. */
const CONSIDERED = 24;
/** Chance that the next product comes from the same aisle, from the aisle that goes with it, else from any she likes. */
const STAYS = 0.65;
const GOES_WITH = 0.15;
/** Chance to open something she has seen before and liked. */
const RETURNS = 0.12;
/** Utility from which a product goes into the cart half of the time, and one from the cart is bought. */
const CART_UTILITY = 3.4;
const BUY_UTILITY = 3.2;
/** Most products opened in one visit. */
const MOST_OPENED = 14;

/** How often somebody comes, and for how long. */
export interface Habit {
  /** Chance of each further visit in a week: one at least, since who stays away teaches nothing. */
  readonly comesAgain: number;
  readonly mostVisits: number;
  /** Products opened in one visit: 2 at least, and each further one with this chance. */
  readonly goesOn: number;
}

/** Who looks around at leisure, some two visits a week. */
export const LEISURELY: Habit = { comesAgain: 0.5, mostVisits: 4, goesOn: 0.72 };
/** Who looks in briefly most days. */
export const DAILY: Habit = { comesAgain: 0.97, mostVisits: 7, goesOn: 0.2 };

/** What she feels for one product, in nats: everything the choice model knows. */
export function utilityOf(world: World, taste: Taste, item: number): number {
  const product = world.products[item];
  const distance = (world.priceRank[item] ?? 0.5) - taste.priceRank;
  return 0.9 * taste.brand(product?.brand ?? '') - taste.priceCare * distance * distance + taste.conformity * Math.log(world.appeal[item] ?? 1) + 0.8 * taste.own(item);
}

/** Events of one simulated week, oldest first; times count from `startMs`. */
export function weekOf(world: World, taste: Taste, { shopper, week, startMs, habit }: { readonly shopper: number; readonly week: number; readonly startMs: number; readonly habit: Habit }): ShopEvent[] {
  const chance = seededChance(mixed(mixed(world.seed + 2, shopper), week));
  let visits = 1;
  while (visits < habit.mostVisits && chance.next() < habit.comesAgain) visits += 1;
  const starts = Array.from({ length: visits }, () => startMs + chance.next() * 6.5 * DAY_MS).sort((a, b) => a - b);
  const memory: number[] = [];
  return starts.flatMap((atMs) => visitOf({ world, taste, chance, memory, habit }, Math.round(atMs)));
}

interface Walk {
  readonly world: World;
  readonly taste: Taste;
  readonly chance: Chance;
  readonly habit: Habit;
  /** Products opened before and liked. */
  readonly memory: number[];
}

function visitOf(walk: Walk, startMs: number): ShopEvent[] {
  const { world, chance, memory, habit } = walk;
  const events: ShopEvent[] = [];
  let atMs = startMs;
  const happen = (type: EventType, item: number, dwellMs?: number): void => {
    const product = world.products[item];
    if (!product) return;
    events.push({
      id: idFrom(chance), type, atMs, page: product.url || `/product/${product.id}`, ...(dwellMs === undefined ? {} : { dwellMs }),
      items: [{ itemId: product.id as ItemId, quantity: 1, ...(product.priceCents > 0 ? { priceCents: product.priceCents } : {}) }],
      ...(type === 'purchase' ? { transactionId: idFrom(chance), valueCents: product.priceCents } : {}),
    });
    atMs += Math.round((dwellMs ?? 0) + (2 + 20 * chance.next()) * SECOND_MS);
  };
  let aisle = drawAisle(walk);
  let previous = -1;
  const cart: number[] = [];
  for (let opened = 0; opened < MOST_OPENED && (opened < 2 || chance.next() < habit.goesOn); opened++) {
    const item = chance.next() < RETURNS && memory.length > 0 ? (memory[chance.below(memory.length)] ?? 0) : choose(walk, aisle, previous);
    const utility = utilityOf(world, walk.taste, item);
    happen('view_item', item, Math.round(SECOND_MS * Math.exp(2 + 0.25 * utility + 0.5 * chance.normal())));
    if (chance.next() < logistic(utility - CART_UTILITY)) {
      happen('add_to_cart', item);
      cart.push(item);
    }
    if (utility > CART_UTILITY - 1) memory.push(item);
    previous = item;
    const turn = chance.next();
    const here = world.aisleOf[item] ?? aisle;
    aisle = turn < STAYS ? here : turn < STAYS + GOES_WITH ? (world.aisles[here]?.goesWith ?? here) : drawAisle(walk);
  }
  for (const item of new Set(cart)) if (chance.next() < logistic(utilityOf(world, walk.taste, item) - BUY_UTILITY)) happen('purchase', item);
  return events;
}

function drawAisle({ taste, chance }: Walk): number {
  const wanted = chance.next() * (taste.aisles.at(-1) ?? 0);
  const found = taste.aisles.findIndex((sum) => sum > wanted);
  return Math.max(0, found);
}

/** Multinomial logit over the considered products (by Gumbel-max), never the one just seen where there is another. */
function choose({ world, taste, chance }: Walk, aisle: number, previous: number): number {
  const place = world.aisles[aisle];
  if (!place) return 0;
  const considered = new Set(Array.from({ length: Math.min(CONSIDERED, 2 * place.items.length) }, () => drawByAppeal(place, chance)));
  if (considered.size > 1) considered.delete(previous);
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const item of considered) {
    const utility = utilityOf(world, taste, item) - Math.log(-Math.log(chance.next() + 1e-12));
    if (utility <= most) continue;
    most = utility;
    best = item;
  }
  return best;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

function idFrom(chance: Chance): EventId {
  return Array.from({ length: 4 }, () => chance.below(4294967296).toString(16).padStart(8, '0')).join('') as EventId;
}
