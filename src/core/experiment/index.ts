/**
 * **Knows** experiments: which arm a device is in, what it tells once, and what the noised sums of arms say: effects with and
 * without CUPED, intervals that may be looked at all the time, uplift with Qini, iROAS, numbers to plan, and alerts on series.
 * **Not here** showing ads or noting ghosts (`#core/ads`), the file that names experiments (`#core/campaigns`), noise (`#core/privacy`).
 * **Life of an experiment** 1. the delivery file names it. 2. `armOf` on the device. 3. after its window closed
 * `observationOf` and `countExperiment` fill one report. 4. `armMoments` of the noised sum, `effectOf`, `alwaysValid` at the server.
 * **Trust** the arm comes from a draw that never leaves the device; one device moves the sums by the report's bound at most.
 */
export { alertsOf, REFERENCE_POINTS, type Alert, type SeriesPoint } from './alerts.ts';
export { armOf, experimentsHere, HELD_ARM, isRunning } from './arm.ts';
export { effectOf, meanOutcome } from './effect.ts';
export { experimentFaults } from './experiment-faults.ts';
export { armMoments, countExperiment, EVERYBODY, experimentCells, experimentLayout, isByLifeCycle } from './layout.ts';
export { MOST_OUTCOME_CENTS, observationOf, OUTCOME_WINDOW_MS, type Observation } from './observe.ts';
export { ratioOf } from './ratio.ts';
export { devicesInAll, devicesPerArm } from './sample-size.ts';
export { ALPHA, alwaysValid, alwaysValidP } from './sequential.ts';
export { qiniOf } from './uplift.ts';
