/**
 * **Knows** how a device takes part: it verifies a deployment, decides for itself, trains, shares, seals, writes the
 * ledger and sends. The same code on a device and in simulation; everything outside comes in through ports.
 * **Not here** floors and budget (`#core/privacy`), bytes (`#core/protocol`), the ledger's storage (`#page/store`),
 * the network (`#page/network`), when to run (`#worker/session`).
 * **Life of a report** 1. `openDeployment`: pinned policy, signed manifest, cosigned checkpoint that continues the last.
 * 2. Left-over sealed reports go first. 3. Task: hash, inclusion in the log, floors, budget, this device's turn. 4. Model:
 * inclusion, hash. 5. Train or count pairs, clip, round; wait in memory for the next slot. 6. Spend in one transaction, split, seal, keep.
 * 7. Send; the answer is kept.
 * **Trust** whoever controls leader and network can withhold, and cannot make a device report below its floors, twice to
 * one task, to a server its policy does not name, or from a model or task that the log does not hold.
 */
export { contribute, type Contribution } from './contribute.ts';
export { createDrafts, gridTimeMs, type Drafts } from './drafts.ts';
export type { Count, Counters } from './measure-lane.ts';
export type { Train } from './model-lane.ts';
export { loadFile, openDeployment, type Deployment } from './deployment.ts';
export { companyIn, lazyLayout, type LayoutOf } from './pairs.ts';
export type { DeploymentPorts, FederationPorts } from './ports.ts';
export { loadAdPack, loadModel, loadPublicFile, loadTask, reportTimeMs, type PublishedModel } from './published.ts';
export { TrainingStopped } from './stopped.ts';
export { tableFault } from './table-fault.ts';
export { trainLocally } from './train.ts';
export type { AdLessons } from './train-ads.ts';
