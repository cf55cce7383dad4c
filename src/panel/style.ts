import { sheet } from '#page/elements';

/** The panel: cards in a column, two beside each other where there is room. */
export const panelStyle = sheet(`
:host { display: block; container-type: inline-size; }
.panel, .columns, .column { grid-template-columns: minmax(0, 1fr); }
.panel { display: grid; gap: 1rem; }
.lead h2 { font-size: 1.6rem; }
.lead p { color: var(--ink-soft); margin-top: .25rem; max-width: 60ch; }
.chips { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .9rem; }
.chip { display: inline-flex; align-items: center; gap: .4em; padding: .3rem .75rem; border-radius: 2rem; border: 1px solid var(--line); background: var(--raised); font-size: .8125rem; font-weight: 550; font-variant-numeric: tabular-nums; }
.chip.good { background: var(--accent-soft); border-color: transparent; color: var(--accent); }
.columns { display: grid; gap: 1rem; align-items: start; }
@container (min-width: 52rem) { .columns { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
.column { display: grid; gap: 1rem; min-width: 0; }
.empty { color: var(--ink-soft); padding: .4rem 0; }
.box { border: 1px solid var(--line); border-radius: var(--radius); background: var(--ground); padding: 1.15rem 1.25rem; min-width: 0; }
.box > header { display: flex; flex-wrap: wrap; gap: .5rem; justify-content: space-between; align-items: center; margin-bottom: .75rem; }
.box h3 { font-size: 1.0625rem; }
.notice { display: flex; gap: .6rem; align-items: start; padding: .7rem .9rem; border-radius: var(--radius-s); background: var(--accent-soft); }
.notice.warn { background: var(--warn-soft); color: var(--warn); }
.notice .icon { flex: none; margin-top: .18em; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; }
.acts { display: flex; flex-wrap: wrap; gap: .15rem .25rem; align-items: center; }
.acts .plain { font-size: .8125rem; }
.acts .plain:first-child:not(.badge) { margin-inline-start: -.5rem; }
.acts [aria-pressed='true'] { color: var(--accent); }
.badge { display: inline-block; margin-inline-start: .5em; padding: .05rem .5rem; border-radius: 1rem; background: var(--accent-soft); color: var(--accent); font-size: .75rem; font-weight: 600; overflow-wrap: anywhere; }
.acts > .badge { margin-inline-start: 0; }
.asked { display: grid; gap: .55rem; justify-items: start; }
.asked + .asked { margin-top: 1rem; padding-top: .95rem; border-top: 1px solid var(--line); }
.asked h4 { display: flex; gap: .45em; align-items: center; font-size: .875rem; letter-spacing: 0; }
.asked > .notice { justify-self: stretch; }
.tables summary { font-size: .875rem; padding: .3rem 0; min-height: 1.5rem; }
.ask { padding: .9rem; border: 1px solid var(--warn); border-radius: var(--radius-s); display: grid; gap: .75rem; }
.likes { display: grid; gap: 1rem; }
.likes .top { display: flex; justify-content: space-between; gap: 1rem; font-weight: 550; }
meter { width: 100%; height: .5rem; display: block; margin: .25rem 0; }
meter::-webkit-meter-bar { background: var(--raised); border: 1px solid var(--line); border-radius: 1rem; height: .5rem; }
meter::-webkit-meter-optimum-value { background: var(--accent); border-radius: 1rem; }
meter::-moz-meter-bar { background: var(--accent); border-radius: 1rem; }
.lines { display: grid; }
.lines > li { display: flex; gap: .75rem; justify-content: space-between; align-items: center; padding: .1rem 0; }
.what { min-width: 0; overflow-wrap: anywhere; }
summary { cursor: pointer; }
.lines .plain { flex: none; margin-inline-end: -.5rem; font-size: .8125rem; }
.live { margin-top: .9rem; }
.find { display: grid; gap: .5rem; grid-template-columns: minmax(0, 1fr) auto; margin-bottom: .35rem; }
@container (max-width: 26rem) { .find { grid-template-columns: minmax(0, 1fr); } }
select, textarea, input:not([role='switch'], [type='file']) { font: inherit; color: inherit; border: 1px solid var(--line-strong); border-radius: var(--radius-s); background: var(--ground); padding: .4rem .75rem; min-width: 0; min-height: 2.6rem; }
input[type="search"]::placeholder { color: var(--ink-soft); opacity: 1; }
.days { display: grid; gap: .9rem; margin-top: .8rem; }
.day > header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; border-bottom: 1px solid var(--line); padding-bottom: .15rem; }
.day header button { font-size: .8125rem; margin-inline-end: -.5rem; white-space: nowrap; }
.day h4 { font-size: .8125rem; color: var(--ink-soft); letter-spacing: 0; font-weight: 600; }
.rows > li { display: grid; grid-template-columns: minmax(3.4rem, auto) minmax(0, 1fr) auto; gap: .75rem; align-items: center; padding: .15rem 0; }
.rows time { white-space: nowrap; color: var(--ink-soft); font-size: .8125rem; font-variant-numeric: tabular-nums; }
.rows .what { line-height: 1.35; padding: .3rem 0; }
.rows .what b { font-weight: 550; }
.lists { display: grid; gap: .3rem; padding: .3rem 0; }
.rows button.plain { width: 2.25rem; min-height: 2.25rem; padding: 0; }
button.link { display: inline; min-height: 0; padding: 0; border: 0; background: none; font-weight: inherit; text-align: start; text-decoration: underline; text-decoration-color: var(--line); text-decoration-thickness: 1px; text-underline-offset: .2em; white-space: normal; }
button.link:hover { background: none; color: var(--accent); text-decoration-color: currentColor; }
.fold { padding: 0; }
.fold > details > summary { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: 1rem 1.25rem; list-style: none; border-radius: var(--radius); }
.fold > details > summary::-webkit-details-marker { display: none; }
.fold > details > summary::after { content: ''; flex: none; inline-size: .5rem; block-size: .5rem; border: solid var(--ink-soft); border-width: 0 1.75px 1.75px 0; rotate: 45deg; translate: 0 -.15rem; transition: rotate .15s; }
.fold > details[open] > summary::after { rotate: 225deg; translate: 0 .1rem; }
.fold .inside { padding: 0 1.25rem 1.15rem; display: grid; gap: .6rem; grid-template-columns: minmax(0, 1fr); }
.said { position: sticky; bottom: 1rem; z-index: 1; justify-self: center; max-width: 100%; }
.bar { display: flex; gap: .7rem; align-items: center; padding-block: .45rem; padding-inline: 1rem .5rem; border-radius: var(--radius); background: var(--ink); color: var(--ground); box-shadow: var(--shadow); }
.bar > .icon { flex: none; }
.bar p { flex: 1; padding: .35rem 0; max-width: 60ch; }
.bar .plain { flex: none; color: inherit; }
.bar .plain:not(.close) { text-decoration: underline; text-underline-offset: .2em; font-weight: 650; }
.bar .plain:hover { background: color-mix(in srgb, var(--ground) 18%, transparent); color: inherit; }
.bar.warn { background: var(--warn-soft); color: var(--warn); border: 1px solid var(--warn); }
.bar.warn .plain:hover { background: none; }
.ghost.short { height: 3rem; }
@media (forced-colors: active) { .bar, .badge, .chip { border: 1px solid CanvasText; } }
@media print {
  .said, .acts, .controls, .lines .plain, .find, .rows button.plain, .day header button { display: none; }
  .columns { grid-template-columns: minmax(0, 1fr); }
  .box { break-inside: auto; border-color: #999; }
  .rows > li, .likes > li { break-inside: avoid; }
}
.ghost { height: 9rem; border-radius: var(--radius); background: linear-gradient(100deg, var(--raised) 35%, var(--line) 50%, var(--raised) 65%) 0 0 / 300% 100%; animation: gleam 1.8s linear infinite; }
@keyframes gleam { from { background-position: 100% 0; } to { background-position: -50% 0; } }
`);
