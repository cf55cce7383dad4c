import { grantsOf, recordOf, statesOf, type Choice, type ConsentSignals, type Grants, type Purpose, type PurposeStates } from '#core/consent';
import type { Clock } from '#core/units';
import { CONSENT_KEY, type Keeper } from './keeper.ts';

/**
 * Who asks. `auto`, `required`: our banner. `granted`: the shop has a yes for `local`, our panel can take it back.
 * `external`: another consent tool, which speaks through `homebird('consent', …)`.
 */
export const CONSENT_MODES = ['auto', 'required', 'granted', 'external'] as const;
export type ConsentMode = (typeof CONSENT_MODES)[number];

/** Who made a choice: the shopper in our own banner or panel, or a script of the page. */
export type ChosenBy = { readonly by: 'shopper'; readonly ownSwitches: readonly Purpose[] } | { readonly by: 'page' };

export interface ConsentOptions {
  readonly mode: ConsentMode;
  readonly keeper: Keeper;
  readonly clock: Clock;
  /** Newest value of Global Privacy Control. */
  hasGpc(): boolean;
}

/** Consent of this profile in this shop. One per page. */
export interface Consent {
  grants(): Grants;
  states(): PurposeStates;
  /** Whether our banner should ask: nobody has chosen, and nobody else does the asking. */
  shouldAsk(): boolean;
  /** Makes a choice. Gives whether anything changed: a page cannot switch on `federate`, nor overrule what the shopper chose with us. */
  choose(choice: Choice, chosenBy: ChosenBy): boolean;
  /** Reads the record again, after another tab or the back-forward cache. */
  refresh(): void;
  /** `listener` hears each change, with the grants now in force; the result stops it. */
  subscribe(listener: (grants: Grants) => void): () => void;
}

function sameGrants(a: Grants, b: Grants): boolean {
  return a.version === b.version && a.gpc === b.gpc && a.purposes.join() === b.purposes.join();
}

/** Starts from what is kept. Writes nothing until somebody chooses. */
export function openConsent({ mode, keeper, clock, hasGpc }: ConsentOptions): Consent {
  const listeners = new Set<(grants: Grants) => void>();
  const signals = (): ConsentSignals => ({ record: keeper.read(), gpc: hasGpc(), isGrantedByShop: mode === 'granted' });
  /** Versions only grow while a page lives: whoever clears this site's storage withdraws, and older versions are ignored elsewhere. */
  let leastVersion = 0;
  const grantsNow = (): Grants => {
    const grants = grantsOf(signals());
    return grants.version < leastVersion ? { ...grants, version: leastVersion } : grants;
  };
  let heard = grantsNow();
  const refresh = (): void => {
    if (grantsOf(signals()).version < heard.version) leastVersion = heard.version + 1;
    const grants = grantsNow();
    if (sameGrants(grants, heard)) return;
    heard = grants;
    for (const listener of listeners) listener(grants);
  };
  /** What a page may change: never `federate`, never a choice the shopper made with us, unless another tool does the asking. */
  const asPage = (choice: Choice): Choice | undefined => {
    const record = keeper.read();
    if (choice.local !== true) return record?.choice === 'no' ? undefined : {};
    if (record && mode !== 'external') return undefined;
    const hadFederate = record?.choice === 'yes' && record.purposes.includes('federate');
    const wanted = { ...choice, federate: hadFederate };
    const states = statesOf(signals());
    const isSame = record?.choice === 'yes' && (Object.keys(states) as Purpose[]).every((purpose) => (wanted[purpose] === true) === record.purposes.includes(purpose));
    // A tool repeats itself on every page: only a change is a new version.
    return isSame ? undefined : wanted;
  };
  return {
    // Asked at the moment of use, so it reads the record itself: a withdrawal in another tab holds before its event arrives.
    grants: grantsNow,
    states: () => statesOf(signals()),
    shouldAsk: () => (mode === 'auto' || mode === 'required') && keeper.read() === undefined,
    choose(choice, chosenBy) {
      const allowed = chosenBy.by === 'shopper' ? choice : asPage(choice);
      if (!allowed) return false;
      const ownSwitches = chosenBy.by === 'shopper' ? chosenBy.ownSwitches : [];
      const before = keeper.read();
      keeper.write(recordOf(allowed, { before, leastVersion, timeMs: clock.nowMs(), gpc: hasGpc(), ownSwitches }));
      refresh();
      return true;
    },
    refresh,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Keeps `consent` in step with other tabs and with pages that come back from the back-forward cache. The result stops it. */
export function followOtherTabs(consent: Consent, page: Window): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key === CONSENT_KEY || event.key === null) consent.refresh();
  };
  const onShow = (): void => consent.refresh();
  page.addEventListener('storage', onStorage);
  page.addEventListener('pageshow', onShow);
  return () => {
    page.removeEventListener('storage', onStorage);
    page.removeEventListener('pageshow', onShow);
  };
}
