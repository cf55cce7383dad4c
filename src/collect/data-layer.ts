/** One event as a shop pushed it. */
export interface PushedEvent {
  readonly name: string;
  readonly data: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** Whether `entry` is `arguments` of a `gtag(…)` call, or an array in the same order. */
function isCommand(entry: unknown): entry is ArrayLike<unknown> {
  if (Array.isArray(entry)) return true;
  return Object.prototype.toString.call(entry) === '[object Arguments]';
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
 * its result is what the page gets, whatever happens here.
 */
export function tapDataLayer(page: Window, name: string, onEntry: (entry: unknown, isEarly: boolean) => void): Tap {
  const owner = page as unknown as Record<string, unknown>;
  let list: unknown[] | undefined;
  let isStopped = false;
  const hear = (entries: readonly unknown[], isEarly: boolean): void => {
    if (isStopped) return;
    for (const entry of entries) {
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
