/**
 * **Knows** what the shopper sees of Homebird: shelf, consent banner, privacy panel, drawn pictures, and every word of them.
 * **Not here** what is recommended and remembered (asked of an `ElementHost`), what a yes means (`#page/consent`).
 * **Life of a card** request from attributes → recommendations and their products → one line of reason → drawn → seen,
 * followed or dismissed, each told to the host.
 * **Trust** titles, prices and reasons are drawn as text, never as markup; an address is followed only if the host resolved
 * it. A page script can click our buttons, but such a click is not the shopper's (`Event.isTrusted`).
 */
export { showDebug } from './debug.ts';
export { defineElements } from './define.tsx';
export type { ElementHost, HostChange, Spent } from './host.ts';
