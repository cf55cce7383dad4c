/**
 * **Knows** a Merkle log over its tables, the leader's or a verified copy of it: append, head, proofs, tiles, taking over.
 * **Not here** hashing and formats (`#core/tlog`), what an entry says (`#core/protocol`), when one is written (`#server/leader`).
 * **Trust** the log is append-only here; a thief of its key could sign another history, which cosigners and clients refuse.
 */
export { provenPart } from './copy.ts';
export { appendLeaf, consistencyIn, headOf, signedCheckpoint, tileAt } from './log.ts';
