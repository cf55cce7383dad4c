/**
 * **Knows** how pages, catalogue and pictures are served: entry pages with their variables, security headers, caching.
 * **Not here** what the pages do (`src/pages`), what leader and helper answer, how a catalogue is built (`#server/catalogue`).
 * **Trust** request paths are hostile: none leaves its folder; query strings are ignored and kept nowhere.
 */
export { imageOrigins, originsOf } from './headers.ts';
export { createSite, shopIdOf, type PageVariables, type SiteOptions } from './site.ts';
