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

/** The grant for `purpose` under `grants`, or undefined when it is not given. */
export function grantFor<P extends Purpose>(grants: Grants, purpose: P): Grant<P> | undefined {
  return grants.purposes.includes(purpose) ? { purpose, version: grants.version } : undefined;
}

/** Whether `grant` still holds under the newest `grants`. */
export function isInForce(grant: Grant, grants: Grants): boolean {
  return grant.version === grants.version && grants.purposes.includes(grant.purpose);
}
