import { sheet } from '#page/elements';

/** What an offer wears. */
export const offerStyle = sheet(`
.offer { display: grid; align-content: center; gap: .35rem; box-sizing: border-box; padding: .75rem 1rem; border: 1px dashed var(--line); border-radius: var(--radius); }
.offer p { margin: 0; }
.terms, .price { font-weight: 600; }
.code { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.code code { padding: .2rem .6rem; border: 1px solid var(--line); border-radius: var(--radius-s); font: 600 1rem ui-monospace, monospace; letter-spacing: .04em; user-select: all; }
.code button { min-block-size: 2rem; }
.small { color: var(--ink-soft); font-size: .8125rem; }
`);
