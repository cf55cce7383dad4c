/**
 * **Knows** what a server does for every report, as fast as Node can: opening its seal, HMAC and keystreams by `node:crypto`
 * without leaving the thread, PINE's dot products and sums of rows by WASM SIMD.
 * **Not here** what is opened or proven (`#server/leader`, `#server/helper`, `#core/vdaf`), the same for browsers (`#page/crypto`).
 * **Trust** a hostile seal is a fault. Programs are assembled at start from the sources beside this file; every kernel gives
 * what the plain version gives, byte for byte, and falls back to it.
 */
export { hpkeOpen } from './hpke-open.ts';
export { nodeSymmetric, sha256Native } from './node-symmetric.ts';
export { vdafKernels } from './vdaf-kernels.ts';
