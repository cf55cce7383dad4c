import { sheet } from './sheet.ts';

/** The panel: cards in a column, two beside each other where there is room. */
export const panelStyle = sheet(`
:host { display: block; container-type: inline-size; }
.panel, .columns, .column, .uploads { grid-template-columns: minmax(0, 1fr); }
.panel { display: grid; gap: 1rem; }
.lead h2 { font-size: 1.6rem; }
.lead p { color: var(--ink-soft); margin-top: .25rem; max-width: 60ch; }
.chips { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .9rem; }
.chip { display: inline-flex; align-items: center; gap: .4em; padding: .3rem .75rem; border-radius: 2rem; border: 1px solid var(--line); background: var(--raised); font-size: .8125rem; font-weight: 550; font-variant-numeric: tabular-nums; }
.chip.good { background: var(--accent-soft); border-color: transparent; color: var(--accent); }
.columns { display: grid; gap: 1rem; align-items: start; }
@container (min-width: 52rem) { .columns { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
.column { display: grid; gap: 1rem; min-width: 0; }
.box { border: 1px solid var(--line); border-radius: var(--radius); background: var(--ground); padding: 1.15rem 1.25rem; min-width: 0; }
.box > header { display: flex; flex-wrap: wrap; gap: .5rem; justify-content: space-between; align-items: center; margin-bottom: .6rem; }
.box h3 { font-size: 1.0625rem; }
.empty { color: var(--ink-soft); padding: .4rem 0; }
.notice { display: flex; gap: .6rem; align-items: start; padding: .7rem .9rem; border-radius: var(--radius-s); background: var(--accent-soft); }
.notice.warn { background: var(--warn-soft); color: var(--warn); }
.notice .icon { flex: none; margin-top: .18em; }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; }
.actions + .quiet, .notice + .actions, .actions + .ask { margin-top: .85rem; }
.ask { padding: .9rem; border: 1px solid var(--warn); border-radius: var(--radius-s); display: grid; gap: .75rem; }
.likes { display: grid; gap: .7rem; }
.likes .top { display: flex; justify-content: space-between; gap: 1rem; font-weight: 550; }
.likes meter, .budget meter { width: 100%; height: .5rem; display: block; margin: .25rem 0; }
meter::-webkit-meter-bar { background: var(--raised); border: 1px solid var(--line); border-radius: 1rem; height: .5rem; }
meter::-webkit-meter-optimum-value, meter::-webkit-meter-suboptimum-value, meter::-webkit-meter-even-less-good-value { background: var(--accent); border-radius: 1rem; }
meter::-moz-meter-bar { background: var(--accent); border-radius: 1rem; }
input[type="search"] { width: 100%; min-height: 2.6rem; padding: .4rem .8rem; border: 1px solid var(--line-strong); border-radius: var(--radius-s); background: var(--ground); }
input[type="search"]::placeholder { color: var(--ink-soft); opacity: 1; }
.days { display: grid; gap: .9rem; margin-top: .8rem; }
.day > header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; border-bottom: 1px solid var(--line); padding-bottom: .15rem; }
.day header button { font-size: .8125rem; margin-inline-end: -.5rem; white-space: nowrap; }
.day h4 { font-size: .8125rem; color: var(--ink-soft); letter-spacing: 0; font-weight: 600; }
.rows > li { display: grid; grid-template-columns: 4.5rem 1fr auto; gap: .75rem; align-items: center; padding: .15rem 0; }
.rows time { white-space: nowrap; color: var(--ink-soft); font-size: .8125rem; font-variant-numeric: tabular-nums; }
.rows .what { min-width: 0; overflow-wrap: anywhere; line-height: 1.35; padding: .3rem 0; }
.rows .what b { font-weight: 550; }
.rows .what summary { cursor: pointer; }
.lists { display: grid; gap: .3rem; padding: .3rem 0; }
.rows button { width: 2.25rem; min-height: 2.25rem; padding: 0; }
.uploads { display: grid; gap: .5rem; margin: .6rem 0; }
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
pre + .plain { margin-inline-start: -.5rem; }
pre { margin: 0; max-height: 15rem; overflow: auto; padding: .7rem .8rem; border-radius: var(--radius-s); background: var(--raised); line-height: 1.55; }
.prove { display: grid; gap: .1rem; margin: .5rem 0; }
.prove a { color: var(--accent); font-weight: 600; }
.meanings { margin-top: .9rem; padding-top: .6rem; border-top: 1px solid var(--line); }
.meanings summary { cursor: pointer; padding: .3rem 0; font-weight: 550; font-size: .875rem; }
.meanings dl { display: grid; gap: .6rem; margin-top: .4rem; }
.meanings dt { font-size: .8125rem; font-weight: 600; }
.budget { margin-top: .9rem; padding-top: .8rem; border-top: 1px solid var(--line); }
.ghost { height: 9rem; border-radius: var(--radius); background: linear-gradient(100deg, var(--raised) 35%, var(--line) 50%, var(--raised) 65%) 0 0 / 300% 100%; animation: gleam 1.8s linear infinite; }
@keyframes gleam { from { background-position: 100% 0; } to { background-position: -50% 0; } }
`);
