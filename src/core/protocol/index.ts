/**
 * **Knows** tasks, manifests, reports, rounds and their bytes.
 * **Not here** secret sharing (`#core/vdaf`), noise and budget (`#core/privacy`), the Merkle log (`#core/tlog`).
 * **Trust** every decoder takes hostile bytes and answers with a fault that names the offset or the field.
 */
export type { ProtocolFault, ReportFault } from './fault.ts';
export { decodeHpkeConfig, encodeHpkeConfig, type HpkeConfig } from './hpke-config.ts';
export {
  abandonedTaskText, aggregateShareText, decodeAggregateShareRequest, decodeAggregateShareResponse, decodeAggregationAnswer, decodeAggregationJob, encodeAggregateShareRequest,
  encodeAggregateShareResponse, encodeAggregationAnswer, encodeAggregationJob, MAX_JOB_REPORTS, REPORT_ERRORS,
  type AggregateShareRequest, type AggregateShareResponse, type AggregationJob, type PrepareRequest, type PrepareResponse, type ReportError,
} from './job.ts';
export type { Ledger, LedgerEntry } from './ledger.ts';
export { decodeLogEntry, decodeRound, encodeLogEntry, encodeRound, noRejects, type LogEntry } from './log-entry.ts';
export { decodeManifest, decodePolicy, encodeManifest, encodePolicy, policyHashOf } from './manifest-codec.ts';
export { CLOCK_SLACK_MS, HELPER_ONLY, MAX_DEPLOYMENT_AGE_MS, MAX_WITNESSES, type Manifest, type PolicyFile } from './manifest.ts';
export type { Network } from './network.ts';
export { DESPITE_GPC_HEADER, problem, problemKindOf, type Problem, type ProblemKind } from './problem.ts';
export { decodeReceipt, encodeReceipt, type ReceiptProof } from './receipt.ts';
export {
  decodePlaintextInputShare, decodeReport, decodeUpload, encodePlaintextInputShare, encodeReport, encodeUpload, hpkeInfo, inputShareAad, MAX_REPORT_BYTES,
  pineNonce, REPORT_ID_BYTES, REPORT_ID_PATTERN, reportTimeHours, uploadBytes, vdafContext, type AggregatorRole, type HpkeCiphertext, type Report,
} from './report.ts';
export { REJECT_REASONS, type RejectReason, type RoundOutcome, type RoundRecord } from './round.ts';
export { isStorageError, StorageError, withStorageFaults, type CheckpointStore, type FileCache } from './storage.ts';
export { decodeTask, encodeTask, taskIdOf } from './task-codec.ts';
export { MODEL_KINDS, updateLength, VERDICT_ENTRIES, WEIGHTS_KINDS, type ModelKind, type RoundId, type Task, type TaskId, type WeightsKind } from './task.ts';
