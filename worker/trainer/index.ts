/**
 * **Knows** how one device trains T11 on its own history, in slices, without holding the worker up.
 * **Not here** the slopes (`#worker/models`), the mix's training (`#worker/recommender`), clipping and sending
 * (`#worker/federation`), when to train (`#worker/session`).
 * **Trust** a history can only move this device's own delta; what leaves is clipped and checked in `#core/fedavg`.
 */
export { localT11Update, MAX_LOCAL_EXAMPLES, T11_CLIP_NORM, T11_LEARNING_RATE, type LocalT11Options } from './local.ts';
export { trainT11 } from './central.ts';
