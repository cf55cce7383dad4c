/**
 * **Knows** what leader and helper agreed between themselves: their secret and what is derived from it, tasks as both work with
 * them, and the keys that a server makes for itself.
 * **Not here** messages that the outside sees too (`#core/protocol`), HTTP (`#server/http`).
 * **Trust** whoever has the secret can pose as the leader to the helper: it can submit shares and waste a batch, and still
 * cannot read one, because the helper's noise and minimum batch stand.
 */
export { AUTH_HEADER, authToken, isAuthorised, PAIR_SECRET_BYTES, parsePairSecret, verifyKeyOf, type PairSecret } from './pair.ts';
export { MAX_TASK_REPORTS, reportTimeFault } from './limits.ts';
export { identityIn, signerIn, type Identity } from './identity.ts';
export { releaseNoised } from './release.ts';
export { readTask, type ReadTask } from './task-reader.ts';
