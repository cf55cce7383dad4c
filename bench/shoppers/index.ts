/**
 * **Knows** how simulated shoppers choose, and what an ad does to them: hidden tastes over public product facts (bench/README.md, "Choice model").
 * **Not here** the devices that carry them (`#bench/simulate`); anything the recommender computes: no score, vector or
 * feature of ours is read, so that a simulation cannot flatter us by construction.
 * **Trust** no claim about quality may rest on simulated shoppers; they show that the loop turns.
 */
import type { Product } from '#core/catalogue';
import type { ShopEvent } from '#core/events';
import { responder, type AdResponse, type SeenAd } from './respond.ts';
import { tasteOf } from './taste.ts';
import { inTide, type Tide } from './tide.ts';
import { LEISURELY, weekOf, type Habit } from './visit.ts';
import { worldOf } from './world.ts';

export type { AdResponse, SeenAd } from './respond.ts';
export type { Tide } from './tide.ts';
export { DAILY } from './visit.ts';

/** One simulated shopper. */
export interface Shopper {
  /** Events of week `week` (from 0), oldest first, all within the seven days from `startMs`. The same call gives the same events. @param tide - what everybody wants more or less that week */
  week(week: number, startMs: number, tide?: Tide): ShopEvent[];
  /** What an ad does to her; undefined where the shop does not sell what it is for. */
  respond(ad: SeenAd): AdResponse | undefined;
}

/** Shoppers of one shop: number `index` likes the same things in every run with the same products and seed. */
export function shoppersOf(products: readonly Product[], seed: number, habit: Habit = LEISURELY): (index: number) => Shopper {
  const world = worldOf(products, seed);
  if (world.aisles.length === 0) throw new RangeError(`Cannot simulate shoppers of ${products.length} products: none is available`);
  return (index) => {
    const taste = tasteOf(world, index);
    return { week: (week, startMs, tide) => weekOf(world, tide ? inTide(world, taste, tide) : taste, { shopper: index, week, startMs, habit }), respond: responder(world, taste) };
  };
}
