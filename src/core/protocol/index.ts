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
export { topicOf, type EntryTopic, type Ledger, type LedgerEntry, type MeasureEntry, type ModelEntry } from './ledger.ts';
export { decodeLogEntry, decodeRound, encodeLogEntry, encodeRound, noRejects, type LogEntry } from './log-entry.ts';
export { decodeManifest, decodePolicy, encodeManifest, encodePolicy, policyHashOf } from './manifest-codec.ts';
export { CLOCK_SLACK_MS, HELPER_ONLY, MAX_DEPLOYMENT_AGE_MS, MAX_WITNESSES, type Manifest, PUBLIC_FILES, type PolicyFile, type PublicFile, type PublicFileType } from './manifest.ts';
export type { Network, ReportGrant } from './network.ts';
export { DESPITE_GPC_HEADER, problem, problemKindOf, type Problem, type ProblemKind } from './problem.ts';
export { decodeReceipt, encodeReceipt, type ReceiptProof } from './receipt.ts';
export {
  decodePlaintextInputShare, decodeReport, decodeUpload, encodePlaintextInputShare, encodeReport, encodeUpload, hpkeInfo, inputShareAad, MAX_REPORT_BYTES,
  REPORT_ID_BYTES, REPORT_ID_PATTERN, reportTimeHours, uploadBytes, reportNonce, vdafContext, type AggregatorRole, type HpkeCiphertext, type Report,
} from './report.ts';
export { isModelRound, REJECT_REASONS, type MeasureRound, type ModelRound, type RejectReason, type RoundOutcome, type RoundRecord } from './round.ts';
export { isStorageError, StorageError, withStorageFaults, type CheckpointStore, type FileCache } from './storage.ts';
export { SHOP_KINDS, type ShopKind } from './shop-kinds.ts';
export { decodeTask, encodeTask, taskIdOf } from './task-codec.ts';
export {
  ADS_KINDS, GIVEN_KINDS, kindsOf, MEASURE_VDAFS, MODEL_KINDS, scopeOf, updateLength, VERDICT_ENTRIES,
  type AdsKind, type ByKind, type ExactRatio, type GivenKind, type MeasureTask, type MeasureVdaf, type ModelKind, type ModelTask, type RoundId, type Task, type TaskId, type WeightsKind,
} from './task.ts';
