import { CONSENT_MODE_KEYS, signalOfConsentMode, signalOfShopify, signalOfTcf, type ConsentModeKey, type Say, type ToolSignal } from '#core/consent';
import type { Consent } from './consent.ts';
import type { ToolWindow } from './follow-tools.ts';

type Hearing = Pick<Consent, 'expect' | 'dismiss' | 'hear'>;
type Fields = Readonly<Record<string, unknown>>;

/** How long a default of Consent Mode waits for the update of a tool that loads late, ms, where the page names no `wait_for_update`: what Google's own examples give it. */
const WAIT_MS = 500;
/** Longest `wait_for_update` that is believed. */
const MAX_WAIT_MS = 5_000;

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

/** `act` as a callback for a page's script: whatever goes wrong in it stays in it, and what is not heard grants nothing. */
function quiet<Parts extends readonly unknown[]>(act: (...parts: Parts) => void): (...parts: Parts) => void {
  return (...parts) => {
    try {
      act(...parts);
    } catch {
      // Lost on purpose: the page is not ours.
    }
  };
}

/** Calls a method of somebody else's object. undefined where there is none, or it throws. */
function answerOf(owner: Fields, name: string): unknown {
  const method = owner[name];
  if (typeof method !== 'function') return undefined;
  try {
    return Reflect.apply(method, owner, []);
  } catch {
    return undefined;
  }
}

/**
 * Google's Consent Mode in `dataLayer`. A `default` is the shop's setting and takes effect after its `wait_for_update`; an
 * `update` is the shopper's. Where she is, nobody here knows: what is set for a region counts where it denies, never where it grants.
 */
function consentMode(consent: Hearing, window: Window, commands: ArrayLike<unknown>[]): { look(): boolean } {
  const byUpdate: Partial<Record<ConsentModeKey, Say>> = {};
  const byDefault: Partial<Record<ConsentModeKey, Say>> = {};
  const deniedSomewhere = new Set<ConsentModeKey>();
  let waits = 0;
  /** A command that could not be read may have been her no. */
  let isLost = false;
  const say = (): void => {
    const keys: Partial<Record<ConsentModeKey, Say>> = { ...byUpdate };
    for (const key of waits > 0 ? [] : CONSENT_MODE_KEYS) {
      const standing = byUpdate[key] ?? (deniedSomewhere.has(key) ? 'shop-no' : byDefault[key]);
      if (standing) keys[key] = standing;
    }
    consent.hear('consent-mode', signalOfConsentMode(keys));
  };
  const takeDefault = (key: ConsentModeKey, isGranted: boolean, isRegional: boolean): void => {
    if (isRegional && !isGranted) deniedSomewhere.add(key);
    if (!isRegional) byDefault[key] = isGranted ? 'shop-yes' : 'shop-no';
  };
  const wait = (value: unknown): void => {
    consent.expect('consent-mode');
    waits++;
    const wished = Number(value ?? WAIT_MS);
    window.setTimeout(quiet(() => {
      waits--;
      if (waits === 0) say();
    }), wished >= 0 ? Math.min(wished, MAX_WAIT_MS) : WAIT_MS);
  };
  /** Gives whether the command is of her making. */
  const take = (command: ArrayLike<unknown>): boolean => {
    const [kind, settings] = [command[1], fieldsOf(command[2])];
    if (!settings || (kind !== 'default' && kind !== 'update')) return false;
    const isRegional = settings['region'] !== undefined;
    for (const key of CONSENT_MODE_KEYS) {
      const value = settings[key];
      if (value !== 'granted' && value !== 'denied') continue;
      if (kind === 'default') takeDefault(key, value === 'granted', isRegional);
      else if (value === 'denied') byUpdate[key] = 'no';
      else if (!isRegional) byUpdate[key] = 'yes';
    }
    if (kind === 'default') wait(settings['wait_for_update']);
    return kind === 'update';
  };
  return {
    look() {
      // One by one: a no between two yeses is a change of mind.
      for (let command = commands.shift(); command; command = commands.shift()) {
        try {
          if (take(command) || waits === 0) say();
        } catch {
          isLost = true;
        }
      }
      return !isLost;
    },
  };
}

/** The Transparency and Consent Framework. `getTCData` is never called: it is gone from v2.2 on. */
function tcf(consent: Hearing, page: ToolWindow): { look(): void } {
  let isListening = false;
  const onTcData = quiet((data: unknown, success: unknown): void => {
    const tcData = fieldsOf(data);
    if (success !== true || !tcData) {
      isListening = false;
      return;
    }
    const { gdprApplies, eventStatus, isServiceSpecific } = tcData;
    // Where the law does not apply, a TC string says nothing: that is no yes.
    if (gdprApplies === false) return consent.dismiss('tcf');
    if (gdprApplies !== true) return;
    const signal = signalOfTcf(fieldsOf(fieldsOf(tcData['purpose'])?.['consents']) ?? {});
    // While its questions are open, or under a string that is void, what it gave before holds no longer; it gives nothing new.
    if (eventStatus === 'cmpuishown' || isServiceSpecific === false) consent.hear('tcf', asked(signal, isServiceSpecific === false));
    else if (eventStatus === 'tcloaded' || eventStatus === 'useractioncomplete') consent.hear('tcf', signal, eventStatus === 'useractioncomplete');
  });
  return {
    look() {
      if (isListening || typeof page.__tcfapi !== 'function') return;
      isListening = true;
      consent.expect('tcf');
      Reflect.apply(page.__tcfapi, page, ['addEventListener', 2, onTcData]);
    },
  };
}

function asked(signal: ToolSignal, isVoid: boolean): ToolSignal {
  return Object.fromEntries(Object.entries(signal).flatMap(([purpose, say]) => (isVoid || say === 'no' ? [[purpose, 'shop-no']] : [])));
}

/** Shopify's Customer Privacy; loads it as Shopify's own documentation says, where the theme has not. */
function shopify(consent: Hearing, page: ToolWindow, window: Window): { look(): void } {
  let isAsked = false;
  let isHeard = false;
  const read = quiet((): void => {
    const privacy = fieldsOf(page.Shopify?.customerPrivacy);
    if (!privacy) return;
    const answers = fieldsOf(answerOf(privacy, 'currentVisitorConsent'));
    const say = (method: string, purpose: string): Say => {
      if (answerOf(privacy, method) === true) return 'yes';
      // Without an answer of hers a "not allowed" is what the shop has set for her region.
      return answers?.[purpose] === '' ? 'shop-no' : 'no';
    };
    isHeard = true;
    // Apps tell Shopify on each page what they have kept, by the same event as an answer: a first signal is no act of this moment.
    consent.hear('shopify', signalOfShopify({
      preferences: say('preferencesProcessingAllowed', 'preferences'), marketing: say('marketingAllowed', 'marketing'), analytics: say('analyticsProcessingAllowed', 'analytics'),
    }));
  });
  window.document.addEventListener('visitorConsentCollected', read);
  return {
    look() {
      if (isHeard) return;
      read();
      if (isHeard || isAsked || typeof page.Shopify?.loadFeatures !== 'function') return;
      isAsked = true;
      consent.expect('shopify');
      Reflect.apply(page.Shopify.loadFeatures, page.Shopify, [[{ name: 'consent-tracking-api', version: '0.1' }], quiet((fault: unknown) => (fault ? consent.dismiss('shopify') : read()))]);
    },
  };
}

/** What the page is heard by. */
export interface ToolPage {
  readonly page: ToolWindow;
  readonly window: Window;
  /** Consent commands as the page pushes them, oldest first; taken out as they are heard. */
  readonly commands: ArrayLike<unknown>[];
}

/**
 * Hears every consent tool that the page has or will have. `look` is called when something may have changed, and gives
 * whether all commands could be read.
 */
export function hearTools(consent: Hearing, { page, window, commands }: ToolPage): { look(): boolean } {
  const mode = consentMode(consent, window, commands);
  const others = [tcf(consent, page), shopify(consent, page, window)];
  return {
    look() {
      const isHeard = mode.look();
      for (const reader of others) quiet(reader.look)();
      return isHeard;
    },
  };
}
