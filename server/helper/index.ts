/**
 * **Knows** the auditor's half: agreeing to tasks, preparing its shares, releasing one noised sum per batch, cosigning
 * the log and keeping a copy of it.
 * **Not here** when a batch closes (`#server/leader`), what sums mean (`#core/fedavg`), how bytes are kept (`#server/store`).
 * **Life of a batch** task agreed → jobs: open seal, prepare, add to the sum, answer → share asked for: same reports as the
 * leader counted, at least k → noise of its own added → noised share kept, bare sum deleted → share sent.
 * **Trust** the leader is hostile: it can waste a batch, and cannot open one below k, twice, or without this helper's noise, nor
 * keep more here than its quota. A helper of several shops shares its processor among them: a busy leader slows the others down.
 * Devices never speak to the helper; it learns no address.
 */
export { createHelperApp } from './app.ts';
export { createLogCopy } from './copy.ts';
export { parseQuota, type Quota } from './quota.ts';
export { closeForRestore } from './restore.ts';
