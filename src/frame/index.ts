/**
 * **Knows** what our own three pages share: where their servers are, how they load a deployment's public files, how numbers and hashes are spelled, and their icons.
 * **Not here** what a shop embeds (`#page/elements`, `#page/tag`); one page's own views (`src/pages`).
 * **Trust** everything it shows comes from servers it does not trust: text is only ever rendered as text, and a file that does not parse is a fault.
 */
export { copyText } from './clipboard.ts';
export { readPageConfig, type PageConfig } from './config.ts';
export { loadManifest, loadPolicy, loadRounds, loadTask, type OpenRound, type AwaitedParty } from './deployment.ts';
export { formatCount, formatCountOf, formatDay, formatMoney, formatMoment, formatMoments, formatShort, formatSpan, formatTiny } from './format.ts';
export { Icon, type IconName } from './icon.tsx';
export { loadBytes, loadJson, type LoadFault } from './load.ts';
export { Hash, Notice } from './parts.tsx';
export { Bird, ToolHeader } from './tool-header.tsx';
