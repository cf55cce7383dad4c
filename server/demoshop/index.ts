/**
 * **Knows** the demo shop that ships with the project: its products, their reviews and their pictures, all generated, the same in every run.
 * **Not here** how the shop looks (`src/pages/shop`); who shops there (`bench/shoppers`).
 * **Trust** `drawProduct` also draws products of real feeds: their text is escaped, so a hostile title cannot put script into an SVG.
 */
export { demoCampaigns, demoExperiment } from './campaigns.ts';
export { drawProduct } from './draw.ts';
export { DEMO_HELP } from './help.ts';
export { demoOffers } from './offers.ts';
export { demoProducts } from './products.ts';
export { demoReviews } from './reviews.ts';
