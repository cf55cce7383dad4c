/** What a shopper can allow, each on its own. Before `local` no byte is stored. */
export const PURPOSES = ['local', 'ads', 'measure', 'federate'] as const;
/** `local`: store, train, rank. `ads`: on-device ad choice. `measure`: aggregates. `federate`: upload a masked update. */
export type Purpose = (typeof PURPOSES)[number];

/** What holds now for each purpose. */
export type PurposeStates = Readonly<Record<Purpose, 'granted' | 'denied' | 'unasked'>>;

/**
 * Permission for one purpose, issued by `#page/consent` only. Plain data: crosses threads.
 * It is checked at the moment of use against the newest version: an older one fails.
 */
export interface Grant<P extends Purpose = Purpose> {
  readonly purpose: P;
  /** Counts up with every change of consent in this profile. */
  readonly version: number;
}

/** All grants in force. A purpose without an entry is not granted. */
export interface Grants {
  readonly version: number;
  readonly purposes: readonly Purpose[];
  /** Global Privacy Control: `measure` and `federate` need a later explicit opt-in. */
  readonly gpc: boolean;
}

/** Whether the browser of this `navigator`, a page's or a worker's, sends Global Privacy Control; one that does not know it says no. Extensions set it to other true values. */
export function sendsGpc(navigator: object): boolean {
  return Boolean((navigator as { readonly globalPrivacyControl?: unknown }).globalPrivacyControl);
}

/** Purposes that Global Privacy Control turns off until she says otherwise by their own switch. */
export const OFF_UNDER_GPC: readonly Purpose[] = ['ads', 'measure', 'federate'];

/**
 * `grants` where this thread sees Global Privacy Control. The page decided with or without it; where it did not know of it,
 * all that it turns off is withheld until the page has decided again.
 */
export function withheldUnderGpc(grants: Grants, hasGpc: boolean): Grants {
  if (!hasGpc || grants.gpc) return grants;
  return { ...grants, gpc: true, purposes: grants.purposes.filter((purpose) => !OFF_UNDER_GPC.includes(purpose)) };
}

/** The grant for `purpose` under `grants`, or undefined when it is not given. */
export function grantFor<P extends Purpose>(grants: Grants, purpose: P): Grant<P> | undefined {
  return grants.purposes.includes(purpose) ? { purpose, version: grants.version } : undefined;
}

/** Whether `grant` still holds under the newest `grants`. */
export function isInForce(grant: Grant, grants: Grants): boolean {
  return grant.version === grants.version && grants.purposes.includes(grant.purpose);
}
