/**
 * **Knows** what a policy would have earned, from choices that another one made: weighting, models, intervals, how far to trust
 * them, the same from noised sums of devices, and the gate that a policy passes before it is published.
 * **Not here** choosing (`#core/ads`), the bandit's posterior (`#core/ads`), noise (`#core/privacy`).
 * **Trust** whoever controls the log controls the estimate, never past the range of the rewards (SNIPW); a device moves a
 * noised sum by the report's bound at most. Sources and examples: docs/MEASUREMENT.md.
 */
export { bootstrapInterval } from './bootstrap.ts';
export { directMethod, doublyRobust, ipw, snipw, switchDoublyRobust } from './estimators.ts';
export { mayPublish, MIN_EFFECTIVE_CHOICES } from './gate.ts';
export { importanceWeights, type LoggedChoices } from './log.ts';
export { countPolicy, MAX_REPORTED_WEIGHT, policyEstimateOf, policyLayout, REPORTED_CHOICES, type JudgedChoice } from './private.ts';
