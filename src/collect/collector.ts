import { dataLayerReader, tapDataLayer } from './data-layer.ts';
import { intake, type DroppedEvents, type Intake, type IntakeOptions, type Source } from './intake.ts';
import { hearMarked } from './marked.ts';
import { followNavigation } from './navigation.ts';
import { quiet } from './quiet.ts';
import type { Reading } from './reading.ts';
import type { CollectSource } from './sources.ts';
import type { EventDraft } from '#core/events';

/** What a collector reads, and whom it asks and tells. */
export interface CollectOptions extends IntakeOptions {
  readonly sources: readonly CollectSource[];
  /** The catalogue's own id of each name; undefined of those it does not know. Without it every name is taken as it is. */
  readonly resolve?: (names: readonly string[]) => Promise<readonly (string | undefined)[]>;
  /** Called before a `dataLayer` is read that the page has made: who hears refusals hears them there first. */
  beforeList?(): void;
}

/** Makes events of what happens on the page; what comes without consent to `local` is dropped and never queued. */
export interface Collector {
  /** An explicit call of the shop. Gives whether it became an event. */
  track(name: string, data: unknown): boolean;
  /** An event of our own elements. */
  record(draft: EventDraft): void;
  /** Consent changed: begins with what the page shows now, or stops at once. */
  consentChanged(): void;
  dropped(): DroppedEvents;
  stop(): void;
}

/** Names that shops give to the search words in an address. */
const SEARCH_PARAMETERS = ['q', 's', 'search', 'query', 'keyword', 'keywords', 'search_query', 'search_term'] as const;

/** The visited address, and the search it may be the result of. */
function sayPage(page: Window, events: Intake): void {
  events.visit();
  const parameters = new URLSearchParams(page.location.search);
  for (const name of SEARCH_PARAMETERS) {
    const query = parameters.get(name);
    if (query !== null && events.takeCall('search', { search_term: query }, 'address')) return;
  }
}

/** Which page was said, and which is still to be: a router that corrects its address at once has shown one page. */
function visits(say: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSaid = false;
  return {
    isSaid: () => isSaid,
    isPending: () => timer !== undefined,
    sayOnce(): void {
      if (!isSaid) say();
      isSaid = true;
    },
    /** Another page: `then` runs when the router has had its turn. */
    arrive(then: () => void): void {
      isSaid = false;
      clearTimeout(timer);
      timer = setTimeout(quiet(() => {
        timer = undefined;
        then();
      }), 0);
    },
  };
}

/**
 * Turns a page into events from now on. Listeners are there at once, but behaviour is read only while `isAllowed`: what
 * was said before is dropped and counted, except which product the page shows, which counts from the grant on.
 */
export function startCollecting(options: CollectOptions): Collector {
  const { page, sources } = options;
  const events = intake(options);
  const says = (source: CollectSource): boolean => sources.includes(source);
  /** Whether everything that this page said before we came may be read: only while a grant found at load lasts. */
  let mayReplay = options.isAllowed();
  let reading: Reading | undefined;
  const visit = visits(() => sayPage(page, events));
  const hear = (name: string, data: unknown, source: Source, isOld = false): boolean => {
    navigation.look();
    if (visit.isPending()) sayVisit();
    if (name !== 'page_view') return events.takeCall(name, data, source, isOld);
    // A shop that tells of its pages itself may switch `pageview` off; where it does not, ours is the one that counts.
    if (visit.isSaid() || isOld || !options.isAllowed()) return false;
    visit.sayOnce();
    return true;
  };
  // Two, so that no event after a grant borrows the products of one before it.
  const [readOld, readNew] = [dataLayerReader(), dataLayerReader()];
  const tapLayer = () => tapDataLayer(page, 'dataLayer', (entry, isEarly) => {
    const isOld = isEarly && !mayReplay;
    const pushed = (isOld || !options.isAllowed() ? readOld : readNew)(entry);
    if (pushed) hear(pushed.name, pushed.data, 'dataLayer', isOld);
  }, options.beforeList);
  const sayVisit = (): void => {
    if (says('pageview') && options.isAllowed()) visit.sayOnce();
  };
  let isGoing = false;
  const begin = (): void => {
    isGoing = true;
    sayVisit();
    events.begin();
    const isReplay = mayReplay;
    const start = async (): Promise<void> => {
      const { startReading } = await import('./reading.ts');
      if (!isGoing || reading) return;
      const look = (): void => {
        navigation.look();
        dataLayer?.follow();
      };
      reading = startReading({ page, events, hear, isReplay, resolve: options.resolve, look, reads: { jsonLd: says('jsonld'), dataLayer: says('datalayer'), clicks: says('clicks') } });
    };
    start().catch(() => undefined); // A part that does not load costs what the page shows, not what it tells.
  };
  const end = (): void => {
    isGoing = false;
    mayReplay = false;
    reading?.stop();
    reading = undefined;
    events.drop();
  };
  const navigation = followNavigation(page, (arrival) => {
    if (arrival === 'navigated') {
      events.leavePage();
      reading?.leavePage();
    } else {
      events.lookAgain();
    }
    visit.arrive(() => {
      sayVisit();
      dataLayer?.follow();
      reading?.read();
    });
  });
  const stopMarked = says('clicks') ? hearMarked(page.document, ({ name, data }) => void hear(name, data, 'marked')) : undefined;
  if (mayReplay) begin();
  const dataLayer = says('datalayer') ? tapLayer() : undefined;
  return {
    track: (name, data) => hear(name, data, 'explicit'),
    record: (draft) => void events.take(draft, 'own'),
    consentChanged() {
      if (options.isAllowed() && !isGoing) begin();
      else if (!options.isAllowed() && isGoing) end();
    },
    dropped: () => events.dropped(),
    stop() {
      end();
      events.stop();
      stopMarked?.();
      navigation.stop();
      dataLayer?.stop();
    },
  };
}
