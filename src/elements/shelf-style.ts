import { sheet } from './sheet.ts';

/** The shelf and its cards. Boxes have their size before anything is known, so that nothing jumps. */
export const shelfStyle = sheet(`
:host { display: block; container-type: inline-size; }
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
.picture img, .picture svg { width: 100%; height: 100%; object-fit: cover; transition: scale .25s; }
.link:hover .picture img, .link:hover .picture svg { scale: 1.035; }
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
dialog {
  width: min(30rem, calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); padding: 1.35rem; border: 1px solid var(--line); border-radius: calc(var(--radius) * 1.3);
  background: var(--ground); color: var(--ink); box-shadow: var(--shadow); overflow: auto;
}
dialog::backdrop { background: rgb(8 16 12 / 45%); }
dialog header { display: flex; gap: 1rem; align-items: start; justify-content: space-between; margin-bottom: .75rem; }
dialog h2 { font-size: 1.2rem; }
dialog h3 { font-size: .875rem; margin: 1.15rem 0 .5rem; }
dialog .line { font-size: 1.02rem; }
dialog .close { min-height: 2.25rem; width: 2.25rem; padding: 0; border-color: transparent; flex: none; margin: -.35rem -.35rem 0 0; }
.evidence { display: grid; gap: .45rem; }
.evidence li { display: flex; align-items: center; gap: .7rem; }
.evidence .thumb { flex: none; width: 2.75rem; height: 2.75rem; border-radius: var(--radius-s); overflow: hidden; border: 1px solid var(--line); }
.evidence .thumb > * { width: 100%; height: 100%; object-fit: cover; }
.shares { display: grid; gap: .5rem; }
.shares li { display: grid; grid-template-columns: 1fr auto; gap: .2rem .75rem; font-size: .875rem; }
.shares meter { grid-column: 1 / -1; width: 100%; height: .5rem; }
.shares meter::-webkit-meter-bar { background: var(--raised); border: 0; border-radius: 1rem; height: .5rem; }
.shares meter::-webkit-meter-optimum-value { background: var(--accent); border-radius: 1rem; }
.shares meter::-moz-meter-bar { background: var(--accent); border-radius: 1rem; }
dialog .foot { display: flex; gap: .5rem; margin-top: 1.15rem; padding-top: .9rem; border-top: 1px solid var(--line); align-items: start; }
dialog .foot .icon { flex: none; margin-top: .15em; }
`);
