/**
 * **Knows** how a browser's own language model rewords a line of an ad, where one is on the device already.
 * **Not here** the texts (`#core/creative` makes and guards them), drawing (`#page/ads`). Loaded for an ad alone, after a grant of `ads`.
 * **Trust** the model is a stranger: what it answers is shown only where `rewordFaults` finds nothing, within 300 ms, with a label.
 * It is told the public text and nothing of the shopper, and no download is ever begun.
 */
export { polishBook } from './polish-words.ts';
export { browserModel, createPolisher, POLISH_MS, type BrowserModel, type Polisher } from './polisher.ts';
