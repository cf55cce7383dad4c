import { seededChance, type Chance } from '#core/units';
import type { World } from './world.ts';

/** What one simulated shopper likes. Nobody but the choice model reads it. */
export interface Taste {
  /** Running sum over aisles of how often she goes there. */
  readonly aisles: Float64Array;
  /** Liking of a brand, standard deviation 1; drawn when first met, the same ever after. */
  readonly brand: (name: string) => number;
  /** Place in the price order of an aisle she looks for, 0 to 1. */
  readonly priceRank: number;
  /** How much a price away from it repels. */
  readonly priceCare: number;
  /** How much she follows what everyone buys. */
  readonly conformity: number;
  /** What she alone likes of one product, standard deviation 1. */
  readonly own: (item: number) => number;
}

/** Aisles a shopper has a special liking for, and how much more often she goes there. */
const FAVOURITES = 3;
const FAVOURITE_WEIGHT = 12;

/** Taste number `index` of a world. */
export function tasteOf(world: World, index: number): Taste {
  const chance = seededChance(mixed(world.seed, index));
  const favourites = new Set(Array.from({ length: FAVOURITES }, () => aisleByTraffic(world, chance)));
  let sum = 0;
  const aisles = Float64Array.from(world.aisles, ({ cumulative }, aisle) => (sum += Math.sqrt(cumulative.at(-1) ?? 0) * (favourites.has(aisle) ? FAVOURITE_WEIGHT : 1) * Math.exp(0.5 * chance.normal())));
  return {
    aisles,
    priceRank: chance.next(),
    priceCare: 1 + 3 * chance.next(),
    conformity: 0.3 + 0.5 * chance.next(),
    brand: (name) => (name === '' ? 0 : seededChance(mixed(mixed(world.seed, index), textSeed(name))).normal()),
    own: (item) => seededChance(mixed(mixed(world.seed + 1, index), item)).normal(),
  };
}

function aisleByTraffic(world: World, chance: Chance): number {
  const total = world.aisles.reduce((sum, { cumulative }) => sum + Math.sqrt(cumulative.at(-1) ?? 0), 0);
  let wanted = chance.next() * total;
  for (const [index, { cumulative }] of world.aisles.entries()) {
    wanted -= Math.sqrt(cumulative.at(-1) ?? 0);
    if (wanted <= 0) return index;
  }
  return world.aisles.length - 1;
}

/** One 32-bit seed from two numbers (the finaliser of MurmurHash3, so that neighbours differ in every bit). */
export function mixed(a: number, b: number): number {
  let word = Math.imul(a, 0x9e3779b1) ^ (b | 0);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

function textSeed(text: string): number {
  let word = 0;
  for (let i = 0; i < text.length; i++) word = mixed(word, text.charCodeAt(i));
  return word;
}
