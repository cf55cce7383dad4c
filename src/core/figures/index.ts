/**
 * **Knows** what a campaign did and what it cost, out of noised sums: counts, CTR, CVR, spend, value, return, each with an interval
 * and with how many reports it still wants; what of the return is the ads' own work; which budgets would bring more; how
 * many coupons were shown and redeemed.
 * **Not here** adding sums up (`#core/measurement`), counting on a device (`#core/ads`), effects of experiments (`#core/experiment`).
 * **Trust** sums are public and noised; whoever reads a figure learns what the sums say and nothing else.
 */
export { adFigures, countsCampaign, type AdFigures, type Figure } from './ad-figures.ts';
export { adTotalsOf, adTotalsOverTime, tellsConversions } from './ad-totals.ts';
export { offerFigures } from './offer-figures.ts';
export { incrementalReturn, incrementalShare } from './incremental.ts';
export { suggestBudgets, type BudgetSuggestion } from './suggestion.ts';
