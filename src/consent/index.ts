/**
 * **Knows** the kept record of consent, who may change it, how the shop's consent tools are heard, and how tabs stay in step.
 * **Not here** what signals mean (`#core/consent`); the banner and the switches (`#page/elements`).
 * **Life of a choice** shopper or page → what that party may change → one record, one version higher → every listener.
 * **Life of a tool's signal** found on the page (`./follow-tools.ts`) → read by its own rules (`./tools.ts`, a file of its own) →
 * compared with what it said before → a no at once, a yes where every tool agrees.
 * **Life of a no elsewhere** event of Web Storage, or a message over a channel where no record was kept (`./other-tabs.ts`) →
 * nothing is in force here but what a record holds.
 * **Trust** a page script may say no for every purpose and yes for some, never `federate`; a script that writes the record
 * into Web Storage itself forges it, as it could forge anything on its own page.
 */
export { openConsent, type Consent } from './consent.ts';
export { CONSENT_KEY, keeper, pageStorage, type RecordStorage } from './keeper.ts';
export { followOtherTabs } from './other-tabs.ts';
export { followTools } from './follow-tools.ts';
export { hasGlobalPrivacyControl, isShopperActing } from './browser.ts';
