/**
 * **Knows** how a device takes in the public files of ads, draws an ad for a slot, and keeps what became of it.
 * **Not here** the rules, values and chances (`#core/ads`), consent and which life of a device may write (`#worker/session`), drawing (`#page/ads`).
 * **Life of a showing** 1. `refreshAds`: catalogue, delivery and every pack, their leaves verified, the same files on every
 * device. 2. `ad`: alone among the tabs, the log is read, templates filled, one creative drawn, the showing or the ghost of one written before it is answered.
 * 3. `adEvent`: only of a showing that the log holds, each fate once. 4. `adHistory`: the same log, told.
 * **Trust** a page script can ask for ads and say that they were seen, as it can click its own page; it learns no file of hers
 * and cannot say it of an ad that was not drawn. Loaded under `ads` alone.
 */
export { keptAds } from './files.ts';
export { categoriesIn } from './moment.ts';
export type { Template } from './parts.ts';
export { keptAdSecret } from './secret.ts';
export { createAdServer, type AdServer } from './serve.ts';
export { refreshAds } from './refresh.ts';
