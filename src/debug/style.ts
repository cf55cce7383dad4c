import { sheet } from '#page/elements';

/** The overlay: a dark card at the top of the page's end side, over its whole width on a phone; it takes nothing from the page around. */
export const debugStyle = sheet(`
:host {
  all: initial; position: fixed; inset-block-start: 8px; inset-inline-end: 8px; z-index: 2147483647; max-inline-size: calc(100% - 16px); color-scheme: dark;
  --ground: #141a18; --raised: #1e2623; --line: #35413c; --ink: #eaf1ed; --soft: #a9b8b1; --good: #7fdcb0; --bad: #ffaaa0; --waits: #f4cf7c; --link: #9cc4ff;
  color: var(--ink); font: 13px/1.45 system-ui, -apple-system, 'Segoe UI', sans-serif; text-align: start; -webkit-font-smoothing: antialiased;
}
*, ::before, ::after { box-sizing: border-box; }
h2, h3, p, ul, ol, dl, dd, dt, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
.card { inline-size: 27rem; max-inline-size: 100%; max-block-size: min(44rem, calc(100vh - 16px)); display: flex; flex-direction: column; border: 1px solid var(--line); border-radius: 12px; background: var(--ground); box-shadow: 0 12px 40px rgb(0 0 0 / 45%); overflow: hidden; }
@media (max-width: 30rem) { .card { max-block-size: 62vh; } }
.card.small { inline-size: auto; margin-inline-start: auto; }
header { display: flex; align-items: center; gap: 8px; padding: 9px 8px 9px 13px; flex: none; }
h2 { font-size: 13px; font-weight: 650; letter-spacing: .01em; }
.count { font-size: 12px; color: var(--soft); margin-inline-end: auto; font-variant-numeric: tabular-nums; }
.count b { font-weight: 650; color: var(--good); } .count b.mend { color: var(--bad); } .count b.wait { color: var(--waits); }
button { font: inherit; font-weight: 550; color: var(--ink); background: var(--raised); border: 1px solid var(--line); border-radius: 7px; min-block-size: 30px; padding: 3px 10px; cursor: pointer; white-space: nowrap; }
button:hover { background: #2a3530; border-color: #5a6b63; }
button.bare { border-color: transparent; background: none; inline-size: 30px; padding: 0; font-size: 16px; line-height: 1; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
.next { margin: 0 10px 8px; padding: 8px 11px; border-radius: 8px; background: #3b301a; color: #ffe3a6; flex: none; }
.next.mend { background: #45201d; color: #ffd4ce; }
.next.done { background: #16382a; color: #b6f2d5; }
.next strong { font-weight: 650; }
.scroll { overflow-y: auto; overscroll-behavior: contain; border-block-start: 1px solid var(--line); min-block-size: 0; }
details { border-block-end: 1px solid var(--line); }
summary { display: grid; grid-template-columns: 18px minmax(0, 1fr); gap: 2px 8px; padding: 8px 13px; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--raised); }
.mark { grid-row: 1 / span 2; font-weight: 700; text-align: center; }
.ok .mark { color: var(--good); } .mend .mark { color: var(--bad); } .wait .mark { color: var(--waits); } .told .mark { color: var(--soft); }
.title { font-weight: 600; }
.finding { color: var(--soft); overflow-wrap: anywhere; }
.mend .finding { color: var(--bad); }
.inside { padding: 2px 13px 11px 39px; display: grid; gap: 8px; }
dl { display: grid; gap: 5px; }
dt { color: var(--soft); font-size: 12px; } dd { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
pre { font: 12px/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; padding: 7px 9px; border-radius: 7px; background: #0b0f0e; border: 1px solid var(--line); color: #d5f5e5; }
.stream { padding: 9px 13px 12px; }
h3 { font-size: 12px; font-weight: 650; color: var(--soft); margin-block-end: 6px; }
.stream li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 1px 8px; padding: 4px 0; border-block-start: 1px dashed var(--line); }
.stream li:first-child { border-block-start: 0; }
.stream time { color: var(--soft); font: 11.5px/1.6 ui-monospace, Menlo, Consolas, monospace; }
.stream .what { overflow-wrap: anywhere; } .stream .what b { font-weight: 600; }
.stream .fate { grid-column: 2; color: var(--soft); font-size: 12px; overflow-wrap: anywhere; }
.fate.kept { color: var(--good); } .fate.lost { color: var(--waits); } .fate.missing { color: var(--bad); }
footer { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; padding: 8px 10px 10px 13px; border-block-start: 1px solid var(--line); flex: none; }
label { display: inline-flex; gap: 6px; align-items: center; color: var(--soft); font-size: 12px; }
input { accent-color: var(--good); margin: 0; inline-size: 15px; block-size: 15px; }
textarea { inline-size: 100%; block-size: 7rem; font: 11.5px/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--ink); background: #0b0f0e; border: 1px solid var(--line); border-radius: 7px; padding: 6px 8px; }
.sr { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { .card, button { border-color: CanvasText; } }
@media print { :host { display: none; } }
`);
