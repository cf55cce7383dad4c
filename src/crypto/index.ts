/**
 * **Knows** chance, SHA-256, AES-CTR, HPKE and Ed25519 of the platform, the same in page, worker and Node (WebCrypto).
 * **Not here** what is sealed or signed (`#core/protocol`, `#core/tlog`), where keys are kept (`#server/store`).
 * **Trust** the platform's generator and curves; hostile keys, seals and signatures are faults or false, never throws.
 */
export { ed25519 } from './ed25519.ts';
export { generateHpkeKeys, hpkeOpen, hpkeSeal, type HpkeFault, type HpkeKeys } from './hpke.ts';
export { loadHpkeSeal } from './load-hpke.ts';
export { webSymmetric, webContentHash, webRandomness } from './primitives.ts';
