import type { Fault } from './scene.ts';
import { STORAGE_FAULTS } from './storage.ts';
import { TIME_FAULTS } from './time.ts';
import { WORKER_FAULTS } from './worker.ts';

/** Every fault that a browser was given; `npm test` runs the samples. */
export const FAULTS: readonly Fault[] = [...STORAGE_FAULTS, ...WORKER_FAULTS, ...TIME_FAULTS];
