import { PURPOSES, type Purpose } from './purpose.ts';

/** Consent tools of a shop that can be heard. `external`: one that speaks through `homebird('consent', …)`. */
export const CONSENT_TOOLS = ['consent-mode', 'tcf', 'shopify', 'external'] as const;
export type ConsentTool = (typeof CONSENT_TOOLS)[number];

/** What a tool says of a purpose. `shop-…`: what the shop has set for those whom nobody has asked yet, which is no act of the shopper. */
export type Say = 'yes' | 'no' | 'shop-yes' | 'shop-no';
/** What a tool says now, by purpose; of a purpose that is left out it says nothing. */
export type ToolSignal = Readonly<Partial<Record<Purpose, Say>>>;
/** The newest signal of each tool. */
export type ToolSignals = Readonly<Partial<Record<ConsentTool, ToolSignal>>>;

/** No signal of a tool can grant these: they have a switch of their own. */
const OWN_SWITCH_ONLY: readonly Purpose[] = ['federate'];

function said(signals: ToolSignals, purpose: Purpose): readonly Say[] {
  return CONSENT_TOOLS.flatMap((tool) => signals[tool]?.[purpose] ?? []);
}

/** Whether a tool says no to `purpose` at this moment, for the shopper or as the shop's setting. */
function isRefused(signals: ToolSignals, purpose: Purpose): boolean {
  return said(signals, purpose).some((say) => say === 'no' || say === 'shop-no');
}

/** Whether a tool has heard a no to `purpose` from the shopper. */
export function isRefusedByHer(signals: ToolSignals, purpose: Purpose): boolean {
  return said(signals, purpose).includes('no');
}

/** Whether the shop lets `local` be without an act of the shopper, and nobody says no. */
export function isSetByShop(signals: ToolSignals): boolean {
  return said(signals, 'local').includes('shop-yes') && !isRefused(signals, 'local');
}

function isAgreed(signals: ToolSignals, purpose: Purpose): boolean {
  return !OWN_SWITCH_ONLY.includes(purpose) && said(signals, purpose).includes('yes') && !isRefused(signals, purpose);
}

/** What signals change, compared with those that were heard when the last decision fell. */
export interface SignalChange {
  readonly on: readonly Purpose[];
  readonly off: readonly Purpose[];
}

/** What a change is read from. */
export interface SignalsHeard {
  readonly now: ToolSignals;
  /** Those under which the decision in force was made: a tool repeats itself on every page, and only a change is an act. */
  readonly before: ToolSignals;
  /** The tool that says it is handing on an act of this moment, so that even the same signal counts. */
  readonly acting?: ConsentTool | undefined;
  /** Whether a tool is there that has not spoken yet: until it has, nothing is switched on. */
  readonly isWaiting: boolean;
}

/** Whether a tool tells of an act that it had not told of before: it says otherwise of some purpose than it did. */
export function hasNews(now: ToolSignal | undefined, before: ToolSignal | undefined): boolean {
  return PURPOSES.some((purpose) => [now?.[purpose], before?.[purpose]].sort().join() === 'no,yes');
}

/**
 * What becomes of the purposes under new signals. Where two tools disagree, the no counts: it switches off at once, while
 * a yes wants every tool that speaks of the purpose to agree. A tool that says otherwise of one purpose has heard the
 * shopper again: all that it says then is her newest signal.
 */
export function changeOf({ now, before, acting, isWaiting }: SignalsHeard): SignalChange {
  const newest = CONSENT_TOOLS.filter((tool) => tool === acting || hasNews(now[tool], before[tool]));
  const on = PURPOSES.filter((purpose) => !isWaiting && isAgreed(now, purpose) && (!isAgreed(before, purpose) || newest.some((tool) => now[tool]?.[purpose] === 'yes')));
  const off = PURPOSES.filter((purpose) => CONSENT_TOOLS.some((tool) => {
    const [say, earlier] = [now[tool]?.[purpose], before[tool]?.[purpose]];
    // A shop's setting takes back only what the same tool gave: it says nothing of what she chose elsewhere.
    return say === 'no' ? earlier !== 'no' || newest.includes(tool) : say === 'shop-no' && earlier === 'yes';
  }));
  return { on, off };
}

function keptSay(say: Say | undefined, earlier: Say | undefined, isInForce: boolean): Say | undefined {
  switch (say) {
    case 'no': return say;
    case 'yes': return isInForce || earlier === 'yes' ? say : undefined;
    case 'shop-no': return undefined;
    case 'shop-yes': case undefined: return earlier;
  }
}

/**
 * The signals to hold new ones against: all that the shopper said in them, but for a yes that has not come into force and
 * may still do so once every tool has spoken.
 *
 * @param inForce - purposes that are granted now
 */
export function signalsToKeep(now: ToolSignals, before: ToolSignals, inForce: readonly Purpose[]): ToolSignals {
  return signalsOf((tool, purpose) => keptSay(now[tool]?.[purpose], before[tool]?.[purpose], inForce.includes(purpose)));
}

function signalsOf(sayOf: (tool: ConsentTool, purpose: Purpose) => Say | undefined): ToolSignals {
  const signals: Partial<Record<ConsentTool, ToolSignal>> = {};
  for (const tool of CONSENT_TOOLS) {
    const signal: Partial<Record<Purpose, Say>> = {};
    for (const purpose of PURPOSES) {
      const say = sayOf(tool, purpose);
      if (say) signal[purpose] = say;
    }
    if (Object.keys(signal).length > 0) signals[tool] = signal;
  }
  return signals;
}

/** Reads kept signals; what is not one is left out. */
export function parseSignals(value: unknown): ToolSignals {
  const found = value as Readonly<Record<string, Readonly<Record<string, unknown>> | null | undefined>> | null | undefined;
  return signalsOf((tool, purpose) => {
    const say = found?.[tool]?.[purpose];
    return say === 'yes' || say === 'no' ? say : undefined;
  });
}
