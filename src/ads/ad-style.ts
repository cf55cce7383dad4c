import { sheet } from '#page/elements';

/**
 * One sheet for every style and size. The box is a size container: a strip (wide and low) sets picture, words and action side
 * by side, a box sets them one above the other, a tower does so with room for the long texts. Nothing is measured by script.
 */
export const adStyle = sheet(`
.box { container-type: size; max-inline-size: 100%; }
.ad {
  position: relative; display: grid; block-size: 100%; overflow: hidden; text-align: start;
  border: 1px solid var(--line); border-radius: min(var(--radius), 10cqmin); background: var(--ground); color: var(--ink);
}
.ad > .picture { grid-area: picture; position: relative; overflow: hidden; background: var(--raised); }
.ad > .picture > * { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; }
.ad > .words { grid-area: words; display: flex; flex-direction: column; justify-content: center; min-inline-size: 0; }
.name, .desc { flex: none; display: -webkit-box; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; text-wrap: pretty; }
.name { font-size: .9375rem; line-height: 1.25; font-weight: 650; letter-spacing: -.005em; -webkit-line-clamp: 2; }
.name.long { font-size: .8125rem; }
.name a { text-decoration: none; }
.name a::after { content: ''; position: absolute; inset: 0; z-index: 1; }
.name a:focus-visible { outline: none; }
.name a:focus-visible::after { outline: 2.5px solid var(--focus); outline-offset: -3px; border-radius: inherit; }
.ad:hover .name a { text-decoration: underline; text-underline-offset: .18em; text-decoration-thickness: 1px; }
.desc { margin-block-start: .1rem; color: var(--ink-soft); font-size: .8125rem; line-height: 1.35; -webkit-line-clamp: 1; }
.note { color: var(--ink-soft); font-size: .6875rem; line-height: 1.35; }
.site { display: none; color: var(--ink-soft); font-size: .75rem; line-height: 1.35; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.words > .price { display: flex; flex-wrap: wrap; align-items: baseline; align-content: center; gap: 0 .4em; font-weight: 700; font-variant-numeric: tabular-nums; line-height: 1.35; }
.price s { color: var(--ink-soft); font-weight: 400; font-size: .8125rem; letter-spacing: 0; }
.cta {
  max-inline-size: 9rem; padding: .3rem .7rem; border: 1px solid var(--accent); border-radius: var(--radius-s); background: var(--accent); color: var(--accent-ink);
  font-size: .8125rem; font-weight: 650; line-height: 1.25; text-align: center; white-space: nowrap; overflow: hidden; text-overflow: ellipsis;
}
.ad > .sponsored { grid-area: sponsored; display: flex; align-items: center; gap: .35rem; min-inline-size: 0; padding-inline: .7rem 0; color: var(--ink-soft); font-size: .75rem; line-height: 1.2; }
.who { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.sponsored .icon { flex: none; inline-size: 1rem; block-size: 1rem; border-radius: .2rem; overflow: hidden; }
.sponsored .icon > * { inline-size: 100%; block-size: 100%; object-fit: cover; }
.ad > .controls { grid-area: controls; z-index: 2; display: flex; align-items: center; padding-inline-end: .2rem; }
.controls button { min-block-size: 1.75rem; min-inline-size: 1.75rem; padding: .1rem; border-color: transparent; background: none; color: var(--ink-soft); font-size: .75rem; }
.controls button:hover { background: var(--accent-soft); color: var(--ink); }

.banner-ad { background: var(--accent-soft); border-color: transparent; }
.banner-ad .name { font-size: 1.125rem; }
.banner-ad .name.long { font-size: .9375rem; }
.price-ad .name { font-weight: 500; font-size: .8125rem; }
.price-ad .words > .price { order: -1; font-size: 1.375rem; line-height: 1.2; letter-spacing: -.02em; color: var(--accent); }
.quiet-ad { background: none; }
.quiet-ad .cta { background: none; color: var(--accent); }
.quiet-ad .name { font-weight: 550; }

/* A box: the action lies in the words' last row, beside the price, which keeps that row even where there is no price. */
@container not ((min-aspect-ratio: 5/2) or (max-aspect-ratio: 3/4)) {
  .ad { grid: "picture picture" minmax(0, 1fr) "words words" auto "sponsored controls" auto / minmax(0, 1fr) auto; }
  .ad > .words { padding: .5rem .7rem .2rem; }
  .ad:not(:has(> .picture)) > .words { grid-row: 1 / span 2; }
  .ad:not(:has(> .picture)) :is(.name, .desc) { -webkit-line-clamp: 4; }
  .ad > .cta { grid-area: words; place-self: end; margin: 0 .7rem .35rem; }
  .ad:has(> .cta) > .words::after { content: ''; block-size: 2.1rem; }
  .ad:has(> .cta) > .words:has(.price)::after { content: none; }
  .ad:has(> .cta) .price { min-block-size: 2.1rem; max-inline-size: calc(100% - 8.5rem); }
  .price-ad > .cta { align-self: start; margin-block-start: .6rem; }
  .ad > .sponsored { min-block-size: 1.75rem; }
  .quiet-ad > .picture { margin: .7rem .7rem 0; border-radius: var(--radius-s); }
}
@container (max-aspect-ratio: 3/4) {
  .ad { grid: "picture" minmax(0, 1fr) "words" auto "action" auto "sponsored" auto "controls" auto / minmax(0, 1fr); }
  .ad > .words { padding: .6rem .7rem .2rem; }
  .ad:not(:has(> .picture)) > .words { grid-row: 1 / span 2; }
  .ad .name { -webkit-line-clamp: 5; }
  .ad .desc { -webkit-line-clamp: 6; }
  .ad .site { display: block; }
  .ad > .cta { grid-area: action; max-inline-size: none; margin: .4rem .7rem; }
  .ad > .sponsored { padding-inline-end: .7rem; }
  .ad .who { white-space: normal; overflow-wrap: anywhere; }
  .ad > .controls { justify-content: space-around; padding: 0 .2rem .2rem; }
  .quiet-ad > .picture { margin: .7rem .7rem 0; border-radius: var(--radius-s); }
}
@container (min-aspect-ratio: 5/2) {
  .ad { grid: "picture words action controls" minmax(0, 1fr) "picture sponsored action controls" auto / auto minmax(0, 1fr) auto auto; }
  .ad > .picture { block-size: 100cqb; inline-size: 100cqb; }
  .ad > .words { padding: .2rem .6rem 0; }
  .ad > .sponsored { padding: 0 .6rem .35rem; }
  .ad > .cta { grid-area: action; align-self: center; }
  .price-ad .words { flex-direction: row; justify-content: start; align-items: center; gap: .7rem; }
  .price-ad .name { flex: 0 1 auto; min-inline-size: 0; }
}
@container (min-aspect-ratio: 5/2) and (max-height: 130px) { .ad :is(.desc, .note) { display: none; } }
@container (min-aspect-ratio: 5/2) and (min-height: 131px) {
  .ad .name, .price-ad .words > .price { font-size: 1.375rem; }
  .ad .name.long { font-size: 1.125rem; }
  .ad .desc { font-size: .9375rem; -webkit-line-clamp: 2; }
  .price-ad .words { flex-direction: column; align-items: start; justify-content: center; gap: .2rem; }
  .ad > .picture { inline-size: 125cqb; }
}
@container (min-aspect-ratio: 5/2) and (max-height: 70px) {
  .ad .name { font-size: .8125rem; line-height: 1.15; }
  .ad .name.long { font-size: .6875rem; }
  .ad .words > .price { display: none; }
  .price-ad .words > .price { display: block; font-size: 1rem; }
  .price-ad .price s { display: none; }
  .ad > .words { padding: .15rem .45rem 0; }
  .ad > .sponsored { padding: 0 .45rem .15rem; font-size: .6875rem; }
  .ad > .sponsored .icon { display: none; }
}
@container (min-aspect-ratio: 5/2) and (max-width: 420px) {
  .ad { grid: "picture words words" minmax(0, 1fr) "picture sponsored controls" auto / auto minmax(0, 1fr) auto; }
  .ad > .cta { display: none; }
  .ad > .sponsored { padding-block-end: 0; }
}
@container (min-aspect-ratio: 5/2) and (max-width: 420px) and (min-height: 71px) {
  .price-ad .words { flex-direction: column; align-items: start; gap: 0; }
  .price-ad .words > .price { font-size: 1.125rem; }
  .ad > .sponsored { padding-inline: .6rem 0; font-size: .6875rem; }
  .ad .who { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; white-space: normal; overflow-wrap: anywhere; }
  .ad .controls button { min-inline-size: 1.5rem; }
}
@container (max-width: 420px) and (max-height: 70px) {
  .ad { grid: "picture words controls" minmax(0, 1fr) "picture sponsored controls" auto / auto minmax(0, 1fr) auto; }
  .ad > .controls { padding: 0; }
  .ad > .sponsored { padding-block-end: .15rem; }
  .ad .controls button { min-inline-size: 1.5rem; }
}
@media (forced-colors: active) { .ad, .cta { border-color: CanvasText; } }
`);
