import type { DataUser } from '#bench/data';
import { buyingCells, chanceOfBuying, countOutcome, type Browse } from '#core/audience';
import { SESSION_GAP_MS } from '#core/features';
import { seededChance } from '#core/units';

/** Share of train time that is looked at; what is bought in the rest is the outcome. */
const LOOKED_SHARE = 0.7;
/** Share of users whose outcomes are asked and never counted. */
const ASKED_SHARE = 0.15;

/** How well a table of counts tells what will be bought. */
export interface BuyingResult {
  /** Pairs of a user and an item she looked at and had not bought. */
  readonly counted: number;
  readonly asked: number;
  readonly bought: number;
  /** Chance that a bought pair stands above one that was left. */
  readonly auc: number;
  /** Nats, of the table and of the base rate alone. */
  readonly logLoss: number;
  readonly baseLogLoss: number;
}

interface Outcome {
  readonly browse: Browse;
  readonly isBought: boolean;
}

/** The Bayes table on purchases, users kept apart; undefined where the data set has none after a look. */
export function judgeBuying(users: readonly DataUser[], seed: number): BuyingResult | undefined {
  const times = Float64Array.from(users.flatMap(({ events }) => events.map(({ atMs }) => atMs))).sort();
  const cutMs = times[Math.floor(times.length * LOOKED_SHARE)] ?? 0;
  const chance = seededChance(seed);
  const counts = new Float64Array(buyingCells(0).length);
  const asked: Outcome[] = [];
  let counted = 0;
  let countedBought = 0;
  for (const { events } of users) {
    const isAsked = chance.next() < ASKED_SHARE;
    for (const outcome of outcomesOf(events, cutMs)) {
      if (isAsked) {
        asked.push(outcome);
        continue;
      }
      counted += 1;
      if (outcome.isBought) countedBought += 1;
      countOutcome(counts, outcome.browse, outcome.isBought);
    }
  }
  const bought = asked.filter(({ isBought }) => isBought).length;
  if (countedBought === 0 || bought === 0) return undefined;
  const scored = asked.map(({ browse, isBought }) => ({ probability: chanceOfBuying({ counts, noiseStdDev: 0 }, browse), isBought }));
  const base = countedBought / counted;
  return {
    counted, asked: asked.length, bought, auc: aucOf(scored),
    logLoss: meanLoss(scored), baseLogLoss: meanLoss(scored.map(({ isBought }) => ({ probability: base, isBought }))),
  };
}

function outcomesOf(events: DataUser['events'], cutMs: number): Outcome[] {
  const browseByItem = new Map<number, { views: number; dwellMs: number; isInCart: boolean; isOver: boolean }>();
  const boughtLater = new Set<number>();
  for (const [index, { item, type, atMs }] of events.entries()) {
    if (atMs > cutMs) {
      if (type === 'purchase') boughtLater.add(item);
      continue;
    }
    const browse = browseByItem.get(item) ?? { views: 0, dwellMs: 0, isInCart: false, isOver: false };
    browseByItem.set(item, browse);
    // What was looked at until the next event came: no data set here says it itself.
    const gapMs = (events[index + 1]?.atMs ?? atMs) - atMs;
    if (type === 'view_item' || type === 'select_item') {
      browse.views += 1;
      if (gapMs < SESSION_GAP_MS) browse.dwellMs = Math.max(browse.dwellMs, gapMs);
    }
    if (type === 'add_to_cart') browse.isInCart = true;
    if (type === 'purchase') browse.isOver = true;
  }
  return [...browseByItem].filter(([, { views, isOver }]) => views > 0 && !isOver)
    .map(([item, { views, dwellMs, isInCart }]) => ({ browse: { views, dwellMs, isInCart, category: -1 }, isBought: boughtLater.has(item) }));
}

interface Scored {
  readonly probability: number;
  readonly isBought: boolean;
}

/** Area under the ROC curve by ranks, ties at their mean (Mann and Whitney 1947). */
export function aucOf(scored: readonly Scored[]): number {
  const sorted = scored.toSorted((a, b) => a.probability - b.probability);
  let rankSum = 0;
  let bought = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]?.probability === sorted[start]?.probability) end += 1;
    for (let i = start; i < end; i++) if (sorted[i]?.isBought) {
      bought += 1;
      rankSum += (start + 1 + end) / 2;
    }
    start = end;
  }
  return (rankSum - (bought * (bought + 1)) / 2) / (bought * (sorted.length - bought));
}

function meanLoss(scored: readonly Scored[]): number {
  return scored.reduce((sum, { probability, isBought }) => sum - Math.log(isBought ? probability : 1 - probability) / scored.length, 0);
}
