import type { RecentSearch } from '#core/contract';
import { formatPrice } from '#page/words';
import type { ElementHost } from './host.ts';
import { Icon } from './icons.tsx';
import { Picture } from './picture.tsx';
import { reasonLine } from './reason.ts';
import { searchBook } from './search-words.ts';
import { shelfBook } from './shelf-words.ts';
import type { Results } from './use-results.ts';

/** Products shown where nothing was found. */
const EMPTY_COUNT = 4;

interface OptionProps {
  readonly host: ElementHost;
  readonly results: Results;
  readonly place: number;
  readonly isActive: boolean;
  onFollow(): void;
}

function Option({ host, results, place, isActive, onFollow }: OptionProps) {
  const hit = results.hits[place];
  if (!hit) return null;
  const { product, reason } = hit;
  const address = host.address(product.url);
  const line = reason && reasonLine(reason, { words: shelfBook.words().reason, locale: host.locale, pageItem: undefined, titleOf: (id) => results.productById.get(id)?.title });
  return (
    <li role="presentation">
      {/* The field keeps the focus; a link, so that a pointer can open it in a new tab. */}
      <a
        role="option" id={`hit-${place}`} aria-selected={isActive} part="result" class="hit" tabIndex={-1} {...(address !== '' && { href: address })}
        onClick={onFollow} onAuxClick={(event) => event.button === 1 && onFollow()}
      >
        <span class="thumb" part="picture"><Picture product={product} pictureOf={host.picture} /></span>
        <span class="about">
          <span class="title" part="title" dir="auto" lang={host.locale}>{product.title}</span>
          <span class="quiet">{line ?? product.brand}</span>
        </span>
        <span class="price" part="price">{product.available ? formatPrice(product.priceCents, product.currency, host.locale) : searchBook.words().soldOut}</span>
      </a>
    </li>
  );
}

interface RecentProps {
  readonly recent: readonly RecentSearch[];
  onChoose(query: string): void;
  onForget(searches: readonly RecentSearch[]): void;
}

/** What she searched for before: kept by her consent only, and forgotten at a click. */
function Recent({ recent, onChoose, onForget }: RecentProps) {
  const words = searchBook.words();
  return (
    <div class="recent">
      <div class="top"><h3>{words.recent}</h3><button type="button" class="plain" onClick={() => onForget(recent)}>{words.forgetAll}</button></div>
      <ul>
        {recent.map((search) => (
          <li key={search.query}>
            <button type="button" class="plain again" onClick={() => onChoose(search.query)}><Icon name="clock" /><span dir="auto">{search.query}</span></button>
            <button type="button" class="plain" aria-label={words.forget(search.query)} onClick={() => onForget([search])}><Icon name="close" /></button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What opens under the field. */
export interface PopupProps {
  readonly host: ElementHost;
  readonly isOpen: boolean;
  /** Whether anything is typed: else recent searches are shown. */
  readonly hasQuery: boolean;
  readonly results: Results | undefined;
  readonly hasFailed: boolean;
  readonly recent: readonly RecentSearch[];
  /** Place of the chosen product, -1 for none. */
  readonly active: number;
  onFollow(place: number): void;
  onChoose(query: string): void;
  onForget(searches: readonly RecentSearch[]): void;
}

/** Products, or recent searches, or what to say where there are none. */
export function Popup({ host, isOpen, hasQuery, results, hasFailed, recent, active, onFollow, onChoose, onForget }: PopupProps) {
  const words = searchBook.words();
  const hits = results?.hits ?? [];
  const hasSomething = hasQuery ? results !== undefined || hasFailed : recent.length > 0;
  // A press on a product must not take the focus from the field before the click.
  const keepFocus = (event: PointerEvent): void => {
    if (event.target instanceof Element && event.target.closest('.hit')) event.preventDefault();
  };
  return (
    <div class="popup" part="popup" hidden={!isOpen || !hasSomething} onPointerDown={keepFocus}>
      {!hasQuery && recent.length > 0 && <Recent recent={recent} onForget={onForget} onChoose={onChoose} />}
      <ul id="hits" role="listbox" aria-label={words.results} hidden={!hasQuery || hits.length === 0}>
        {hits.map((hit, place) => results && <Option key={hit.id} host={host} results={results} place={place} isActive={place === active} onFollow={() => onFollow(place)} />)}
      </ul>
      {hasQuery && hasFailed && <p class="none">{words.unavailable}</p>}
      {hasQuery && results && hits.length === 0 && (
        <div class="none">
          <p>{words.none(results.query)}</p>
          {isOpen && <homebird-shelf placement="search-empty" count={EMPTY_COUNT} />}
        </div>
      )}
      {hasQuery && results && hits.length > 0 && <p class="foot quiet"><Icon name="lock" /><span>{results.answer.isPersonal ? words.personal : words.popular}</span></p>}
    </div>
  );
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'homebird-shelf': { readonly placement: string; readonly count: number };
    }
  }
}
