/**
 * **Knows** the layout of a measurement: what each entry of its private reports counts; the moments that groups of devices
 * add up to, and what an estimate is.
 * **Not here** counting (`#core/ads`, `#core/experiment`, … each its own subject), tasks (`#core/protocol`), noise (`#core/privacy`).
 * **Trust** a layout comes from the leader and is public; its hash stands in the task. It names sums, and no cell can name one device.
 */
export { estimateOf, noiseVarianceOf } from './cells.ts';
export { normalEstimate, NORMAL_95, type Estimate } from './estimate.ts';
export { fitToBound } from './fit.ts';
export { decodeLayout, encodeLayout, filledLayout, MAX_CELLS, MIN_CELLS, type Layout, type Subject } from './layout.ts';
export { addMoments, countMoments, exactMoments, MOMENT_BOUND, MOMENTS, momentsOf, momentUnit, spreadOf, type Moments } from './moments.ts';
export { encodeSum } from './sum.ts';
export { publishedSumOf, shareOf, SUMS_MS, totalsOf, totalsOverTime, type CellTotal, type PublishedSum, type Totals } from './totals.ts';
