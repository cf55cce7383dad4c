/**
 * What `data-consent` may say: who asks. `auto`: the consent tool that the page has, else our banner. `required`: our banner,
 * whatever else is there. `granted`: the shop has a yes for `local`, which our panel or its tool can take back. `external`:
 * another consent tool, which speaks through `homebird('consent', …)`.
 */
export const CONSENT_MODES = ['auto', 'required', 'granted', 'external'] as const;
/** One of {@link CONSENT_MODES}. */
export type ConsentMode = (typeof CONSENT_MODES)[number];
