/**
 * **Knows** witnessing: the request to cosign (C2SP tlog-witness) on both of its sides, and what a cosigner must remember. It
 * is the same for a helper and for a witness that is nothing else, and for any C2SP log.
 * **Not here** hashing and notes (`#core/tlog`), whose cosignatures suffice (`trustOf`), who is asked when (`#server/leader`).
 * **Life of a cosignature** request read → log known → its signature holds → in one transaction: the size asked from is the
 * one cosigned last, the proof holds, the new tree is kept → durable → the line leaves.
 * **Trust** a log is hostile: it can make a witness work, and get no second history cosigned, not by a restart of the
 * witness, not by two requests at once. Nor can it speak for another log: an origin has the keys that one source names. Who
 * repeats a checkpoint costs two signatures and no write. A thief of a witness's key can cosign anything: a policy asks for
 * more than one.
 */
export { MAX_ADD_CHECKPOINT_BYTES, decodeAddCheckpoint, encodeAddCheckpoint } from './add-checkpoint.ts';
export { createWitnessApp, witnessRoutes } from './app.ts';
export { askToCosign } from './ask.ts';
export type { Witness } from './cosign.ts';
export { keysByOrigin, knownLog, mergedLogs, parseLogList, type KnownLog } from './known-logs.ts';
