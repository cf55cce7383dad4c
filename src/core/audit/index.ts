/**
 * **Knows** how to recompute everything a deployment publishes, round by round, trusting only the policy's keys; the history,
 * the incidents and the privacy spent that follow from it; and how one leaf or one report is proven.
 * **Not here** fetching (`load` is a port), pictures of the result (`#page/pages`, `#server/commands`).
 * **Trust** the servers are the audited party: a changed byte, a skipped step or a second opening is named with its round.
 */
export type { AuditCheck, AuditedLog, AuditedMeasureRound, AuditedModelRound, AuditedRound, AuditedSignature, AuditOptions, AuditProgress, AuditReport, LoadFile, LogCopy, PlacedEntry } from './check.ts';
export { brokenRounds, isBroken } from './check.ts';
export { auditDeployment } from './deployment.ts';
export { buildLike, historyOf, incidentsOf, type Change, type HistoryStep, type Incident } from './history.ts';
export { servedFile } from './page-template.ts';
export { proveEntry, type LeafProof } from './proof.ts';
export { findReport, type FoundReport } from './receipt.ts';
export { auditModelRound } from './model-round.ts';
export { buildsOf, isServed, NO_ADDRESS, readSites, servedAt, SERVER_FOLDER, type Sites } from './served.ts';
export { modelHistoryOf, type ModelStep } from './model-history.ts';
export { spentSoFar, type Spending, type Spent } from './spending.ts';
export { surplusRange, surplusText, verdictText } from './verdict.ts';
