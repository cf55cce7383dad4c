/**
 * **Knows** how a shop's page says what its visitor does: explicit calls, `dataLayer`, marked elements, JSON-LD, routes.
 * **Not here** what an event is and which names count (`#core/events`), whether it may be kept (`#page/consent`), where
 * it goes (the `emit` of whoever starts it).
 * **Life of a click** heard on the document → read by known fields only → asked whether allowed now → told apart from a
 * repeat → bounded by `parseEvent` → emitted.
 * **Trust** a page script can say anything a visitor did not do, and gets back nothing it did not know; nothing here throws
 * into the page or changes what its own calls give back.
 */
export { COLLECT_SOURCES, startCollecting, type Collector, type CollectSource } from './collector.ts';
