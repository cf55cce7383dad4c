/**
 * **Knows** how to recompute everything a deployment publishes, round by round, trusting only the policy's keys.
 * **Not here** fetching (`load` is a port), pictures of the result (`#page/pages`, `#server/commands`).
 * **Trust** the servers are the audited party: a changed byte, a skipped step or a second opening is named with its round.
 */
export type { AuditCheck, AuditedRound, AuditOptions, AuditReport } from './check.ts';
export { auditDeployment } from './deployment.ts';
export { auditRound } from './round.ts';
