import type { ItemId } from '#core/catalogue';
import { logOf, type ConsentLogEntry } from '#core/consent';
import type { Explanation, Profile, SteerTarget, SteerWish, TimelineRow } from '#core/contract';
import { counted, formatDate, formatTime, useWords } from '#page/words';
import { useState } from 'preact/hooks';
import type { PanelHost } from './host.ts';
import type { InterestsProps } from './interests.tsx';
import { moreBook } from './more-words.ts';
import { faultWords, panelBook } from './words.ts';

export { moreStyle as style } from './more-style.ts';

/** Products drawn before she asks for more. */
const PAGE_PRODUCTS = 20;
/** Events of the history named in one explanation. */
const MAX_BECAUSE = 3;
/** The shelf that explanations are worked out for: a front page's, as it would be made now. */
const SHELF = { placement: 'home', count: 8 } as const;

/** One product that shelves have shown. */
export interface SeenProduct {
  readonly itemId: ItemId;
  readonly title: string;
  readonly shown: number;
  readonly lastMs: number;
  readonly isFollowed: boolean;
  readonly isDismissed: boolean;
}

/** What shelves have shown, a line a product, newest first. */
export function seenOf(rows: readonly TimelineRow[]): readonly SeenProduct[] {
  const byId = new Map<ItemId, SeenProduct>();
  for (const { type, itemId, label, atMs } of rows) {
    if (itemId === undefined || (type !== 'rec_impression' && type !== 'rec_click' && type !== 'rec_dismiss')) continue;
    const before = byId.get(itemId) ?? { itemId, title: label, shown: 0, lastMs: 0, isFollowed: false, isDismissed: false };
    byId.set(itemId, {
      ...before, shown: before.shown + (type === 'rec_impression' ? 1 : 0), lastMs: Math.max(before.lastMs, atMs),
      isFollowed: before.isFollowed || type === 'rec_click', isDismissed: before.isDismissed || type === 'rec_dismiss',
    });
  }
  return [...byId.values()].sort((a, b) => b.lastMs - a.lastMs);
}

interface SeenProps {
  readonly host: PanelHost;
  readonly profile: Pick<Profile, 'timeline' | 'wishes'>;
  onSteer(target: SteerTarget, wish: SteerWish, name: string): void;
}

function Because({ explanation, host, timeline }: { readonly explanation: Explanation; readonly host: PanelHost; readonly timeline: readonly TimelineRow[] }) {
  const words = moreBook.words();
  const digits = new Intl.NumberFormat(host.locale, { maximumFractionDigits: 0 });
  const rowById = new Map(timeline.map((row) => [row.id, row]));
  const causes = explanation.events.filter(({ effect, eventId }) => effect > 0 && rowById.has(eventId)).sort((a, b) => b.effect - a.effect).slice(0, MAX_BECAUSE);
  return (
    <div class="because">
      <p>{words.place(digits.format(explanation.place), digits.format(explanation.of), digits.format(explanation.placeForEveryone))}</p>
      {causes.length === 0 ? <p class="quiet">{words.nothing}</p> : <h4>{words.because}</h4>}
      <ul>
        {causes.map(({ eventId, type, placeWithout }) => (
          <li key={eventId}>{panelBook.words().event[type]} <b dir="auto">{rowById.get(eventId)?.label}</b> <span class="quiet">· {words.without(digits.format(placeWithout))}</span></li>
        ))}
      </ul>
      {explanation.pinned > 0 && <p class="quiet">{words.pinned}</p>}
      {explanation.lowered > 0 && <p class="quiet">{words.lowered}</p>}
    </div>
  );
}

function SeenRow({ product, wish, host, profile, onSteer }: SeenProps & { readonly product: SeenProduct; readonly wish: 'less' | 'hide' | undefined }) {
  const words = moreBook.words();
  const [why, setWhy] = useState<Explanation | 'asking' | { readonly failed: string } | undefined>(undefined);
  const { itemId, title, shown, lastMs, isFollowed, isDismissed } = product;
  const ask = async (): Promise<void> => {
    if (why) return setWhy(undefined);
    setWhy('asking');
    const explained = await host.explain(itemId, SHELF);
    return setWhy(explained.ok ? explained.value : { failed: panelBook.words().failed(faultWords(explained.fault)) });
  };
  const said = [
    ...(shown > 0 ? [words.shown(counted(shown, host.locale))] : []), words.last(`${formatDate(lastMs, host.locale)}${words.comma}${formatTime(lastMs, host.locale)}`),
    ...(isFollowed ? [words.followed] : []), ...(isDismissed ? [words.dismissed] : []),
  ];
  return (
    <li>
      <span class="what"><b dir="auto">{title}</b>{wish && <span class="badge">{panelBook.words().wish[wish]}</span>}<span class="quiet">{said.join(' · ')}</span></span>
      <div class="acts">
        <button type="button" class="plain" aria-label={words.whyWhat(title)} aria-expanded={why !== undefined} onClick={() => void ask()}>{words.why}</button>
        {!wish && <button type="button" class="plain" aria-label={words.lessWhat(title)} onClick={() => onSteer(itemId, 'less', title)}>{words.less}</button>}
        {wish !== 'hide' && <button type="button" class="plain" aria-label={words.hideWhat(title)} onClick={() => onSteer(itemId, 'hide', title)}>{words.hide}</button>}
        {wish && <button type="button" class="plain" aria-label={panelBook.words().takeBackWhat(title)} onClick={() => onSteer(itemId, 'none', title)}>{panelBook.words().takeBack}</button>}
      </div>
      {why !== undefined && <div role="status">{why === 'asking' ? <p class="quiet">{words.thinking}</p> : 'failed' in why ? <p class="quiet">{why.failed}</p> : <Because explanation={why} host={host} timeline={profile.timeline} />}</div>}
    </li>
  );
}

/** What shelves have shown, why, and what she did about it. */
export function Seen(props: SeenProps) {
  const { host, profile } = props;
  const [most, setMost] = useState(PAGE_PRODUCTS);
  if (!useWords(moreBook, host.locale)) return <div class="ghost short" />;
  const words = moreBook.words();
  const products = seenOf(profile.timeline);
  const wishById = new Map(profile.wishes.items.map(({ itemId, wish }) => [itemId, wish]));
  if (products.length === 0) return <p class="empty">{words.none}</p>;
  return (
    <>
      <p class="quiet">{words.lead}</p>
      <ul class="seen">{products.slice(0, most).map((product) => <SeenRow key={product.itemId} product={product} wish={wishById.get(product.itemId)} {...props} />)}</ul>
      {products.length > most && <button type="button" class="plain" onClick={() => setMost(most + PAGE_PRODUCTS)}>{words.more(new Intl.NumberFormat(host.locale).format(Math.min(PAGE_PRODUCTS, products.length - most)))}</button>}
    </>
  );
}

/** Everything she has steered, each to be taken back. */
export function Wishes({ wishes, onSteer }: Pick<Profile, 'wishes'> & Pick<InterestsProps, 'onSteer'>) {
  const words = panelBook.words();
  const rows = [
    ...wishes.interests.map(({ kind, name, wish }) => ({ key: `${kind} ${name}`, target: { kind, name } as SteerTarget, name, wish })),
    ...wishes.items.map(({ itemId, title, wish }) => ({ key: itemId, target: itemId as SteerTarget, name: title, wish })),
  ];
  return (
    <section class="box" aria-labelledby="wishes-title">
      <header><h3 id="wishes-title">{words.wishes}</h3></header>
      <ul class="lines">
        {rows.map(({ key, target, name, wish }) => (
          <li key={`${key} ${wish}`}>
            <span class="what">{name} <span class="badge">{words.wish[wish]}</span></span>
            <button type="button" class="plain" aria-label={words.takeBackWhat(name)} onClick={() => onSteer(target, 'none', name)}>{words.takeBack}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function changeWords({ by, on, off }: ConsentLogEntry): string {
  const words = moreBook.words();
  if (by === undefined) return words.refused;
  const named = (purposes: ConsentLogEntry['on']): string => purposes.map((purpose) => words.purposes[purpose]).join(words.comma);
  const changes = [...(on.length > 0 ? [words.on(named(on))] : []), ...(off.length > 0 ? [words.off(named(off))] : [])];
  return changes.length > 0 ? changes.join(words.semicolon) : words.unchanged;
}

/** How consent came to what it is. */
export function Choices({ host }: { readonly host: PanelHost }) {
  if (!useWords(moreBook, host.locale)) return <div class="ghost short" />;
  const words = moreBook.words();
  const newestFirst = [...logOf(host.consentRecord())].sort((a, b) => b.version - a.version);
  if (newestFirst.length === 0) return <p class="empty">{words.logNone}</p>;
  return (
    <>
      <p class="quiet">{words.logLead}</p>
      <ol class="log" reversed>
        {newestFirst.map((entry) => (
          <li key={`${entry.version} ${entry.timeMs}`}>
            <time dateTime={new Date(entry.timeMs).toISOString()}>{formatDate(entry.timeMs, host.locale)}{words.comma}{formatTime(entry.timeMs, host.locale)}</time>
            <span class="what">{entry.by && <b>{words.by[entry.by]}</b>} {changeWords(entry)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
