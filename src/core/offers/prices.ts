import type { ItemId } from '#core/catalogue';
import type { Layout } from '#core/measurement';
import type { PriceSegment } from './bands.ts';
import { demandCell, PARTS_OF_DAY, type PartOfDay } from './demand.ts';

/** Where one segment's price stands in one part of the day; public, so that anybody can work out the next day's. */
export interface PriceState {
  /** ln(price / base). */
  readonly offset: number;
  /** Demand that is usual then, items a day. */
  readonly usual: number;
  /** Way of the last move, and days since. */
  readonly direction: -1 | 0 | 1;
  readonly daysSinceMove: number;
}

/** Prices of a day, the same for everyone: by segment and part of the day. */
export interface DayPrices {
  readonly states: Readonly<Record<string, PriceState>>;
  /** Cents by item and part of the day. */
  readonly cents: Readonly<Record<ItemId, Readonly<Record<PartOfDay, number>>>>;
}

/** Noised sums of demand of one day. */
export interface DemandSums {
  /** shape [layout.cells]. */
  readonly sums: ArrayLike<number>;
  /** Of the noise in each sum, both servers together. */
  readonly noiseStdDev: number;
}

/** Most that a price moves in a day: more looks like a trick, and noise could swing it. */
export const MAX_DAILY_STEP = 0.05;
/** Days before a price that moved one way may move the other. */
const COOLING_DAYS = 2;
/** Deviations that demand must differ from the usual by before it counts as different: by chance in one of twenty cells. */
const SURE_DEVIATIONS = 2;
/** Share of a day in what is usual: two weeks' memory. */
const DAY_SHARE = 1 / 14;
/** Between what an elasticity is believed: of retail goods most measured ones lie here (Bijmolt et al. 2005, mean 2.62). */
export const LEAST_ELASTICITY = 1.2;
export const MOST_ELASTICITY = 6;
/** Elasticity of goods of which nothing is known. */
export const USUAL_ELASTICITY = 2.62;
/**
 * Parts that a logarithm is kept in: engines differ in the last digits of theirs, and an auditor's must give the same file. A
 * price of a million is a tenth of a cent off by it.
 */
const LOG_PARTS = 1e9;
/** Deviation of the prior: noised days must say much to move it. */
const PRIOR_STD_DEV = 0.5;

/** One day's demand at one price, as deviations from the segment's usual logarithms. */
export interface PricePoint {
  readonly logPrice: number;
  readonly logDemand: number;
  /** Of `logDemand`, sampling and noise together, above 0. */
  readonly stdError: number;
}

/**
 * Elasticity of a segment: a weighted regression of the points towards the mean of retail goods, so that few or noisy days leave
 * the prior and a wrong sign is not believed. From 1.2 to 6.
 */
export function elasticityFrom(points: readonly PricePoint[]): number {
  let [weighted, precision] = [USUAL_ELASTICITY / PRIOR_STD_DEV ** 2, 1 / PRIOR_STD_DEV ** 2];
  for (const { logPrice, logDemand, stdError } of points) {
    weighted -= (logPrice * logDemand) / stdError ** 2;
    precision += logPrice ** 2 / stdError ** 2;
  }
  return Math.min(MOST_ELASTICITY, Math.max(LEAST_ELASTICITY, weighted / precision));
}

/**
 * The next day's prices from a day's noised sums: where demand is surely above (below) the usual, the price moves towards the one
 * at which it would be usual again, by {@link MAX_DAILY_STEP} at most, and otherwise back to the base. More demand never lowers a
 * price. Every price lies within its band. Reads sums and public files alone: there is no way in for anything about one device.
 *
 * @throws RangeError for a band that does not hold its base
 */
export function pricesFrom(layout: Layout, { sums, noiseStdDev }: DemandSums, segments: readonly PriceSegment[], before?: DayPrices): DayPrices {
  const demandByCell = new Map(layout.cells.map((cell, i) => [cell, Math.max(0, sums[i] ?? 0)]));
  const states: Record<string, PriceState> = {};
  const cents: Record<ItemId, Record<PartOfDay, number>> = {};
  for (const [i, { bands, elasticity }] of segments.entries()) {
    for (const { itemId, baseCents, floorCents, ceilingCents } of bands) {
      if (!(floorCents >= 1 && floorCents <= baseCents && baseCents <= ceilingCents && ceilingCents < Infinity)) throw new RangeError(`Cannot price ${itemId} between ${floorCents} and ${ceilingCents}: its base is ${baseCents}`);
      cents[itemId] = { night: baseCents, morning: baseCents, afternoon: baseCents, evening: baseCents };
    }
    const widest = { least: Math.min(0, ...bands.map((band) => Math.log(band.floorCents / band.baseCents))), most: Math.max(0, ...bands.map((band) => Math.log(band.ceilingCents / band.baseCents))) };
    for (const part of PARTS_OF_DAY) {
      const cell = demandCell(i, part);
      const demand = demandByCell.get(cell);
      const state = demand === undefined ? before?.states[cell] : nextState(before?.states[cell], demand, { noiseStdDev, elasticity, ...widest });
      if (state === undefined) continue;
      states[cell] = state;
      for (const { itemId, baseCents, floorCents, ceilingCents } of bands) {
        const ofItem = cents[itemId];
        if (ofItem) ofItem[part] = Math.min(ceilingCents, Math.max(floorCents, Math.round(baseCents * Math.exp(state.offset))));
      }
    }
  }
  return { states, cents };
}

interface Answering {
  readonly noiseStdDev: number;
  readonly elasticity: number;
  readonly least: number;
  readonly most: number;
}

/** Whole parts, so that every engine goes on from the same number; never the zero below 0, which no file can hold. */
function inParts(logarithm: number): number {
  return Math.round(logarithm * LOG_PARTS) / LOG_PARTS + 0;
}

function nextState(before: PriceState | undefined, demand: number, { noiseStdDev, elasticity, least, most }: Answering): PriceState {
  if (before === undefined) return { offset: 0, usual: demand, direction: 0, daysSinceMove: COOLING_DAYS };
  const { usual, offset } = before;
  // One and the noise are added to both: a cell of nothing but noise has a ratio near 1.
  const floor = 1 + noiseStdDev;
  const ratio = Math.log((demand + floor) / (usual + floor));
  const stdError = Math.sqrt(usual + noiseStdDev ** 2) / (usual + floor);
  const surely = Math.sign(ratio) * Math.max(0, Math.abs(ratio) - SURE_DEVIATIONS * stdError);
  const target = inParts(Math.min(most, Math.max(least, surely / elasticity)));
  const mostStep = inParts(Math.log1p(MAX_DAILY_STEP));
  const step = Math.min(mostStep, Math.max(-mostStep, target - offset));
  const way = Math.sign(step) as -1 | 0 | 1;
  const isCooling = way !== 0 && before.direction !== 0 && way !== before.direction && before.daysSinceMove < COOLING_DAYS;
  const moves = way !== 0 && !isCooling;
  return {
    offset: moves ? inParts(offset + step) : offset, usual: usual + DAY_SHARE * (demand - usual), direction: moves ? way : before.direction, daysSinceMove: moves ? 0 : before.daysSinceMove + 1,
  };
}
