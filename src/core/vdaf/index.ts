/**
 * **Knows** how a vector becomes shares that each say nothing, how servers check what they cannot see, and how sums come back.
 * **Not here** noise and budget (`#core/privacy`), sealing and messages (`#core/protocol`), model meaning (`#core/fedavg`).
 * **Trust** every byte from the other side is untrusted: a wrong length or encoding is a fault, never a throw.
 */
export type { PrepareState, Vdaf, VdafFault } from './vdaf.ts';
export { measureBytes, measureVdafFor, measureVdafOf } from './measure.ts';
export { vdafOf } from './named.ts';
export { checkVdaf, vdafForTask, vdafOfTask } from './of-task.ts';
export { checkWraparound, pineParameters, reportBytes, type ReportBytes } from './pine-parameters.ts';
export { prio3Count, prio3Histogram, prio3L1BoundSum, prio3Sum, prio3SumVec, prio3SumVecWithMultiproof } from './prio3-instances.ts';
