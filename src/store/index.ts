/**
 * **Knows** how a device keeps history, ledger, files and settings: in IndexedDB, or in memory for simulated devices.
 * **Not here** whether it may (`#page/consent` decides, `#worker/session` asks); what the values mean (`#core/*`).
 * **Life of an erasure** the ledger loses its bytes and keeps the last public notes, the history is emptied, its database deleted, looked for again, and reported gone.
 * **Life of a version** a tab lets go of a database that a newer build opens, and goes on with what that one made of it: builds
 * only add stores; what means something else gets another name.
 * **Trust** any script of the shop's origin can read these databases, as it can read any other; nothing here is secret
 * from the shop's page. A write counts only when its promise resolves.
 */
export { indexedStores } from './indexed.ts';
export { ledgerName } from './ledger-name.ts';
export { memoryStores } from './memory.ts';
