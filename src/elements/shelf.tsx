import type { ItemId, ProductCard } from '#core/catalogue';
import type { RecommendRequest } from '#core/contract';
import type { EventDraft } from '#core/events';
import type { Recommendation } from '#core/ranking';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Card, GhostCard } from './card.tsx';
import type { ElementHost } from './host.ts';
import { Icon } from './icons.tsx';
import { watchImpressions } from './impressions.ts';
import { isPersonal, reasonLine } from './reason.ts';
import { loadShelf, type ShelfContent } from './shelf-data.ts';
import { ENGLISH } from './strings.ts';
import { Why } from './why.tsx';

/** Changes arrive in bursts (a view, its dwell, a new model): one redraw for all of them. */
const REDRAW_AFTER_MS = 200;
/** A shelf under the pointer or the keyboard waits: nothing may move away under a finger. */
const LOOK_AGAIN_MS = 1_000;

/** Whether both show the same products for the same reasons: then it is one shelf to the shopper, and its cards were seen once. */
function isSameShelf(shown: ShelfContent, loaded: ShelfContent): boolean {
  const whatShows = ({ recommendations: { items, scorers } }: ShelfContent): string => JSON.stringify([items.map(({ id, reason }) => [id, reason]), scorers]);
  return whatShows(shown) === whatShows(loaded);
}

/** A shelf's content, loaded anew when something changed. `undefined`: not known yet; `null`: nothing to show. */
function useShelf(host: ElementHost, request: RecommendRequest, isInUse: () => boolean): ShelfContent | null | undefined {
  const [content, setContent] = useState<ShelfContent | null | undefined>(undefined);
  const key = JSON.stringify(request);
  useEffect(() => {
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      const loaded = await loadShelf(host, request);
      if (isCurrent) setContent((shown) => (shown && loaded && isSameShelf(shown, loaded) ? shown : (loaded ?? null)));
    };
    const later = (delayMs: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => (isInUse() ? later(LOOK_AGAIN_MS) : void load()), delayMs);
    };
    setContent(undefined);
    void load();
    const stop = host.subscribe((change) => {
      if (change !== 'profile') later(REDRAW_AFTER_MS);
    });
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      stop();
    };
  }, [host, key]);
  return content;
}

function headingOf(request: RecommendRequest, content: ShelfContent | undefined): string {
  const isAbout = request.placement === 'home' || request.placement === 'category';
  const isPopular = content?.recommendations.items.every((item) => !isPersonal(item.reason, request.itemId)) ?? true;
  return isAbout && isPopular ? ENGLISH.shelf.popular : ENGLISH.shelf[request.placement];
}

interface ShelfProps {
  readonly host: ElementHost;
  readonly request: RecommendRequest;
  /** The shop's own heading, or ''. */
  readonly heading: string;
}

interface Entry {
  readonly recommendation: Recommendation;
  readonly product: ProductCard;
  readonly line: string;
  readonly isPersonal: boolean;
}

function entriesOf({ recommendations, productById }: ShelfContent, pageItem: ItemId | undefined): readonly Entry[] {
  return recommendations.items.flatMap((recommendation) => {
    const product = productById.get(recommendation.id);
    const line = reasonLine(recommendation.reason, { strings: ENGLISH.reason, pageItem, titleOf: (id) => productById.get(id)?.title });
    return product ? [{ recommendation, product, line, isPersonal: isPersonal(recommendation.reason, pageItem) }] : [];
  });
}

/** A row of recommendations. */
export function Shelf({ host, request, heading }: ShelfProps) {
  const root = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [why, setWhy] = useState<ItemId | undefined>(undefined);
  const [hidden, setHidden] = useState<readonly ItemId[]>([]);
  const [said, setSaid] = useState('');
  const isInUse = (): boolean => root.current?.matches(':hover, :focus-within') === true || root.current?.querySelector('dialog[open]') != null;
  const content = useShelf(host, request, isInUse);
  const recId = content?.recommendations.recId;
  const record = (type: EventDraft['type'], itemId: ItemId, position: number): void => {
    if (recId !== undefined) host.record({ type, items: [{ itemId }], recId, placement: request.placement, position });
  };
  const wasAtStart = Math.abs(list.current?.scrollLeft ?? 0) < 1;
  useLayoutEffect(() => {
    // Scroll snapping follows a card that moved; who stands at the start wants to see the new first card.
    if (wasAtStart) list.current?.scrollTo({ left: 0, behavior: 'instant' });
  }, [recId]);
  useEffect(() => (list.current && content ? watchImpressions(list.current, (id, position) => record('rec_impression', id, position)) : undefined), [recId]);

  if (content === null) return null;
  const entries = content ? entriesOf(content, request.itemId).filter(({ recommendation }) => !hidden.includes(recommendation.id)) : [];
  const steer = ({ recommendation, product }: Entry, wish: 'less' | 'hide', position: number): void => {
    record('rec_dismiss', recommendation.id, position);
    setHidden([...hidden, recommendation.id]);
    setSaid(wish === 'hide' ? ENGLISH.shelf.hidden(product.title) : ENGLISH.shelf.lessDone);
    void host.steer(recommendation.id, wish);
  };
  const scroll = (direction: 1 | -1): void => {
    const element = list.current;
    const towards = element && getComputedStyle(element).direction === 'rtl' ? -direction : direction;
    element?.scrollBy({ left: towards * element.clientWidth * 0.8, behavior: 'smooth' });
  };
  const explained = entries.find(({ recommendation }) => recommendation.id === why);
  // Not by reasons alone: a product page names its product as the reason, while the history had a say in the order.
  const isAnyPersonal = content?.recommendations.scorers.includes('on-device') === true || entries.some((entry) => entry.isPersonal);
  const title = heading === '' ? headingOf(request, content) : heading;
  return (
    <section ref={root} aria-label={title} aria-busy={content === undefined}>
      <div class="head">
        <div class="words">
          <h2>{title}</h2>
          <p class="quiet">{content ? <><Icon name="lock" />{isAnyPersonal ? ENGLISH.shelf.onDevice : ENGLISH.shelf.notPersonal}</> : '\u00a0'}</p>
        </div>
        <div class="arrows">
          <button type="button" aria-label={ENGLISH.shelf.earlier} onClick={() => scroll(-1)}><Icon name="back" /></button>
          <button type="button" aria-label={ENGLISH.shelf.later} onClick={() => scroll(1)}><Icon name="next" /></button>
        </div>
      </div>
      <ul class="list" ref={list}>
        {content === undefined && Array.from({ length: request.count }, (_, i) => <GhostCard key={i} />)}
        {entries.map((entry, position) => (
          <Card
            key={entry.recommendation.id} recommendation={entry.recommendation} product={entry.product} reason={entry.line} isPersonal={entry.isPersonal} locale={host.locale}
            pageAddress={host.address(entry.product.url)} pictureAddress={host.address(entry.product.image)}
            onFollow={() => record('rec_click', entry.recommendation.id, position)} onWhy={() => setWhy(entry.recommendation.id)} onSteer={(wish) => steer(entry, wish, position)}
          />
        ))}
      </ul>
      <p class="sr" role="status">{said}</p>
      {content && explained && (
        <Why
          recommendation={explained.recommendation} product={explained.product} line={explained.line} isPersonal={explained.isPersonal} locale={host.locale} address={host.address} onClose={() => setWhy(undefined)}
          evidence={explained.recommendation.reason.evidence.map((id) => content.productById.get(id)).filter((product) => product !== undefined)}
        />
      )}
    </section>
  );
}
