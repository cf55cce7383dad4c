/**
 * **Knows** the layout of a measurement: what each entry of its private reports counts.
 * **Not here** counting (`#core/ads`, `#core/experiment`, … each its own subject), tasks (`#core/protocol`), noise (`#core/privacy`).
 * **Trust** a layout comes from the leader and is public; its hash stands in the task. It names sums, and no cell can name one device.
 */
export { decodeLayout, encodeLayout, MAX_CELLS, MIN_CELLS, type Layout } from './layout.ts';
