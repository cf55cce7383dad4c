import { sheet } from '#page/elements';

/** What was recommended, why, and what was chosen. */
export const moreStyle = sheet(`
.seen, .log { display: grid; }
.seen > li { display: grid; gap: .1rem; padding: .6rem 0; border-top: 1px solid var(--line); }
.seen .what { display: block; overflow-wrap: anywhere; }
.seen .what b { font-weight: 550; }
.seen .what .quiet { display: block; }
.because { display: grid; gap: .3rem; margin: .3rem 0 .2rem; padding: .7rem .85rem; border-radius: var(--radius-s); background: var(--raised); font-size: .875rem; }
.because h4 { font-size: .8125rem; letter-spacing: 0; }
.because b { font-weight: 550; }
.log > li { display: grid; gap: .05rem; padding: .5rem 0; border-top: 1px solid var(--line); }
.log time { color: var(--ink-soft); font-size: .8125rem; font-variant-numeric: tabular-nums; }
.log b { font-weight: 600; }
`);
