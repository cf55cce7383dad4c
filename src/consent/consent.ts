import {
  grantsOf, isRefusedByHer, isRefusedByTool, recordOf, statesOf,
  type Choice, type ConsentGrounds, type ConsentRecord, type ConsentSpeaker, type ConsentTool, type Grants, type Purpose, type PurposeStates, type ToolSignal, type ToolSignals,
} from '#core/consent';
import type { ConsentMode } from '#core/embed';
import type { Clock } from '#core/units';
import { openBook } from './book.ts';
import { openHearing } from './hearing.ts';
import type { Keeper } from './keeper.ts';

/** Who made a choice: the shopper in our own banner or panel, or a script of the page. */
export type ChosenBy = { readonly by: 'shopper'; readonly ownSwitches: readonly Purpose[] } | { readonly by: 'page' };

export interface ConsentOptions {
  readonly mode: ConsentMode;
  readonly keeper: Keeper;
  readonly clock: Clock;
  /** Newest value of Global Privacy Control. */
  hasGpc(): boolean;
  /** Whether the shopper has clicked or pressed a key just now. */
  isActing(): boolean;
}

/** Consent of this profile in this shop. One per page. */
export interface Consent {
  grants(): Grants;
  states(): PurposeStates;
  /** What is kept of it, with how it came to this; undefined where nobody has chosen, and where a tool of the shop remembers the choice. */
  record(): ConsentRecord | undefined;
  /** Whether a tool of the shop refuses what its own switch here would allow. */
  isRefusedByTool(purpose: Purpose): boolean;
  /** What the shop's consent tools say now; one that has not spoken says nothing of any purpose. */
  heard(): ToolSignals;
  /** Whether our banner should ask: nobody has chosen, and nobody else does the asking. */
  shouldAsk(): boolean;
  /** Makes a choice. Gives whether anything changed: a page cannot switch on `federate`, nor overrule what the shopper chose with us. */
  choose(choice: Choice, chosenBy: ChosenBy): boolean;
  /** A consent tool is on the page and will speak: until it has, nothing is switched on by any tool. */
  expect(tool: ConsentTool): void;
  /** It will not speak after all. */
  dismiss(tool: ConsentTool): void;
  /** The newest signal of a tool. Gives whether anything is granted or withdrawn by it. @param isAct - whether the tool says that the shopper acted just now */
  hear(tool: ConsentTool, signal: ToolSignal, isAct?: boolean): boolean;
  /** Where no record is kept: whether the shop's own setting or tool puts `local` in force, or a tool has heard her refuse it. */
  unrecorded(): 'granted' | 'refused' | undefined;
  /** She may have refused on another page: from now on nothing is in force on this one that no record holds. */
  withhold(): void;
  /** Nothing is granted on this page while what would hear a refusal is not there. */
  deafen(isDeaf: boolean): void;
  /** Reads the record again, after another tab or the back-forward cache. */
  refresh(): void;
  /** `listener` hears each change of what is granted, shown or asked, with the grants now in force; the result stops it. */
  subscribe(listener: (grants: Grants) => void): () => void;
}

type Listener = (grants: Grants) => void;

/** What a page says, as a tool's signal: of a purpose it leaves out it says nothing, and of `federate` it has nothing to say. */
function signalOf({ local, ads, measure }: Choice): ToolSignal {
  const says = Object.entries({ local, ads, measure }).flatMap(([purpose, isOn]) => (isOn === undefined ? [] : [[purpose, isOn ? 'yes' : 'no']]));
  return Object.fromEntries(says) as ToolSignal;
}

/** Starts from what is kept. Writes nothing until somebody chooses. */
export function openConsent({ mode, keeper, clock, hasGpc, isActing }: ConsentOptions): Consent {
  const listeners = new Set<Listener>();
  const book = openBook(keeper);
  const tools = openHearing();
  let cannotHear = false;
  let withheld = false;
  const grounds = (): ConsentGrounds => {
    // Where a record was taken away by others, the shop's signals that this page still holds are older than that.
    const isWithheld = withheld || book.isGone();
    return { record: keeper.read(), gpc: hasGpc(), isGrantedByShop: mode === 'granted' && !isWithheld, signals: tools.signals(), isWaiting: isWithheld || tools.isWaiting() };
  };
  const grantsNow = (): Grants => {
    const grants = grantsOf(grounds());
    return { ...grants, version: Math.max(grants.version, book.leastVersion()), ...(cannotHear && { purposes: [] }) };
  };
  const states = (): PurposeStates => (cannotHear ? statesOf({ record: undefined, gpc: hasGpc(), isGrantedByShop: false }) : statesOf(grounds()));
  const shouldAsk = (): boolean => !cannotHear && keeper.read() === undefined && (mode === 'required' || (mode === 'auto' && !tools.asksForLocal()));

  const shown = (): string => JSON.stringify([grantsNow(), states(), shouldAsk()]);
  let told = grantsNow();
  let lastShown = shown();
  const tell = (): void => {
    const now = shown();
    if (now === lastShown) return;
    lastShown = now;
    told = grantsNow();
    for (const listener of listeners) listener(told);
  };
  const look = (): ConsentRecord | undefined => {
    const { record, isNews } = book.look(told.version);
    if (isNews) tools.settle(undefined);
    if (isNews && !record) withheld = true;
    return record;
  };
  const decide = (choice: Choice, by: ConsentSpeaker, known: { readonly heard: ToolSignals; readonly ownSwitches?: readonly Purpose[] }): true => {
    book.write(recordOf(choice, { before: keeper.read(), leastVersion: book.leastVersion(), timeMs: clock.nowMs(), gpc: hasGpc(), ownSwitches: [], by, ...known }));
    tell();
    return true;
  };
  /** Acts on what the tools say now. Gives whether anything is granted or withdrawn by it. */
  const weigh = (by: ConsentTool, acting?: ConsentTool): boolean => {
    const record = look();
    const verdict = tools.weigh(record, acting);
    switch (verdict.kind) {
      case 'agreed': return decide(choiceOf(verdict.purposes), by, verdict);
      // The tool remembers its no by itself, so nothing is kept of it here.
      case 'withdrawn': book.remove(told.version); break;
      case 'same': if (record?.choice === 'yes' && !isEqual(record.heard, verdict.heard)) keeper.write({ ...record, heard: verdict.heard });
    }
    tell();
    return verdict.kind === 'withdrawn';
  };
  const hear = (tool: ConsentTool, signal: ToolSignal, isAct = false): boolean => {
    look();
    // The same no again is an act, too, while she is at it.
    return weigh(tool, tools.take(tool, signal, isAct || (signal.local === 'no' && isActing())));
  };
  /** What a page may change by a call: never `federate`, never a choice the shopper made with us. */
  const chooseAsPage = (choice: Choice): boolean => {
    if (mode === 'external') return hear('external', signalOf(choice));
    const record = look();
    if (choice.local !== true) return record?.choice === 'no' ? false : decide({}, 'page', { heard: tools.settle(record) });
    // Where a tool asks, its signal is hers: she may have said no to it in another tab, which leaves no record here.
    if (record || tools.asksForLocal()) return false;
    return decide({ ...choice, federate: false }, 'page', { heard: tools.settle(record) });
  };
  const then = (act: () => void): void => {
    act();
    tell();
  };
  return {
    // Asked at the moment of use, so it reads the record itself: a withdrawal in another tab holds before its event arrives.
    grants: grantsNow,
    states,
    record: () => keeper.read(),
    isRefusedByTool: (purpose) => isRefusedByTool(grounds(), purpose),
    heard: tools.heard,
    shouldAsk,
    choose: (choice, chosenBy) => (chosenBy.by === 'page' ? chooseAsPage(choice) : decide(choice, 'shopper', { heard: tools.settle(look()), ownSwitches: chosenBy.ownSwitches })),
    expect: (tool) => then(() => tools.expect(tool)),
    dismiss(tool) {
      tools.take(tool, {}, false);
      weigh(tool);
    },
    hear,
    unrecorded() {
      if (keeper.read()) return undefined;
      if (isRefusedByHer(tools.signals(), 'local')) return 'refused';
      return grantsOf(grounds()).purposes.length > 0 ? 'granted' : undefined;
    },
    withhold: () => then(() => { withheld = true; }),
    deafen: (isDeaf) => then(() => { cannotHear = isDeaf; }),
    refresh: () => then(look),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function choiceOf(purposes: readonly Purpose[]): Choice {
  return Object.fromEntries(purposes.map((purpose) => [purpose, true]));
}

function isEqual(a: ToolSignals, b: ToolSignals): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
