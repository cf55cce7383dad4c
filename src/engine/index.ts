/**
 * **Knows** the page's end of the worker: the start ladder, restart after a crash, the fallback without a worker.
 * **Not here** what the worker does (`#worker/session`), what page and worker say (`#core/contract`).
 * **Life of a worker** same-origin file, else fetched bytes as a blob, else the page's own thread with what is popular and
 * one console line; a first answer; `start`; when it breaks, or is silent for long, a fresh one takes over and open calls
 * are asked again of it, three times in ten minutes.
 * **Trust** whoever serves the worker's file runs in the shop's page, as the tag itself does; SRI and logged hashes are
 * the answer to that, not this room.
 */
export { startEngine, type EngineConfig } from './engine.ts';
