import { sheet } from './sheet.ts';

/** The shelf and its cards. Boxes have their size before anything is known, so that nothing jumps. */
export const shelfStyle = sheet(`
:host { display: block; container-type: inline-size; }
section { position: relative; }
.head { display: flex; align-items: end; gap: .35rem .75rem; margin-bottom: .85rem; }
.head h2 { font-size: 1.3rem; }
.head .quiet { display: flex; align-items: center; gap: .35em; margin-top: .2rem; }
.head .words { flex: 1; min-width: 0; }
.arrows { display: none; gap: .4rem; }
@container (min-width: 40rem) { .arrows { display: flex; } }
.arrows button { min-height: 2.5rem; width: 2.5rem; padding: 0; border-color: var(--line); border-radius: 50%; }
.list {
  display: grid; grid-auto-flow: column; grid-auto-columns: clamp(9.5rem, 44cqw, 13.25rem); gap: .9rem;
  overflow-x: auto; overscroll-behavior-x: contain; scroll-snap-type: inline proximity; scrollbar-width: none; padding: 4px; margin: -4px;
}
.list::-webkit-scrollbar { display: none; }
.card { position: relative; display: flex; flex-direction: column; min-width: 0; scroll-snap-align: start; scroll-margin-inline: 4px; }
.link { display: flex; flex-direction: column; gap: .18rem; flex: 1; text-decoration: none; border-radius: var(--radius); }
.picture { position: relative; aspect-ratio: 1; border-radius: var(--radius); overflow: hidden; background: var(--raised); margin-bottom: .45rem; border: 1px solid var(--line); }
.picture img, .picture svg, .picture canvas { width: 100%; height: 100%; object-fit: cover; transition: scale .25s; }
.link:hover .picture > * { scale: 1.035; }
.link:hover .title { text-decoration: underline; text-underline-offset: .18em; text-decoration-thickness: 1px; }
.brand { color: var(--ink-soft); font-size: .75rem; line-height: 1.3; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; min-height: 1.3em; }
.title { font-size: .9375rem; font-weight: 550; line-height: 1.3; min-height: 2.6em; letter-spacing: 0; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; text-wrap: wrap; }
.price { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .5em; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.5; min-height: 1.5em; }
.price s { color: var(--ink-soft); font-weight: 400; font-size: .8125rem; }
.stars { display: flex; align-items: center; gap: .3em; min-height: 1.3em; line-height: 1.3; color: var(--ink-soft); font-size: .75rem; font-variant-numeric: tabular-nums; }
.stars svg { width: .95em; height: .95em; fill: light-dark(#b9800a, #f0bc4a); }
.reason {
  justify-content: start; align-items: start; min-height: 0; height: 2.7rem; width: 100%; padding: .3rem 0; margin-top: .05rem; border: 0; background: none; border-radius: .35rem; text-align: start;
  color: var(--ink-soft); font-size: .75rem; font-weight: 450; line-height: 1.35;
}
.reason span { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
.reason.personal { color: var(--accent); }
.reason:hover { background: none; text-decoration: underline; text-underline-offset: .2em; }
.more {
  position: absolute; inset-block-start: .5rem; inset-inline-end: .5rem; min-height: 2.1rem; width: 2.1rem; padding: 0; border: 1px solid transparent; border-radius: 50%;
  background: color-mix(in srgb, var(--ground) 88%, transparent); z-index: 2;
}
@media (hover: hover) { .more { opacity: 0; } .card:hover .more, .card:focus-within .more, .more[aria-expanded="true"] { opacity: 1; } }
.menu {
  position: absolute; z-index: 1; inset-inline: 0; inset-block-start: 0; aspect-ratio: 1; display: flex; flex-direction: column; justify-content: end; gap: .35rem; padding: 2.9rem .5rem .5rem;
  border-radius: var(--radius); background: color-mix(in srgb, var(--ground) 94%, transparent); border: 1px solid var(--line);
}
.icon { flex: none; }
.menu button { justify-content: start; text-align: start; white-space: nowrap; min-height: 2.35rem; padding: .3rem .55rem; border-color: var(--line); font-size: .875rem; width: 100%; }
.ghost .picture, .ghost .bar { background: linear-gradient(100deg, var(--raised) 35%, var(--line) 50%, var(--raised) 65%) 0 0 / 300% 100%; animation: gleam 1.8s linear infinite; border-color: transparent; }
.ghost .title { height: 2.6em; }
.ghost .bar { border-radius: .3rem; height: .75rem; margin: .25rem 0; }
.ghost .short { width: 45%; }
@keyframes gleam { from { background-position: 100% 0; } to { background-position: -50% 0; } }
.toast {
  position: absolute; inset-block-end: .5rem; inset-inline: 0; z-index: 3; width: fit-content; max-width: calc(100% - 1rem); margin-inline: auto; display: flex; align-items: center; gap: .5rem;
  padding: .35rem .4rem .35rem .9rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--ground); box-shadow: var(--shadow); font-size: .875rem;
}
.toast:dir(rtl) { padding: .35rem .9rem .35rem .4rem; }
.toast span { overflow-wrap: anywhere; }
.toast span:last-child { padding-inline-end: .5rem; }
.toast button { color: var(--accent); font-weight: 650; text-decoration: underline; text-underline-offset: .2em; }
@media print {
  .arrows, .more, .menu, .reason, .toast, .head .icon { display: none; }
  .list { grid: auto / repeat(4, 1fr); overflow: visible; }
  .card { break-inside: avoid; }
}
`);
