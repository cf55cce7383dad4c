import { sheet } from '#page/elements';

/** Button and dialog of the assistant. */
export const assistantStyle = sheet(`
:host { display: contents; }
.launcher { position: fixed; z-index: 30; inset-block-end: max(1rem, env(safe-area-inset-bottom)); inset-inline-end: 1rem; border-radius: 2rem; box-shadow: var(--shadow); }
dialog {
  position: fixed; inset: auto; inset-block-end: 1rem; inset-inline-end: 1rem; margin: 0; width: min(26rem, calc(100vw - 2rem)); height: min(40rem, calc(100dvh - 2rem)); max-height: none; padding: 0;
  border: 1px solid var(--line); border-radius: calc(var(--radius) * 1.3); background: var(--ground); color: var(--ink); box-shadow: var(--shadow); overflow: hidden;
}
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: rgb(8 16 12 / 35%); }
header { display: flex; align-items: center; gap: .25rem; padding: .75rem 1rem; border-bottom: 1px solid var(--line); }
header h2 { flex: 1; font-size: 1.1rem; }
header button { min-height: 2.25rem; min-width: 2.25rem; padding: 0; border-color: transparent; background: none; }
.log { flex: 1; overflow: auto; overscroll-behavior: contain; padding: 1rem; display: flex; flex-direction: column; gap: .75rem; }
.honest { display: flex; gap: .4rem; align-items: start; }
.honest .icon { flex: none; margin-top: .15rem; }
.asked { align-self: end; max-width: 85%; padding: .5rem .8rem; border-radius: var(--radius); background: var(--accent); color: var(--accent-ink); overflow-wrap: anywhere; }
.answer { align-self: start; width: 100%; padding: .7rem .85rem; border-radius: var(--radius); background: var(--raised); overflow-wrap: anywhere; }
.answer > * + * { margin-top: .6rem; }
.answer .said { white-space: pre-line; }
.source { font-size: .8125rem; color: var(--ink-soft); }
.source a { font-weight: 600; color: var(--accent); }
.items { display: grid; gap: .35rem; }
.items a, .items .plainrow { display: flex; align-items: center; gap: .7rem; padding: .4rem; border-radius: var(--radius-s); background: var(--ground); text-decoration: none; }
.items a:hover { background: var(--accent-soft); }
.thumb { flex: none; width: 3.25rem; height: 3.25rem; border-radius: var(--radius-s); overflow: hidden; background: var(--raised); }
.thumb > * { width: 100%; height: 100%; object-fit: cover; }
.about { flex: 1; min-width: 0; display: grid; }
.about .title { font-weight: 550; line-height: 1.3; }
.about .facts { font-size: .8125rem; color: var(--ink-soft); }
.about .facts b { color: var(--ink); font-variant-numeric: tabular-nums; }
.chips { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .35rem; }
.chips button { min-height: 2.25rem; padding: .3rem .75rem; border-radius: 1.2rem; font-size: .8125rem; font-weight: 500; text-align: start; }
.foot { display: flex; flex-wrap: wrap; gap: .25rem; }
.foot button { padding-inline: .4rem; font-size: .8125rem; }
.handoff { display: grid; gap: .5rem; justify-items: start; }
.handoff label { display: flex; gap: .5rem; align-items: center; min-height: 1.75rem; }
.handoff input { width: 1.1rem; height: 1.1rem; accent-color: var(--accent); }
.handoff a.primary { display: inline-flex; align-items: center; min-height: 2.75rem; padding: .5rem 1.05rem; border-radius: var(--radius-s); background: var(--accent); color: var(--accent-ink); font-weight: 600; text-decoration: none; }
form { display: flex; gap: .5rem; padding: .75rem 1rem; border-top: 1px solid var(--line); }
form textarea { flex: 1; min-width: 0; height: 2.75rem; padding: .6rem .75rem; border: 1px solid var(--line-strong); border-radius: var(--radius-s); background: var(--ground); color: inherit; font: inherit; resize: none; }
.careful { padding: .5rem 1rem; background: var(--warn-soft); color: var(--warn); font-size: .8125rem; }
@media (max-width: 30rem) { dialog { inset: 0; width: 100%; max-width: none; height: 100%; border: 0; border-radius: 0; } }
@media print { .launcher { display: none; } }
`);
