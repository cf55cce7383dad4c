import { sheet } from '#page/elements';

/** Around an ad: its place (an offer's is as high as `define.ts` keeps it free), what stands there after it was sent away, and why it was shown. */
export const slotStyle = sheet(`
:host { display: block; }
.place { position: relative; max-inline-size: 100%; }
.place > .box { inline-size: 100% !important; block-size: 100% !important; }
.kept { min-block-size: 13rem; }
.sent { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; align-content: center; justify-content: center; block-size: 100%; padding: .25rem .75rem; overflow: hidden; border: 1px dashed var(--line); border-radius: var(--radius-s); color: var(--ink-soft); font-size: .8125rem; }
.sent button { padding: .1rem .6rem; font-size: .8125rem; }
dialog { max-inline-size: min(24rem, calc(100vw - 2rem)); padding: 1.1rem 1.25rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--ground); color: var(--ink); box-shadow: var(--shadow); }
dialog p { margin-block: .5rem; }
canvas { display: block; }
`);
