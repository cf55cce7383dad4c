/**
 * **Knows** tasks, manifests, reports, rounds and their bytes.
 * **Not here** secret sharing (`#core/vdaf`), noise and budget (`#core/privacy`), the Merkle log (`#core/tlog`).
 * **Trust** every decoder takes hostile bytes and answers with a fault that names the offset.
 */
export type { ReportFault } from './fault.ts';
export type { Ledger, LedgerEntry, LedgerState } from './ledger.ts';
export type { Manifest, PolicyFile } from './manifest.ts';
export type { Network } from './network.ts';
export { REJECT_REASONS, type RejectReason, type RoundRecord } from './round.ts';
export type { CheckpointStore, FileCache } from './storage.ts';
export { MODEL_KINDS, type ModelKind, type RoundId, type Task, type TaskId, type TaskParty } from './task.ts';
