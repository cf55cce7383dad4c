import { sheet } from './sheet.ts';

/** The search field and what opens under it. */
export const searchStyle = sheet(`
:host { display: block; min-height: 2.75rem; }
.search { position: relative; }
.field { display: flex; align-items: center; gap: .5rem; height: 2.75rem; padding-inline: .8rem .3rem; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--ground); }
.field:focus-within { outline: 2.5px solid var(--focus); outline-offset: 1px; }
.field input { flex: 1; min-width: 0; height: 100%; padding: 0; border: 0; outline: 0; background: none; text-align: start; }
.field input::placeholder { color: var(--ink-soft); opacity: 1; }
.icon { flex: none; }
.popup {
  position: absolute; z-index: 40; inset-inline: 0; top: calc(100% + .4rem); min-width: min(22rem, calc(100vw - 2rem)); max-height: min(34rem, 75dvh); overflow: auto; overscroll-behavior: contain; padding: .4rem;
  border: 1px solid var(--line); border-radius: var(--radius); background: var(--ground); box-shadow: var(--shadow);
}
.popup[hidden], ul[hidden] { display: none; }
.hit { display: flex; align-items: center; gap: .75rem; padding: .4rem; border-radius: var(--radius-s); text-decoration: none; cursor: pointer; }
.hit:hover, .hit[aria-selected="true"] { background: var(--accent-soft); }
.hit[aria-selected="true"] { outline: 2px solid var(--focus); outline-offset: -2px; }
.thumb { flex: none; width: 2.75rem; height: 2.75rem; border-radius: var(--radius-s); overflow: hidden; background: var(--raised); }
.thumb > * { width: 100%; height: 100%; object-fit: cover; }
.about { flex: 1; min-width: 0; display: grid; }
.title, .about .quiet { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.price { font-weight: 650; font-variant-numeric: tabular-nums; white-space: nowrap; }
.recent .top, .recent li { display: flex; align-items: center; justify-content: space-between; gap: .5rem; }
.recent h3 { font-size: .8125rem; padding-inline-start: .5rem; }
.again { flex: 1; min-width: 0; justify-content: start; color: var(--ink); }
.again span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.none { padding: .6rem .5rem; }
.none homebird-shelf { margin-top: 1rem; }
.foot { display: flex; align-items: center; gap: .4rem; padding: .5rem .4rem .2rem; }
@media (forced-colors: active) { .hit[aria-selected="true"] { outline-color: Highlight; } }
@media print { .search { display: none; } }
`);
