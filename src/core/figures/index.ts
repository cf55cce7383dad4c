/**
 * **Knows** what a campaign did and what it cost, out of noised sums: counts, CTR, CVR, spend, value, return, each with an interval
 * and with how many reports it still wants.
 * **Not here** adding sums up (`#core/measurement`), counting on a device (`#core/ads`), effects of experiments (`#core/experiment`).
 * **Trust** sums are public and noised; whoever reads a figure learns what the sums say and nothing else.
 */
export { adFigures, type AdFigures } from './ad-figures.ts';
