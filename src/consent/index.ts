/**
 * **Knows** the kept record of consent, who may change it, and how tabs stay in step.
 * **Not here** what signals mean (`#core/consent`); the banner and the switches (`#page/elements`).
 * **Life of a choice** shopper or page → what that party may change → one record, one version higher → every listener.
 * **Trust** a page script may say no for every purpose and yes for some, never `federate`; a script that writes the record
 * into Web Storage itself forges it, as it could forge anything on its own page.
 */
export { CONSENT_MODES, followOtherTabs, openConsent, type Consent, type ConsentMode } from './consent.ts';
export { CONSENT_KEY, keeper, pageStorage, type RecordStorage } from './keeper.ts';
export { hasGlobalPrivacyControl } from './gpc.ts';
