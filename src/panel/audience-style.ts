import { sheet } from '#page/elements';

/** What the shop's page takes her for. */
export const audienceStyle = sheet(`
.fact { display: grid; gap: .35rem; padding-top: .8rem; border-top: 1px solid var(--line); }
.fact .top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
.fact .top .plain { flex: none; margin-inline-end: -.5rem; font-size: .8125rem; }
.fact h4, .inside > h4 { font-size: .9375rem; letter-spacing: 0; }
.quiet-badge { background: var(--raised); color: var(--ink-soft); }
.scale { position: relative; block-size: .75rem; margin-block: .35rem .1rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--raised); }
.scale i { position: absolute; inset-block: 0; border-radius: 1rem; background: var(--accent-soft); border: 1px solid var(--accent); }
.scale b { position: absolute; inset-block: -.25rem; inline-size: .3rem; margin-inline-start: -.15rem; border-radius: 1rem; background: var(--accent); }
.ends { display: flex; justify-content: space-between; font-size: .8125rem; }
.words { display: flex; flex-wrap: wrap; gap: .35rem; }
.words .badge { margin: 0; }
@media (forced-colors: active) { .scale b, .scale i { border: 1px solid CanvasText; } }
`);
