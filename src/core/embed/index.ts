/**
 * **Knows** the line that a shop pastes: its attributes in their order, the record of a build that its hash comes from, and what
 * whoever verifies an installation holds it to.
 * **Not here** what the tag makes of the attributes (`#page/tag`), how a build is made (`vite.tag.ts`).
 * **Trust** the record comes from whoever serves the build: a shop takes its line from its own build or its own terminal.
 */
export { attributeName, EMBED_ATTRIBUTES } from './attributes.ts';
export { CONSENT_MODES, type ConsentMode } from './consent-modes.ts';
export { defaultsOf, NEWEST_DEFAULTS, type Defaults } from './defaults.ts';
export { GONE_STATUSES, GOOD_JOIN_SHARE, LONG_TASK_MS } from './good-enough.ts';
export { embedLine, isShopName } from './embed-line.ts';
export { slipsIn } from './slips.ts';
export { readTagBuild, TAG_RECORD, type TagBuild } from './tag-build.ts';
