/**
 * **Knows** how an event log becomes sessions, sequences and interests.
 * **Not here** the log (`#page/store`), vectors of items (`#core/catalogue`), encoders (`#worker/models`).
 * **Trust** values in, values out; an event of an unknown item is dropped and counted.
 */
export { MAX_SEQUENCE, type Interaction, type SequenceInput, type ShopperHistory, type TrainingExample } from './history.ts';
