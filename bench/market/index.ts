/**
 * **Knows** a simulated market: devices with shoppers that respond to relevance, campaigns with budgets, one noised report a device
 * a day, and the controller of `#core/budget`; beside it a small head of session value that only the gate lets out.
 * **Not here** the controller's parts (`#core/budget`), estimators (`#core/offpolicy`), simulated shoppers of the shop (`#bench/shoppers`).
 * **Trust** shoppers are made up: what is shown is what noise and delay cost a controller, not what a campaign will earn.
 */
export { pacingSvg } from './pacing-svg.ts';
export { figuresOf, runMarket, type MarketOptions, type MarketResult } from './run.ts';
export { runSessionHead } from './session-run.ts';
