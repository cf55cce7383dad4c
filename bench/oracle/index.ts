/**
 * **Knows** T11 in plain tfjs ops with automatic differentiation, on whichever backend is set: what every engine of ours
 * is tested against and timed against.
 * **Not here** engines that ship (`#worker/models`, `#worker/backend`).
 * **Trust** measures only; nothing here is shipped.
 */
export { minimizeSteps, tfjsEncoder, topItems } from './encoder.ts';
export { weightTensors } from './model.ts';
