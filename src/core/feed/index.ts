/**
 * **Knows** how public product feeds spell their products: CSV, TSV, RSS and Atom, JSON, NDJSON; Google, Meta, schema.org, Shopify and messy ones.
 * **Not here** what a product is (`#core/catalogue`); unzipping and reading files (`#server/catalogue`).
 * **Trust** a feed is untrusted text: a bad row is reported with line, field and reason and skipped, never thrown.
 * Texts come out without mark-up, addresses only as http or a path.
 */
export type { FeedIssue } from './issue.ts';
export { parseFeed, type ParsedFeed } from './parse-feed.ts';
