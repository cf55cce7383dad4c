/**
 * **Knows** where shared weights come from: trained in one place, in federated rounds as devices come and go, or on one
 * shopper's own history; and the counts that all of them start from.
 * **Not here** what a figure is (`#bench/evaluate`), what a device computes (`#worker/*`), the server step (`#core/fedavg`).
 * **Life of a lane** 1. `subjectOf` makes train users devices, each with the choices that no statistic holds. 2. Pairs, T11
 * and popularity learn what came before these choices. 3. The mix learns the choices. 4. Pairs are counted anew over all.
 * **Trust** every update goes through the product's own clip, rounding, shares and noise; who arrives when is drawn by a seed.
 */
export { adWorld, trainAdHead, type AdLog } from './ad-heads.ts';
export { attendance, VANISHING_SHARE } from './attendance.ts';
export { trainCentral } from './central.ts';
export { seededRandomness } from './chance.ts';
export { trainFederated, type FederatedResult } from './federated.ts';
export { localTeacher } from './local.ts';
export { planFederation, type FederationPlan, type PrivacyRecord } from './plans.ts';
export { noisedCounts, trainCounts } from './popularity.ts';
export type { Shared } from './shared.ts';
export { idealCompany } from './statistics.ts';
export { interactionsOf, subjectOf, type Subject } from './subject.ts';
