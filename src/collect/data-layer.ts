import { fieldsOf, type Fields } from './fields.ts';

/** One event as a shop pushed it. */
export interface PushedEvent {
  readonly name: string;
  readonly data: unknown;
}

/** Whether `entry` is `arguments` of a `gtag(…)` call, or an array in the same order. */
function isCommand(entry: unknown): entry is ArrayLike<unknown> {
  if (Array.isArray(entry)) return true;
  return Object.prototype.toString.call(entry) === '[object Arguments]';
}

/** Universal Analytics' names of what an `ecommerce` object is about, in the order in which one says what is meant, and GA4's. */
const UNIVERSAL = {
  purchase: 'purchase', refund: 'refund', remove: 'remove_from_cart', add: 'add_to_cart', checkout: 'begin_checkout', click: 'select_item', promoClick: 'select_promotion',
  detail: 'view_item', impressions: 'view_item_list', promoView: 'view_promotion',
} as const;

/** The GA4 event that a push in Universal Analytics' shape means, whatever its own name. */
function universalEvent(ecommerce: Fields): PushedEvent | undefined {
  for (const [key, name] of Object.entries(UNIVERSAL)) {
    const part = ecommerce[key];
    const fields = fieldsOf(part) ?? {};
    const action = fieldsOf(fields['actionField']) ?? {};
    const items: unknown = Array.isArray(part) ? part : (fields['products'] ?? fields['promotions']);
    const isLaterStep = name === 'begin_checkout' && ![undefined, 1, '1'].includes(action['step'] as number | string | undefined);
    if (!Array.isArray(items) || isLaterStep) continue;
    const promotion = fieldsOf(items[0]) ?? {};
    const isPromotion = name.endsWith('_promotion');
    return { name, data: { items: isPromotion ? [] : items, transaction_id: action['id'], value: action['revenue'], item_list_id: action['list'], ...(isPromotion && { promotion_id: promotion['id'] ?? promotion['name'], creative_slot: promotion['position'] }) } };
  }
  return undefined;
}

/**
 * Reads `dataLayer` entries in order. Entries are objects (`{event, ecommerce}`) or `arguments` of gtag
 * (`'event', name, data`). Like Google Tag Manager it remembers the last `ecommerce` for an event that comes without one,
 * and forgets it at `{ecommerce: null}`.
 */
export function dataLayerReader(): (entry: unknown) => PushedEvent | undefined {
  let remembered: unknown;
  return (entry) => {
    if (isCommand(entry)) {
      const [command, name, data] = Array.from(entry);
      return command === 'event' && typeof name === 'string' ? { name, data } : undefined;
    }
    const fields = fieldsOf(entry);
    if (!fields) return undefined;
    if ('ecommerce' in fields) remembered = fields['ecommerce'] ?? undefined;
    const name = fields['event'];
    const ecommerce = fieldsOf(fields['ecommerce']);
    const universal = ecommerce && !('items' in ecommerce) ? universalEvent(ecommerce) : undefined;
    if (universal) return universal;
    if (typeof name !== 'string') return undefined;
    return { name, data: 'ecommerce' in fields || remembered === undefined ? fields : { ...fields, ecommerce: remembered } };
  };
}

/** Entries handed over by {@link tapDataLayer}. */
export interface Tap {
  /** Looks again whether the page replaced the list, and follows it. */
  follow(): void;
  stop(): void;
}

/**
 * Hears every push onto `page[name]`, by wrapping `push`; earlier entries come first. The page's own push runs first and
 * its result is what the page gets, whatever happens here. Consent has a tap of its own (`src/consent/follow-tools.ts` says why).
 *
 * @param beforeList - runs before a list is wrapped or read: who wraps it then hears each push first
 */
export function tapDataLayer(page: Window, name: string, onEntry: (entry: unknown, isEarly: boolean) => void, beforeList?: () => void): Tap {
  const owner = page as unknown as Record<string, unknown>;
  let list: unknown[] | undefined;
  let isStopped = false;
  /** A page that makes a new list of its old entries says nothing new; one that pushes an entry again does. */
  const heard = new WeakSet<object>();
  const hear = (entries: readonly unknown[], isEarly: boolean): void => {
    if (isStopped) return;
    for (const entry of entries) {
      const isObject = typeof entry === 'object' && entry !== null;
      if (isEarly && isObject && heard.has(entry)) continue;
      if (isObject) heard.add(entry);
      try {
        onEntry(entry, isEarly);
      } catch {
        // An entry with a throwing getter is the page's own affair.
      }
    }
  };
  const follow = (): void => {
    // A page that pushes later finds this list, as the usual snippet `dataLayer = dataLayer || []` expects.
    const current = (owner[name] ??= []);
    if (!Array.isArray(current) || current === list) return;
    beforeList?.();
    list = current;
    const early = [...current];
    const push: unknown = current.push;
    if (typeof push !== 'function') return;
    current.push = function tapped(this: unknown, ...entries: unknown[]): number {
      const length: unknown = Reflect.apply(push, this, entries);
      hear(entries, false);
      return length as number;
    };
    hear(early, true);
  };
  follow();
  return {
    follow,
    // The wrapper stays: another script may have wrapped it in turn.
    stop() {
      isStopped = true;
    },
  };
}
