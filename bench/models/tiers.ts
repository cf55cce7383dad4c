/** Federated sizes: what one report carries, one block of width 64, two blocks (RECOMMENDER §2). */
export const TIERS = ['T11', 'T64', 'T256'] as const;
export type Tier = (typeof TIERS)[number];

/** Most weights of a tier, hashed item rows included. T11: a report with its proof fits one 64 KiB keepalive request. */
export const TIER_PARAMETERS: Readonly<Record<Tier, number>> = { T11: 11_000, T64: 60_000, T256: 235_000 };

/** Largest share of a unit content vector that an item's own residual may reach: enough to turn it by 27°, so that content still rules. */
export const RESIDUAL_BOUND = 0.5;

/** Examples met in one training at an effort of 1: half a minute for T11 on one core; larger tiers get less, since each costs more. */
const VISITS: Readonly<Record<Tier, number>> = { T11: 100_000, T64: 60_000, T256: 30_000 };
/** Most passes over the examples of a small set: more overfit Beauty and UCI. */
const MOST_PASSES = 5;

/** Examples one training meets. */
export function visitsOf(tier: Tier, examples: number, effort: number): number {
  return Math.round(effort * Math.min(VISITS[tier], MOST_PASSES * examples));
}
