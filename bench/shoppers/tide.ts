import type { Taste } from './taste.ts';
import type { World } from './world.ts';

/** How many times as often as usual everybody goes to a department in some week, by its name; 1 for what is not there. */
export type Tide = Readonly<Record<string, number>>;

/** `taste` in a week of such a tide. */
export function inTide({ aisles, products }: World, taste: Taste, tide: Tide): Taste {
  let [sum, before] = [0, 0];
  const cumulative = Float64Array.from(taste.aisles, (until, i) => {
    const own = until - before;
    before = until;
    return (sum += own * (tide[products[aisles[i]?.items[0] ?? -1]?.category[0] ?? ''] ?? 1));
  });
  return { ...taste, aisles: cumulative };
}
