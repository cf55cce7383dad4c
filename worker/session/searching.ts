import { CARDS_PER_FILE, itemIdAt, type Catalogue, type ProductCard } from '#core/catalogue';
import { servedCount, type RecentSearch, type SearchAnswer, type SearchRequest, type WorkerFault } from '#core/contract';
import type { EventId, ShopEvent } from '#core/events';
import { ok, type Clock, type Result } from '#core/units';
import { judge } from '#worker/recommender';
import { createTextIndex, orderHits, type Judgement, type TextIndex } from '#worker/search';

/** Products added to the index between two looks at whoever waits: 5 ms on one core of a 2-core server. */
const SLICE_ITEMS = 128;
/** How long what the history says is used again, ms: the letters of one word should not each rank the whole shop. */
const JUDGED_FOR_MS = 2_000;
/** Recent searches offered: as many as a phone shows above its keyboard. */
const MAX_RECENT = 5;

/** What searching needs of a device. */
export interface SearchSource {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Cards of items; all card files are loaded first, in the catalogue's order, whatever is asked for. */
  cards(items: readonly number[]): Promise<Result<readonly ProductCard[], WorkerFault>>;
  /** Resolves when calls that wait have had their turn. */
  idle(): Promise<void>;
  /** What is known of the shopper now: nothing where nothing may be. */
  known(): Promise<Parameters<typeof judge>[1]>;
}

/** Search over one catalogue. Its index is made at the first question, in slices between which shelves are answered. */
export interface Searcher {
  search(request: SearchRequest): Promise<Result<Omit<SearchAnswer, 'recId'>, WorkerFault>>;
}

/** A searcher that has read nothing yet. */
export function createSearcher(source: SearchSource): Searcher {
  let making: Promise<Result<TextIndex, WorkerFault>> | undefined;
  let judged: { readonly untilMs: number; readonly judgement: Judgement | undefined } | undefined;
  const index = async (): Promise<Result<TextIndex, WorkerFault>> => {
    making ??= indexOf(source);
    const made = await making;
    if (!made.ok) making = undefined; // offline, perhaps: the next question asks again
    return made;
  };
  const judgement = async (): Promise<Judgement | undefined> => {
    const nowMs = source.clock.nowMs();
    const known = await source.known();
    // Asked each time: what was allowed a second ago may not be now.
    if (!known.interactions?.length) return undefined;
    if (!judged || judged.untilMs < nowMs) judged = { untilMs: nowMs + JUDGED_FOR_MS, judgement: judge(source.catalogue, known) };
    return judged.judgement;
  };
  return {
    async search({ query, count, isTyping }) {
      const texts = await index();
      if (!texts.ok) return texts;
      const hits = texts.value.search(String(query), isTyping === true);
      const { popularity, available } = source.catalogue;
      const mine = hits.length > 0 ? await judgement() : undefined;
      const found = orderHits(hits, { popularity, available, judgement: mine }, servedCount(count));
      return ok({ items: found.map((hit) => ({ ...hit, id: itemIdAt(source.catalogue, hit.item) })), matches: hits.length, isPersonal: mine !== undefined });
    },
  };
}

async function indexOf({ catalogue, cards, idle }: SearchSource): Promise<Result<TextIndex, WorkerFault>> {
  const index = createTextIndex();
  for (let from = 0; from < catalogue.items; from += CARDS_PER_FILE) {
    const items = Array.from({ length: Math.min(CARDS_PER_FILE, catalogue.items - from) }, (_, i) => from + i);
    const read = await cards(items);
    if (!read.ok) return read;
    for (const [i, card] of read.value.entries()) {
      const item = catalogue.indexById.get(card.id);
      if (item !== undefined) index.add(item, card);
      if (i % SLICE_ITEMS === SLICE_ITEMS - 1) await idle();
    }
  }
  return ok(index);
}

/** What she searched for last, newest first, each once. */
export function recentSearches(events: readonly ShopEvent[]): readonly RecentSearch[] {
  const idsByQuery = new Map<string, { readonly query: string; readonly ids: EventId[] }>();
  for (const { id, query } of events.toReversed()) {
    const words = query?.trim() ?? '';
    if (words === '') continue;
    const key = words.toLowerCase();
    const known = idsByQuery.get(key);
    if (known) known.ids.push(id);
    else idsByQuery.set(key, { query: words, ids: [id] });
  }
  return [...idsByQuery.values()].slice(0, MAX_RECENT);
}
