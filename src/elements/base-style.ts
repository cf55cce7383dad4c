import { sheet } from './sheet.ts';

/**
 * Colours, type and controls of all our elements. A shop sets `--homebird-accent`, `--homebird-surface`, `--homebird-ink`,
 * `--homebird-radius` and `--homebird-font`; light or dark follows the `color-scheme` of the page around.
 */
export const baseStyle = sheet(`
:host {
  --ground: var(--homebird-surface, light-dark(#ffffff, #171c1a));
  --raised: var(--homebird-raised, light-dark(#f4f6f5, #202725));
  --line: var(--homebird-line, light-dark(#dfe5e2, #323c38));
  --line-strong: light-dark(#84918b, #73827b);
  --ink: var(--homebird-ink, light-dark(#16211c, #edf2ef));
  --ink-soft: var(--homebird-ink-soft, light-dark(#55625c, #a8b5af));
  --accent: var(--homebird-accent, light-dark(#12563f, #84d8b1));
  --accent-ink: var(--homebird-accent-ink, light-dark(#ffffff, #06281a));
  --accent-soft: var(--homebird-accent-soft, light-dark(#e3f0ea, #1d352b));
  --warn: light-dark(#a3271c, #ff9d92);
  --warn-soft: light-dark(#fbebe9, #3b1d1a);
  --focus: light-dark(#1262d9, #8ab8ff);
  --radius: var(--homebird-radius, .75rem);
  --radius-s: calc(var(--radius) * .66);
  --shadow: 0 1px 2px light-dark(rgb(16 32 26 / 8%), rgb(0 0 0 / 45%)), 0 10px 32px light-dark(rgb(16 32 26 / 12%), rgb(0 0 0 / 50%));
  color: var(--ink);
  font: 400 .9375rem/1.5 var(--homebird-font, inherit);
  font-family: var(--homebird-font, inherit);
  -webkit-font-smoothing: antialiased;
}
:host([hidden]) { display: none; }
*, ::before, ::after { box-sizing: border-box; }
h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h2, h3, h4 { font-weight: 650; letter-spacing: -.012em; line-height: 1.25; text-wrap: balance; }
p { text-wrap: pretty; }
a { color: inherit; }
button, input { font: inherit; color: inherit; }
button {
  display: inline-flex; align-items: center; justify-content: center; gap: .45em;
  min-height: 2.75rem; padding: .5rem 1.05rem; border: 1px solid var(--line-strong); border-radius: var(--radius-s);
  background: var(--ground); font-weight: 600; line-height: 1.2; cursor: pointer; transition: background-color .15s, border-color .15s;
}
button:hover { background: var(--accent-soft); border-color: var(--accent); }
button:disabled { opacity: .55; cursor: default; }
button.plain { min-height: 2rem; padding: .25rem .5rem; border-color: transparent; background: none; font-weight: 550; color: var(--ink-soft); }
button.plain:hover { background: var(--accent-soft); color: var(--ink); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
button.primary:hover { filter: brightness(1.08); }
button.danger { border-color: var(--warn); color: var(--warn); }
button.danger:hover { background: var(--warn-soft); }
:focus-visible { outline: 2.5px solid var(--focus); outline-offset: 2px; }
.quiet { color: var(--ink-soft); font-size: .8125rem; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
svg { display: block; }
/* A title in another script keeps its own direction, and the edge of its neighbours. */
[dir="rtl"] .title { text-align: right; }
[dir="ltr"] .title { text-align: left; }
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) { button { border-color: ButtonText; } }
`);

/** A switch: a native checkbox drawn as a track and a thumb. */
export const switchStyle = sheet(`
.purpose { display: grid; grid-template-columns: 1fr auto; gap: .15rem 1rem; align-items: start; padding: .8rem 0; border-top: 1px solid var(--line); }
.purpose:first-child { border-top: 0; }
.purpose label { font-weight: 600; }
.purpose .what { grid-column: 1; color: var(--ink-soft); font-size: .8125rem; line-height: 1.45; }
.purpose input {
  grid-column: 2; grid-row: 1 / span 2; appearance: none; position: relative; inline-size: 2.9rem; block-size: 1.7rem; margin: 0;
  border: 1.5px solid var(--line-strong); border-radius: 1rem; background: var(--raised); cursor: pointer; transition: background-color .15s, border-color .15s;
}
.purpose input::before {
  content: ''; position: absolute; inset-block: .2rem; inset-inline-start: .22rem; inline-size: 1.1rem; border-radius: 50%;
  background: var(--line-strong); transition: translate .15s, background-color .15s;
}
.purpose input:checked { background: var(--accent); border-color: var(--accent); }
.purpose input:checked::before { background: var(--accent-ink); translate: 1.15rem 0; }
.purpose input:checked:dir(rtl)::before { translate: -1.15rem 0; }
.purpose input:disabled { opacity: .5; cursor: default; }
@media (forced-colors: active) { .purpose input:checked { background: Highlight; } .purpose input::before { background: ButtonText; } }
`);
