import type { ItemId, ProductCard } from '#core/catalogue';
import type { RecommendRequest } from '#core/contract';
import type { EventDraft } from '#core/events';
import type { Recommendation } from '#core/ranking';
import { useWords } from '#page/words';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Card, GhostCard } from './card.tsx';
import type { ElementHost } from './host.ts';
import { Icon } from './icons.tsx';
import { watchImpressions } from './impressions.ts';
import { usePart } from './part.ts';
import { isPersonal, reasonLine } from './reason.ts';
import type { ShelfContent } from './shelf-data.ts';
import { shelfBook } from './shelf-words.ts';
import { Toast } from './toast.tsx';
import { useShelf } from './use-shelf.ts';

function headingOf(request: RecommendRequest, content: ShelfContent | undefined): string {
  const isAbout = request.placement === 'home' || request.placement === 'category';
  const isPopular = content?.recommendations.items.every((item) => !isPersonal(item.reason, request.itemId)) ?? true;
  const words = shelfBook.words();
  return isAbout && isPopular ? words.popular : words.placement[request.placement];
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

function entriesOf({ recommendations, productById }: ShelfContent, pageItem: ItemId | undefined, locale: string): readonly Entry[] {
  return recommendations.items.flatMap((recommendation) => {
    const product = productById.get(recommendation.id);
    const line = reasonLine(recommendation.reason, { words: shelfBook.words().reason, locale, pageItem, titleOf: (id) => productById.get(id)?.title });
    return product ? [{ recommendation, product, line, isPersonal: isPersonal(recommendation.reason, pageItem) }] : [];
  });
}

/** A card that was sent away and may come back. */
interface Steered {
  readonly id: ItemId;
  readonly text: string;
  readonly isByKey: boolean;
}

/** A row of recommendations. */
export function Shelf({ host, request, heading }: ShelfProps) {
  const root = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [why, setWhy] = useState<ItemId | undefined>(undefined);
  const [hidden, setHidden] = useState<readonly ItemId[]>([]);
  const [steered, setSteered] = useState<Steered | undefined>(undefined);
  const [isAway, setAway] = useState(false);
  const [said, setSaid] = useState('');
  const isInUse = (): boolean => root.current?.matches(':hover, :focus-within') === true || root.current?.querySelector('dialog[open]') != null;
  const spoken = useWords(shelfBook, host.locale);
  const loaded = useShelf(host, request, isInUse);
  // Cards wait for their words: English must not flash up in a Chinese shop.
  const content = spoken || loaded === null ? loaded : undefined;
  const whyPart = usePart(() => import('./why.tsx'), why !== undefined, () => root.current);
  useEffect(() => {
    if (whyPart !== 'away') return;
    setWhy(undefined); // so that the next press is a new need
    setAway(true);
    setSaid(shelfBook.words().whyAway);
  }, [whyPart]);
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
  const words = shelfBook.words();
  const entries = content ? entriesOf(content, request.itemId, host.locale).filter(({ recommendation }) => !hidden.includes(recommendation.id)) : [];
  const steer = ({ recommendation: { id }, product }: Entry, wish: 'less' | 'hide', place: { readonly position: number; readonly isByKey: boolean }): void => {
    const text = wish === 'hide' ? words.hidden(product.title) : words.lessDone;
    record('rec_dismiss', id, place.position);
    setHidden([...hidden, id]);
    setSteered({ id, text, isByKey: place.isByKey });
    setSaid(text);
    void host.steer(id, wish);
  };
  const undo = async ({ id, isByKey }: Steered): Promise<void> => {
    setSteered(undefined);
    await host.steer(id, 'none');
    setHidden((before) => before.filter((other) => other !== id));
    setSaid(words.undone);
    if (isByKey) requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"] .more`)?.focus());
  };
  const scroll = (direction: 1 | -1): void => {
    const element = list.current;
    const towards = element && getComputedStyle(element).direction === 'rtl' ? -direction : direction;
    element?.scrollBy({ left: towards * element.clientWidth * 0.8, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth' });
  };
  const explained = entries.find(({ recommendation }) => recommendation.id === why);
  // Not by reasons alone: a product page names its product as the reason, while the history had a say in the order.
  const isAnyPersonal = content?.recommendations.scorers.includes('on-device') === true || entries.some((entry) => entry.isPersonal);
  const title = heading === '' ? (spoken ? headingOf(request, content) : '\u00a0') : heading;
  return (
    <section ref={root} {...spoken} aria-label={title} aria-busy={content === undefined}>
      <div class="head" part="head">
        <div class="words">
          <h2 part="heading">{title}</h2>
          <p class="quiet" part="note">{content ? <><Icon name="lock" />{isAnyPersonal ? words.onDevice : words.notPersonal}</> : '\u00a0'}</p>
        </div>
        <div class="arrows">
          <button type="button" part="arrow" aria-label={words.earlier} onClick={() => scroll(-1)}><Icon name="back" /></button>
          <button type="button" part="arrow" aria-label={words.later} onClick={() => scroll(1)}><Icon name="next" /></button>
        </div>
      </div>
      <ul class="list" part="list" ref={list}>
        {content === undefined && Array.from({ length: request.count }, (_, i) => <GhostCard key={i} />)}
        {entries.map((entry, position) => (
          <Card
            key={entry.recommendation.id} recommendation={entry.recommendation} product={entry.product} reason={entry.line} isPersonal={entry.isPersonal} locale={host.locale}
            pageAddress={host.address(entry.product.url)} pictureOf={host.picture}
            onFollow={() => record('rec_click', entry.recommendation.id, position)} onWhy={() => setWhy(entry.recommendation.id)}
            onSteer={(wish, isByKey) => steer(entry, wish, { position, isByKey })}
          />
        ))}
      </ul>
      <p class="sr" role="status">{said}</p>
      {steered && <Toast text={steered.text} takesFocus={steered.isByKey} onUndo={() => void undo(steered)} onGone={() => setSteered(undefined)} />}
      {isAway && <Toast text={words.whyAway} takesFocus={false} onUndo={undefined} onGone={() => setAway(false)} />}
      {content && explained && whyPart && whyPart !== 'away' && (
        <whyPart.Why
          host={host} request={request} recommendation={explained.recommendation} product={explained.product} line={explained.line} onClose={() => setWhy(undefined)}
          onSteer={(wish, isByKey) => steer(explained, wish, { position: entries.indexOf(explained), isByKey })}
        />
      )}
    </section>
  );
}
