/**
 * **Knows** who may sign in to the merchant's console, and what each may do with campaigns, people and pictures.
 * **Not here** what a campaign is and what is wrong with one (`#core/campaigns`), keeping it (`#server/store`), how what is live
 * reaches devices (`#server/leader`), the console's page (`src/pages/console`) and who serves it (`#server/commands`).
 * **Life of a change** cookie → session → role → Origin and the session's own token → body read field by field → one transaction
 * that looks at the revision, writes the campaign and publishes what is live.
 * **Trust** every request is hostile. A thief of the store finds hashes of tokens, none that signs in. Another site can neither
 * read an answer nor write one; another page on the same host shares cookies (ports do not part them) and still lacks the
 * session's token. Whoever reads the data folder is the owner.
 */
export { linkOf } from './parts.ts';
export { assortmentOf } from './publish-faults.ts';
export { consoleRoutes } from './routes.ts';
export { createSignIn } from './sign-in.ts';
