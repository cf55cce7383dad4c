/**
 * **Knows** what page and worker say to each other: plain data, faults by kind.
 * **Not here** what carries it (`#page/engine`, `worker/index`).
 * **Trust** the page is trusted no more than any page script: the worker checks grants and input itself.
 */
export type { AnswerSource, AskContext, AssistantAnswer } from './assisting.ts';
export type {
  Profile, Recommendations, RecommendRequest, TimelineRow, UploadRow, WorkerApi, WorkerConfig, WorkerFault, WorkerNotice,
} from './worker-api.ts';
export { AD_ACTS, adSizes, type AdAct, type AdAnswer, type AdPlace, type AdRequest, type AdRow, type AdWishes, type ShownAd } from './ads.ts';
export type { OfferAnswer, OfferPlace, OfferRequest, ShownCoupon, ShownPrice } from './offers.ts';
export type { AudienceView } from './audience-view.ts';
export type { Effect, EventEffect, Explanation, ScorePart } from './explanation.ts';
export { placementSlip } from './placement-slip.ts';
export { DEFAULT_COUNT, MAX_COUNT, placementOf, servedCount } from './request.ts';
export type { RecentSearch, SearchAnswer, SearchHit, SearchRequest } from './searching.ts';
export { FACT_NAMES, type FactName, type InterestName, type InterestWish, type SteerTarget, type SteerWish } from './steering.ts';
export { EXPORT_TABLES, type Deletion, type ExportTable, type MovedIn, type Pause, type PausedUntil } from './taking.ts';
export type { CatalogueCache, DeviceStores, EngineChoice, SettingValues } from './stores.ts';
export { answerPage, askWorker, everyMethod, type Answerer } from './wire.ts';
