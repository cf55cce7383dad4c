/**
 * **Knows** how a measurement becomes the one message that a device sends: split, proven, each half sealed to its server.
 * **Not here** how a measurement is made (`#core/fedavg`), the proof (`#core/vdaf`), the bytes of each part (`#core/protocol`), ciphers
 * (`#page/crypto`), whether a task may be answered at all (`#core/privacy`).
 * **Trust** a task comes from outside: a key or a function that cannot be used is a fault, and nothing leaves.
 */
export type { Seal, SealedReport } from './seal.ts';
export { sealCounts } from './seal-counts.ts';
export { sealReport } from './seal-update.ts';
