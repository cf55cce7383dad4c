import type { ItemId } from '#core/catalogue';
import type { Taste } from './taste.ts';
import { utilityOf } from './visit.ts';
import type { World } from './world.ts';

/** An ad as a simulated shopper meets it. */
export interface SeenAd {
  /** What it is for. */
  readonly itemId: ItemId;
  readonly style: string;
  /** How often she saw it before. */
  readonly timesSeen: number;
}

/** What an ad does to one shopper: true chances, which nobody but the choice model knows. */
export interface AdResponse {
  /** That she follows it, once she saw it. */
  readonly clickChance: number;
  /** That she buys what it is for on the spot, once she followed it. */
  readonly buyChance: number;
}

/** Log-odds of following an ad that means nothing more to her than to others: 2.9 %, as display ads of shops are followed by one to three in a hundred. */
const INDIFFERENT = -3.5;
/** How much more an ad is followed by those who go to its department, and to its very aisle: powers of how much oftener than others they do. */
const DEPARTMENT_POWER = 1.2;
const AISLE_POWER = 0.4;
/** Log-odds by a unit of utility of the product itself. */
const PRODUCT_WEIGHT = 0.3;
/** What drawing styles are worth to everybody, in log-odds. */
const STYLE_WEIGHT: Readonly<Record<string, number>> = { price: 0.4, banner: -0.4 };
/** What each time she saw it before takes away, and how many times still do. */
const WEARINESS = 0.15;
const MOST_WEARY = 6;
/** Utility from which a followed product is bought half of the time: above a cart's, for she did not come for it. */
const BUY_UTILITY = 4.5;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** How often she goes to `aisles`, compared with everybody. */
function liftOf(world: World, taste: Taste, isAmong: (aisle: number) => boolean): number {
  let [hers, everybodys, sums] = [0, 0, 0];
  let before = 0;
  for (const [i, { cumulative }] of world.aisles.entries()) {
    const [own, traffic] = [(taste.aisles[i] ?? 0) - before, Math.sqrt(cumulative.at(-1) ?? 0)];
    before = taste.aisles[i] ?? 0;
    sums += traffic;
    if (!isAmong(i)) continue;
    hers += own;
    everybodys += traffic;
  }
  return everybodys === 0 ? 1 : hers / before / (everybodys / sums);
}

/** Her answer to ads; undefined for one of what the shop does not sell. */
export function responder(world: World, taste: Taste): (ad: SeenAd) => AdResponse | undefined {
  const known = new Map<ItemId, { readonly liking: number; readonly utility: number } | undefined>();
  const feelingFor = (itemId: ItemId): { readonly liking: number; readonly utility: number } | undefined => {
    const item = world.products.findIndex(({ id }) => id === itemId);
    const aisle = world.aisleOf[item] ?? -1;
    const department = world.products[item]?.category[0];
    if (aisle < 0) return undefined;
    const isSameDepartment = (other: number): boolean => world.products[world.aisles[other]?.items[0] ?? -1]?.category[0] === department;
    const liking = DEPARTMENT_POWER * Math.log(liftOf(world, taste, isSameDepartment)) + AISLE_POWER * Math.log(liftOf(world, taste, (other) => other === aisle));
    return { liking, utility: utilityOf(world, taste, item) };
  };
  return ({ itemId, style, timesSeen }) => {
    if (!known.has(itemId)) known.set(itemId, feelingFor(itemId));
    const feeling = known.get(itemId);
    if (!feeling) return undefined;
    const looks = (STYLE_WEIGHT[style] ?? 0) - WEARINESS * Math.min(MOST_WEARY, timesSeen);
    return { clickChance: logistic(INDIFFERENT + feeling.liking + PRODUCT_WEIGHT * (feeling.utility - 1) + looks), buyChance: logistic(feeling.utility - BUY_UTILITY) };
  };
}
