/**
 * **Knows** how a vector becomes two shares that each say nothing, and how sums come back.
 * **Not here** noise and budget (`#core/privacy`), sealing and messages (`#core/protocol`), model meaning (`#core/fedavg`).
 * **Trust** every byte from the other side is untrusted: a wrong length or encoding is a fault, never a throw.
 */
export { additive32, MAX_ADDITIVE_LENGTH } from './additive.ts';
export type { PrepareState, Vdaf, VdafFault } from './vdaf.ts';
export { vdafNamed } from './named.ts';
