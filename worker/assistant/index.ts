/**
 * **Knows** how a device answers a shopper's question: the shop's public knowledge file, the catalogue's facts, and where she
 * allowed it the order in which her own shelves would show products.
 * **Not here** how a question is understood (`#core/assistant`), search (`#worker/search`), who may know whose history (`#worker/session`).
 * **Life of a question** knowledge loaded, once → read → products by search and bounds, or a passage, or "unknown" → forgotten.
 * **Trust** a question stays in the call that asks it: nothing here stores, logs or sends. Which files are loaded says nothing of it.
 */
export { createGuideOver, type Guide } from './guide.ts';
