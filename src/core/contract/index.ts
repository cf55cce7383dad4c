/**
 * **Knows** what page and worker say to each other: plain data, faults by kind.
 * **Not here** how it travels (`#page/engine`, `worker/index`).
 * **Trust** the page is trusted no more than any page script: the worker checks grants and input itself.
 */
export type {
  Profile, Recommendations, RecommendRequest, TimelineRow, UploadRow, WorkerApi, WorkerConfig, WorkerFault, WorkerNotice,
} from './worker-api.ts';
export { DEFAULT_COUNT, MAX_COUNT, placementOf, servedCount } from './request.ts';
export type { CatalogueCache, DeviceStores, EngineChoice, SettingValues } from './stores.ts';
