import { sheet } from './sheet.ts';

/** The explanation of one product. */
export const whyStyle = sheet(`
dialog {
  width: min(34rem, calc(100vw - 1.5rem)); max-height: calc(100dvh - 1.5rem); padding: 1.35rem; border: 1px solid var(--line); border-radius: calc(var(--radius) * 1.3);
  background: var(--ground); color: var(--ink); box-shadow: var(--shadow); overflow: auto; overscroll-behavior: contain;
}
dialog::backdrop { background: rgb(8 16 12 / 45%); }
dialog header { display: flex; gap: 1rem; align-items: start; justify-content: space-between; margin-bottom: .9rem; }
dialog h2 { font-size: 1.2rem; }
dialog .close { min-height: 2.25rem; width: 2.25rem; padding: 0; border-color: transparent; flex: none; margin-block: -.35rem; margin-inline: 0 -.35rem; }
dialog .thumb { flex: none; width: 2.75rem; height: 2.75rem; border-radius: var(--radius-s); overflow: hidden; border: 1px solid var(--line); background: var(--raised); }
dialog .thumb > * { width: 100%; height: 100%; object-fit: cover; }
dialog .product { display: flex; gap: .9rem; align-items: center; }
dialog .product .thumb { width: 4.25rem; height: 4.25rem; }
dialog .line { font-size: 1.08rem; font-weight: 600; line-height: 1.35; text-wrap: balance; }
dialog .place { margin-top: .9rem; }
dialog .said:not(:empty) { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .6rem; margin-top: .75rem; padding: .45rem .8rem; border-radius: var(--radius-s); background: var(--accent-soft); }
dialog .said button { color: var(--accent); }
dialog .actions { display: flex; flex-wrap: wrap; gap: .5rem; margin-block: 1rem .35rem; }
dialog .actions button { min-height: 2.4rem; padding-inline: .85rem; font-size: .875rem; }
dialog details { border-top: 1px solid var(--line); }
dialog details:first-of-type { margin-top: 1rem; }
dialog summary { padding-block: .8rem; font-weight: 600; cursor: pointer; border-radius: var(--radius-s); }
dialog summary::marker { color: var(--ink-soft); }
dialog details[open] { padding-bottom: 1rem; }
.strip { margin-bottom: .9rem; }
.strip svg { max-width: 100%; }
.strip svg:dir(rtl) { transform: scaleX(-1); }
.strip rect { fill: var(--accent); }
.strip rect.axis, .strip rect.day { fill: var(--line); }
.strip rect.down { fill: var(--warn); }
.strip .heat { fill: var(--ink); }
.strip p.axis { display: flex; justify-content: space-between; gap: 1rem; margin-block: .25rem; }
.together { font-size: .9375rem; margin-bottom: .35rem; }
.rows { display: grid; }
.rows li { display: grid; grid-template-columns: auto 1fr auto; align-items: center; gap: .1rem .75rem; padding-block: .6rem; border-top: 1px solid var(--line); }
.rows li:first-child { border-top: 0; }
.rows .thumb { grid-row: span 2; }
.rows .what { grid-column: 2 / -1; display: grid; min-width: 0; }
.rows .act { font-size: .9375rem; line-height: 1.35; overflow-wrap: anywhere; }
.rows .act b { font-weight: 600; }
.rows .effect { grid-column: 2; font-size: .8125rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.rows .effect.up { color: var(--accent); }
.rows .effect.down { color: var(--warn); }
.rows .effect.none { color: var(--ink-soft); font-weight: 450; }
.rows button { grid-column: 3; min-height: 1.9rem; font-size: .8125rem; margin-inline-end: -.5rem; }
.shares { display: grid; gap: .5rem; margin-bottom: 1rem; }
.shares li { display: grid; grid-template-columns: 1fr auto; gap: .2rem .75rem; font-size: .875rem; }
.shares meter { grid-column: 1 / -1; width: 100%; height: .5rem; }
.shares meter::-webkit-meter-bar { background: var(--raised); border: 0; border-radius: 1rem; height: .5rem; }
.shares meter::-webkit-meter-optimum-value { background: var(--accent); border-radius: 1rem; }
.shares meter::-moz-meter-bar { background: var(--accent); border-radius: 1rem; }
dialog table { width: 100%; border-collapse: collapse; font-size: .8125rem; font-variant-numeric: tabular-nums; }
dialog caption { text-align: start; font-weight: 600; padding-block: .35rem; }
dialog th, dialog td { padding-block: .3rem; padding-inline: .6rem 0; text-align: end; font-weight: 450; border-top: 1px solid var(--line); }
dialog th:first-child { text-align: start; padding-inline-start: 0; }
dialog thead th { color: var(--ink-soft); border-top: 0; }
dialog tfoot th, dialog tfoot td { font-weight: 650; }
dialog .foot { display: flex; flex-wrap: wrap; gap: .35rem .5rem; margin-top: .9rem; padding-top: .9rem; border-top: 1px solid var(--line); align-items: start; }
dialog .foot > .icon { flex: none; margin-top: .15em; }
dialog .foot > span { flex: 1 1 14rem; }
@media print { dialog { display: none; } }
`);
