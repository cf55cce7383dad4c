import { sheet } from '#page/elements';

/** What was sent: a line a report, its dump, what was spent. */
export const sentStyle = sheet(`
.uploads { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; margin: .6rem 0; }
.upload { border: 1px solid var(--line); border-radius: var(--radius-s); }
.upload summary { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .65rem .85rem; cursor: pointer; list-style: none; border-radius: inherit; }
.upload summary::-webkit-details-marker { display: none; }
.upload summary b { font-weight: 600; }
.upload summary .quiet { grid-column: 1 / -1; }
.upload .state { justify-self: end; font-size: .8125rem; font-weight: 600; }
.upload .state.acked { color: var(--accent); }
.upload .state.refused { color: var(--warn); }
.upload .inside { padding: .25rem .85rem .85rem; border-top: 1px solid var(--line); }
.facts { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; margin: .6rem 0; font-size: .8125rem; }
.facts dt { color: var(--ink-soft); }
.facts dd { overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace; font-size: .75rem; }
pre { margin: 0; max-height: 15rem; overflow: auto; padding: .7rem .8rem; border-radius: var(--radius-s); background: var(--raised); line-height: 1.55; }
.prove { display: grid; gap: .1rem; margin: .5rem 0; }
.prove a { color: var(--accent); font-weight: 600; }
.meanings { margin-top: .9rem; padding-top: .6rem; border-top: 1px solid var(--line); }
.meanings summary { cursor: pointer; padding: .3rem 0; font-weight: 550; font-size: .875rem; }
.meanings dl { display: grid; gap: .6rem; margin-top: .4rem; }
.meanings dt { font-size: .8125rem; font-weight: 600; }
.budget { margin-top: .9rem; padding-top: .8rem; border-top: 1px solid var(--line); }
@media print { .upload { break-inside: avoid; } pre { max-height: none; white-space: pre-wrap; } }
`);
