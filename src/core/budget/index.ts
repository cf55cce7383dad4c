/**
 * **Knows** how budgets are held from noised spend alone: what a day should spend, what is believed spent, the pass-through that
 * follows, what devices may overspend at most, and how a total is split over campaigns.
 * **Not here** counting spend on the device (`#core/ads`), the file that carries pass-through (`#core/campaigns`), noise (`#core/privacy`).
 * **Life of a pass-through** 1. a measurement round releases noised spend. 2. `learned` updates the rate. 3. `passThroughOf` says
 * how often a campaign may be served. 4. the delivery file says so to everyone.
 * **Trust** a device that lies moves noised spend by its report's bound; one that serves on past its lease harms one shopper's view
 * and no budget beyond `overDeliveryBoundCents`.
 */
export { allocate, fitResponse, marginalValue, type AllocationShare } from './allocation.ts';
export { drifted, learned, type Belief } from './belief.ts';
export { dayTargetCents, type Flight } from './flight.ts';
export { mayServe, overDeliveryBoundCents } from './lease.ts';
export { daySpend, nextPace, pacedUntil, spentCents, startedPace, toldPace, type DaySpend, type Pace } from './pace.ts';
export { HELD_DEVIATIONS, opportunitiesLeft, passThroughOf } from './pacing.ts';
