/**
 * **Knows** chance, SHA-256, AES-CTR, HPKE, Ed25519, and seals under a passphrase, of the platform, the same in page, worker and Node (WebCrypto).
 * **Not here** what is sealed or signed (`#core/protocol`, `#core/tlog`), where keys are kept (`#server/store`).
 * **Trust** the platform's generator and curves; hostile keys, seals and signatures are faults or false, never throws.
 */
export { ed25519 } from './ed25519.ts';
export { generateHpkeKeys, hpkeOpen, hpkeSeal, type HpkeFault, type HpkeKeys } from './hpke.ts';
export { lazyEd25519 } from './load-ed25519.ts';
export { loadHpkeSeal } from './load-hpke.ts';
export { canSeal, deflate, inflate, passphraseOpen, passphraseSeal } from './passphrase.ts';
export { webSymmetric, webContentHash, webRandomness } from './primitives.ts';
