/**
 * **Knows** the prime fields of the VDAF drafts as bulk operations on flat vectors of words, and their roots of unity.
 * **Not here** what is proven with them (`#core/flp`), where randomness comes from (`#core/xof`).
 * **Trust** bytes that are not canonical are refused by `decode`. Nothing here runs in constant time: who can time a
 * device or a server closely learns something of its shares; who can only send bytes does not.
 */
export type { Field } from './field.ts';
export { field32 } from './field32.ts';
export { field40 } from './field40.ts';
export { field64 } from './field64.ts';
export { field128 } from './field128.ts';
