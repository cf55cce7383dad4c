/**
 * **Knows** what the shopper sees of Homebird: shelf, search field, consent banner, drawn pictures, every word of them, and the pieces that our elements share.
 * **Not here** the shopper's panel (`#page/panel`), what is recommended and remembered (asked of an `ElementHost`), what a yes means (`#page/consent`).
 * **Life of a card** request from attributes → recommendations and their products → one line of reason → drawn → seen,
 * followed or dismissed, each told to the host. Of a search: typed → answered by the worker, the newest query only → followed,
 * or handed to the shop's own form inside the element.
 * **Trust** titles, prices and reasons are drawn as text, never as markup; an address is followed only if the host resolved
 * it. A page script can click our buttons, or have a label of its own pass her click on; neither is the shopper's
 * (`her-click.ts`). It can lay a picture over them.
 */
export { switchStyle } from './base-style.ts';
export { defineElements } from './define.ts';
export { drawing } from './drawing.ts';
export { clearElements, defineElement, type Drawing } from './element.ts';
export type { ElementHost, HostChange, OfferedPurpose } from './host.ts';
export { Icon } from './icons.tsx';
export { watchSeen } from './impressions.ts';
export { PackedPicture } from './packed-picture.tsx';
export { usePart } from './part.ts';
export { Picture } from './picture.tsx';
export { sheet } from './sheet.ts';
export { flipped, PurposeSwitch, type Switches } from './switch.tsx';
export { UNDO_MS } from './undo.ts';
