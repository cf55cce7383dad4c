/**
 * **Knows** the shop's half: taking reports, preparing them with the helper, closing batches, stepping the model, publishing.
 * **Not here** the helper's half (`#server/helper`), arithmetic of the step (`#server/step`), formats (`#core/protocol`).
 * **Life of a round** task planned → helper agrees → leaf in the log → offered in the manifest → reports kept (201) → jobs with
 * the helper → task closes → helper's noised share → own noised share → step → round and model leaf, files and current model
 * in one transaction → checkpoint cosigned → manifest. Whoever it waits for, and why, stands in `/v1/rounds` and in its news.
 * **Trust** devices are hostile: any bytes get an answer and a count. A hostile leader can lose reports or stop; it cannot read
 * one, open less than k, or change what the log says, because the helper's noise, its count and its cosignature stand against it.
 */
export { keepAdsFresh, publishAds } from './ads.ts';
export { keepRules, rulesNow } from './brand-rules.ts';
export { keepOffersFresh, offersNow, pricedSegments, publishOffers } from './offers.ts';
export { believedSpend, keepDeliveryFresh, refreshDelivery, replaceDelivery, type DeliveryRules } from './delivery.ts';
export { keepExperiments, keptExperiments } from './experiments.ts';
export { countedInTurn, countedShopOf, type CountedSubject } from './counted.ts';
export { managedCampaigns, managedOf } from './kept-campaigns.ts';
export { firstModelOf } from './genesis.ts';
export type { Deployment, DeploymentWitnesses, LeaderNews, MeasurePlan, ModelPlan } from './leader.ts';
export { sumsSince } from './measured.ts';
export { openLeader, type OpenLeader } from './open.ts';
export type { Scheduler } from './schedule.ts';
