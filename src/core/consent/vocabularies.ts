import type { Purpose } from './purpose.ts';
import type { Say, ToolSignal } from './tool-signal.ts';

/** Keys of Google's Consent Mode that mean something here; of the others nothing is read. */
export const CONSENT_MODE_KEYS = ['personalization_storage', 'ad_storage', 'ad_personalization', 'analytics_storage'] as const;
export type ConsentModeKey = (typeof CONSENT_MODE_KEYS)[number];

/** Of what two keys say, the one that counts first: one that is refused is enough for a no, and both must be given. */
const PRECEDENCE = ['no', 'shop-no', undefined, 'shop-yes', 'yes'] as const;

function both(a: Say | undefined, b: Say | undefined): Say | undefined {
  return PRECEDENCE.find((say) => say === a || say === b);
}

function given(says: Readonly<Partial<Record<Purpose, Say | undefined>>>): ToolSignal {
  return Object.fromEntries(Object.entries(says).filter(([, say]) => say !== undefined)) as ToolSignal;
}

/** What Consent Mode v2 says, from what its keys stand at; it has no key for `federate`. */
export function signalOfConsentMode(keys: Readonly<Partial<Record<ConsentModeKey, Say>>>): ToolSignal {
  return given({ local: keys.personalization_storage, ads: both(keys.ad_storage, keys.ad_personalization), measure: keys.analytics_storage });
}

/** Purposes of the Transparency and Consent Framework v2.3 that stand behind each of ours: all of them must be consented to. */
const TCF_PURPOSES: Readonly<Record<Purpose, readonly number[]>> = { local: [1, 5, 6], ads: [1, 3, 4], measure: [7, 8], federate: [10] };

/** What a TC string says. @param consents - by number of the purpose, as `TCData.purpose.consents`; legitimate interest is no consent */
export function signalOfTcf(consents: Readonly<Record<string, unknown>>): ToolSignal {
  return Object.fromEntries(Object.entries(TCF_PURPOSES).map(([purpose, ids]) => [purpose, ids.every((id) => consents[id] === true) ? 'yes' : 'no'])) as ToolSignal;
}

/** What Shopify allows now, and whether the visitor has answered at all. */
export interface ShopifyAnswers {
  readonly preferences: Say;
  readonly marketing: Say;
  readonly analytics: Say;
}

/** What Shopify's Customer Privacy says; `federate` wants its analytics, and its own switch besides. */
export function signalOfShopify({ preferences, marketing, analytics }: ShopifyAnswers): ToolSignal {
  return { local: preferences, ads: marketing, measure: analytics, federate: analytics };
}
