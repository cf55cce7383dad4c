import { changeOf, hasNews, PURPOSES, signalsToKeep, type ConsentRecord, type ConsentTool, type Purpose, type ToolSignal, type ToolSignals } from '#core/consent';

/** What the signals of the tools come to, and what they are held against from then on. */
export type Verdict =
  | { readonly kind: 'same'; readonly heard: ToolSignals }
  | { readonly kind: 'agreed'; readonly purposes: readonly Purpose[]; readonly heard: ToolSignals }
  | { readonly kind: 'withdrawn' };

/** What this page has heard of the shop's consent tools. In memory only; a yes keeps its part of it. */
export interface Hearing {
  signals(): ToolSignals;
  /** The same with tools that are there and have not spoken, whose signal is empty. */
  heard(): ToolSignals;
  /** Whether a tool is there that has not spoken. */
  isWaiting(): boolean;
  /** Whether a tool asks for `local`, so that nobody else should. */
  asksForLocal(): boolean;
  expect(tool: ConsentTool): void;
  /** Takes a signal. @returns `tool` where it tells of an act of this moment */
  take(tool: ConsentTool, signal: ToolSignal, isAct: boolean): ConsentTool | undefined;
  /** What the signals mean for what is kept. */
  weigh(record: ConsentRecord | undefined, acting: ConsentTool | undefined): Verdict;
  /** A decision fell that no tool made: what they said until now is no news any more. Gives the signals to keep beside it. */
  settle(record: ConsentRecord | undefined): ToolSignals;
}

/** Starts having heard nothing. */
export function openHearing(): Hearing {
  const awaited = new Set<ConsentTool>();
  /** Tools that handed on an act of the shopper on this page, after what she chose last elsewhere. */
  const acted = new Set<ConsentTool>();
  let signals: ToolSignals = {};
  /** Signals that are no news, where no record holds them. */
  let settled: ToolSignals = {};
  const known = (record: ConsentRecord | undefined): ToolSignals => (record?.choice === 'yes' ? record.heard : settled);

  /** After a no of hers, only what she does later is newer: a tool that first speaks on this page may be telling of the past. */
  const afterNone = (record: ConsentRecord | undefined, on: readonly Purpose[]): Verdict => {
    const isNews = on.includes('local') && (!record || acted.size > 0);
    settled = signalsToKeep(signals, settled, isNews ? on : []);
    return isNews ? { kind: 'agreed', purposes: on, heard: settled } : { kind: 'same', heard: settled };
  };
  return {
    signals: () => signals,
    heard: () => ({ ...Object.fromEntries([...awaited].map((tool) => [tool, {}])), ...signals }),
    isWaiting: () => awaited.size > 0,
    asksForLocal: () => awaited.size > 0 || Object.values(signals).some((signal) => signal.local !== undefined),
    expect(tool) {
      if (signals[tool] === undefined) awaited.add(tool);
    },
    take(tool, signal, isAct) {
      // Within one page a change of the signal is an act of the shopper, also where the tool cannot say so.
      const acting = isAct || hasNews(signal, signals[tool]) ? tool : undefined;
      if (acting) acted.add(acting);
      awaited.delete(tool);
      signals = { ...signals, [tool]: signal };
      return acting;
    },
    weigh(record, acting) {
      const before = known(record);
      const { on, off } = changeOf({ now: signals, before, acting, isWaiting: awaited.size > 0 });
      if (record?.choice !== 'yes') return afterNone(record, on);
      const purposes = PURPOSES.filter((purpose) => on.includes(purpose) || (record.purposes.includes(purpose) && !off.includes(purpose)));
      settled = signalsToKeep(signals, before, purposes);
      if (!purposes.includes('local')) return { kind: 'withdrawn' };
      return { kind: purposes.join() === record.purposes.join() ? 'same' : 'agreed', purposes, heard: settled };
    },
    settle(record) {
      acted.clear();
      settled = signalsToKeep(signals, known(record), PURPOSES);
      return settled;
    },
  };
}
