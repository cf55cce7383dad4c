/**
 * **Knows** the shopper's panel, `<homebird-privacy>`: what is kept, what left, what she steers, and every word of it.
 * **Not here** shelf, banner and the pieces all elements share (`#page/elements`), what is kept and computed (asked of a
 * `PanelHost`), what a yes means (`#page/consent`).
 * **Life of a look** the element connects → its part is fetched → the profile is asked for, without consent only the ledger
 * → drawn → drawn again while things happen → what she deletes, steers, takes or erases is told to the host.
 * **Trust** titles and words of events are drawn as text. A page script can click our buttons and read what is shown, as it
 * can read what is stored; it cannot switch `federate` on, unless it makes her click on the switch herself (`SECURITY.md`).
 */
export { definePanel } from './define.ts';
export type { PanelHost } from './host.ts';
export { spentIn } from './spent.ts';
