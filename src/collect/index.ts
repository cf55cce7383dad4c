/**
 * **Knows** how a shop’s page says what its visitor does: calls, `dataLayer`, marks, shop systems, markup, routes.
 * **Not here** what an event is and which names count (`#core/events`), whether it may be kept (`#page/consent`), where
 * it goes (the `emit` of whoever starts it).
 * **Life of a click** heard on the document → read by known fields only → asked whether allowed now → told apart from a
 * repeat → emitted; the worker bounds it again by `parseEvent` before it keeps it.
 * **Trust** a page script can say anything a visitor did not do, and gets back nothing it did not know; nothing here throws
 * into the page or changes what its own calls give back.
 */
export { startCollecting, type Collector, type CollectOptions } from './collector.ts';
export { COLLECT_SOURCES, type CollectSource } from './sources.ts';
export type { SeenEvent } from './intake.ts';
