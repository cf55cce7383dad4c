// A file of its own, so that only pages without https load our SHA-256.
export { contentHash } from '#core/units';
