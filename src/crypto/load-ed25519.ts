import type { Ed25519 } from '#core/tlog';

/** Checks signatures by code that is loaded with the first of them: a shelf has none to check. Rejects where the file does not come. */
export const lazyEd25519: Pick<Ed25519, 'verify'> = {
  verify: async (...given) => (await import('./ed25519.ts')).ed25519.verify(...given),
};
