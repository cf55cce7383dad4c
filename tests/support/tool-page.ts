/** A page of a shop as its consent tools make it, without a browser: what is on `window`, timers that the test lets run, events that it fires. */
export function aToolPage(own: Readonly<Record<string, unknown>> = {}) {
  const timers: { readonly act: () => void; readonly atMs: number }[] = [];
  const state = { nowMs: 0 };
  const document = new EventTarget();
  const heard = new EventTarget();
  const fields = {
    document, ...own,
    setTimeout: (act: () => void, delayMs = 0) => timers.push({ act, atMs: state.nowMs + delayMs }),
    addEventListener: heard.addEventListener.bind(heard),
    removeEventListener: heard.removeEventListener.bind(heard),
  } as Record<string, unknown>;
  const window = fields as unknown as Window;
  return {
    window, fields, document,
    fire: (name: string, fields: object = {}) => void heard.dispatchEvent(Object.assign(new Event(name), fields)),
    /** Entries as gtag pushes them: `arguments`. */
    gtag: (...command: unknown[]): void => {
      const list = (fields['dataLayer'] ??= []) as unknown[];
      (function push() {
        // eslint-disable-next-line prefer-rest-params
        list.push(arguments);
      }).apply(undefined, command as never);
    },
    /** Lets `spanMs` pass. */
    pass(spanMs: number): void {
      const untilMs = state.nowMs + spanMs;
      for (;;) {
        const due = timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!due) break;
        timers.splice(timers.indexOf(due), 1);
        state.nowMs = due.atMs;
        due.act();
      }
      state.nowMs = untilMs;
    },
  };
}

/** What a TC string says, as `__tcfapi` hands it on. */
export interface TcfState {
  readonly gdprApplies?: boolean;
  readonly eventStatus?: string;
  readonly consents?: readonly number[];
  readonly isServiceSpecific?: boolean;
}

/** A consent manager that speaks TCF v2.3; `say` tells all listeners, as a real one does on each change. */
export function aTcfTool() {
  const listeners: ((data: unknown, success: boolean) => void)[] = [];
  const commands: string[] = [];
  let now: TcfState = {};
  const dataOf = (listenerId: number): unknown => ({
    tcString: 'C', tcfPolicyVersion: 5, cmpStatus: 'loaded', gdprApplies: now.gdprApplies, eventStatus: now.eventStatus, isServiceSpecific: now.isServiceSpecific ?? true, listenerId,
    purpose: { consents: Object.fromEntries((now.consents ?? []).map((id) => [id, true])), legitimateInterests: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [i + 1, true])) },
  });
  return {
    commands,
    api: (command: string, version: number, callback: (data: unknown, success: boolean) => void): void => {
      commands.push(`${command} ${version}`);
      if (command !== 'addEventListener') return;
      listeners.push(callback);
      callback(dataOf(listeners.length), true);
    },
    say(state: TcfState): void {
      now = { gdprApplies: true, ...state };
      listeners.forEach((listener, i) => listener(dataOf(i + 1), true));
    },
  };
}

/** Shopify's Customer Privacy of a theme. */
export function aShopifyTool(page: { readonly document: EventTarget }) {
  const allowed = { preferences: false, marketing: false, analytics: false };
  const answered = { preferences: '', marketing: '', analytics: '' };
  return {
    privacy: {
      preferencesProcessingAllowed: () => allowed.preferences,
      marketingAllowed: () => allowed.marketing,
      analyticsProcessingAllowed: () => allowed.analytics,
      currentVisitorConsent: () => ({ ...answered, sale_of_data: '' }),
    },
    /** The visitor answers, or the shop syncs what she answered elsewhere. */
    collect(purposes: readonly (keyof typeof allowed)[]): void {
      for (const purpose of ['preferences', 'marketing', 'analytics'] as const) {
        allowed[purpose] = purposes.includes(purpose);
        answered[purpose] = allowed[purpose] ? 'yes' : 'no';
      }
      page.document.dispatchEvent(new Event('visitorConsentCollected'));
    },
  };
}
