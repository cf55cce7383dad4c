/**
 * **Knows** the leader's Merkle log over its tables: append, head, proofs, tiles.
 * **Not here** hashing and formats (`#core/tlog`), what an entry says (`#core/protocol`), when one is written (`#server/leader`).
 * **Trust** the log is append-only here; a thief of its key could sign another history, which cosigners and clients refuse.
 */
export { appendLeaf, consistencyIn, headOf, signedCheckpoint, tileAt } from './log.ts';
