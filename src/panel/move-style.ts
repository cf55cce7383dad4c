import { sheet } from '#page/elements';

/** Both ways of a move. */
export const moveStyle = sheet(`
.halves { display: grid; gap: 1.4rem; }
.half { display: grid; gap: .5rem; justify-items: start; }
.half + .half { padding-top: 1.2rem; border-top: 1px solid var(--line); }
.half h4 { font-size: .9375rem; letter-spacing: 0; }
.half label { font-size: .8125rem; font-weight: 600; margin-top: .35rem; }
.half input[type="text"], .half textarea, .half .notice, .camera, .half input[type="file"] { width: 100%; }
.half input[type="text"] { min-height: 2.6rem; font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace; }
.half textarea { resize: vertical; font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace; font-size: .75rem; }
.half input[type="file"]::file-selector-button { font: inherit; font-weight: 600; color: inherit; margin-inline-end: .75rem; padding: .45rem .9rem; border: 1px solid var(--line-strong); border-radius: var(--radius-s); background: var(--ground); cursor: pointer; }
.camera { display: grid; gap: .5rem; justify-items: start; }
.camera video { width: 100%; max-width: 22rem; border-radius: var(--radius-s); background: #000; }
.codes { display: grid; gap: .35rem; justify-items: center; width: 100%; }
.codes svg { width: 100%; max-width: 24rem; border-radius: var(--radius-s); border: 1px solid var(--line); }
@media print { .fold:has(.half) { display: none; } }
`);
