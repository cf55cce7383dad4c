/**
 * **Knows** the prime fields of the VDAF drafts as bulk operations on flat vectors of words, and their roots of unity.
 * **Not here** what is proven with them (`#core/flp`), where randomness comes from (`#core/xof`).
 * **Trust** bytes that are not canonical are refused by `decode`. Nothing here runs in constant time: who can time a
 * device or a server closely learns something of its shares; who can only send bytes does not.
 */
export type { Field } from './field.ts';
