import type { EventDraft } from '#core/events';
import { dataLayerReader, tapDataLayer } from './data-layer.ts';
import { intake, type DroppedEvents, type Intake, type IntakeOptions } from './intake.ts';
import { hearMarked } from './marked.ts';
import { followNavigation } from './navigation.ts';
import { quiet } from './quiet.ts';
import { readShown, watchPage } from './shown.ts';

/** What `data-auto` switches on. */
export const COLLECT_SOURCES = ['pageview', 'clicks', 'datalayer', 'jsonld'] as const;
export type CollectSource = (typeof COLLECT_SOURCES)[number];

export interface CollectOptions extends IntakeOptions {
  readonly sources: readonly CollectSource[];
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

/** GA4's own list of search parameters. */
const SEARCH_PARAMETERS = ['q', 's', 'search', 'query', 'keyword'] as const;

/** The visited address, and the search it may be the result of. */
function sayPage(page: Window, events: Intake): void {
  events.take({ type: 'page_view', items: [] }, 'page');
  const parameters = new URLSearchParams(page.location.search);
  for (const name of SEARCH_PARAMETERS) {
    const query = parameters.get(name);
    if (query !== null && events.takeCall('search', { search_term: query }, 'page')) return;
  }
}

/** Reads what stands on the page, each thing once. */
function pageReader(page: Window, events: Intake, readsJsonLd: boolean): { read(): void; leavePage(): void } {
  const told = new Set<string>();
  /** What was read last, and what the page before showed: a single-page shop shows it for a moment after the address changed. */
  let lastRead = '';
  let stale = '';
  return {
    read() {
      const shown = readShown(page.document, { jsonLd: readsJsonLd });
      for (const draft of shown.drafts) {
        const key = JSON.stringify(draft);
        if (!told.has(key)) events.take(draft, 'marked');
        told.add(key);
      }
      lastRead = shown.viewed?.draft.items[0]?.itemId ?? '';
      if (lastRead !== '' && lastRead === stale) return;
      stale = '';
      if (shown.viewed) events.take(shown.viewed.draft, shown.viewed.source);
    },
    leavePage() {
      stale = lastRead;
      told.clear();
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
  const reader = pageReader(page, events, sources.includes('jsonld'));
  const readEntry = dataLayerReader();
  const dataLayer = sources.includes('datalayer')
    ? tapDataLayer(page, 'dataLayer', (entry) => {
        const pushed = readEntry(entry);
        if (pushed) events.takeCall(pushed.name, pushed.data, 'dataLayer');
      })
    : undefined;
  const read = quiet((): void => {
    dataLayer?.follow();
    if (options.isAllowed()) reader.read();
  });
  const sayPageIfWanted = (): void => {
    if (sources.includes('pageview') && options.isAllowed()) sayPage(page, events);
  };
  let stopWatching: (() => void) | undefined;
  const begin = (): void => {
    sayPageIfWanted();
    events.begin();
    read();
    stopWatching = watchPage(page.document, read);
  };
  const end = (): void => {
    stopWatching?.();
    stopWatching = undefined;
    events.drop();
  };
  const stopMarked = sources.includes('clicks') ? hearMarked(page.document, ({ name, data }) => void events.takeCall(name, data, 'marked')) : undefined;
  const stopNavigation = followNavigation(page, (arrival) => {
    if (arrival === 'navigated') {
      events.leavePage();
      reader.leavePage();
    } else {
      events.lookAgain();
    }
    sayPageIfWanted();
    setTimeout(read, 0);
  });
  if (options.isAllowed()) begin();
  return {
    track: (name, data) => events.takeCall(name, data, 'explicit'),
    record: (draft) => void events.take(draft, 'own'),
    consentChanged() {
      if (options.isAllowed() && !stopWatching) begin();
      else if (!options.isAllowed() && stopWatching) end();
    },
    dropped: () => events.dropped(),
    stop() {
      end();
      stopMarked?.();
      stopNavigation();
      dataLayer?.stop();
    },
  };
}
