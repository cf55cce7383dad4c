import { titleBesideBrand, type ProductCard } from '#core/catalogue';
import type { Recommendation } from '#core/ranking';
import { formatPrice } from '#page/words';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ElementHost } from './host.ts';
import { Icon } from './icons.tsx';
import { Picture } from './picture.tsx';
import { shelfBook } from './shelf-words.ts';

export interface CardProps {
  readonly recommendation: Recommendation;
  readonly product: ProductCard;
  readonly reason: string;
  readonly isPersonal: boolean;
  readonly locale: string;
  readonly pageAddress: string;
  readonly pictureOf: ElementHost['picture'];
  onFollow(): void;
  onWhy(): void;
  /** @param isByKey - whether a key chose it: its focus needs a new place then */
  onSteer(wish: 'less' | 'hide', isByKey: boolean): void;
}

function Stars({ product, locale }: { readonly product: ProductCard; readonly locale: string }) {
  if (product.rating === undefined) return <p class="stars" />;
  const mean = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(product.rating);
  const count = new Intl.NumberFormat(locale).format(product.ratingCount ?? 0);
  return (
    <p class="stars" part="rating">
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 1.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8L10 14.9l-5.2 2.7 1-5.8L1.6 7.7l5.8-.8z" /></svg>
      <span aria-hidden="true">{mean}{product.ratingCount === undefined ? '' : ` (${count})`}</span>
      <span class="sr">{shelfBook.words().rating(mean, count)}</span>
    </p>
  );
}

function Price({ product, locale }: { readonly product: ProductCard; readonly locale: string }) {
  const before = product.listPriceCents ?? 0;
  return (
    <p class="price" part="price">
      {formatPrice(product.priceCents, product.currency, locale)}
      {before > product.priceCents && <s><span class="sr">{shelfBook.words().was} </span>{formatPrice(before, product.currency, locale)}</s>}
    </p>
  );
}

/** The three actions over the picture; Escape and a click elsewhere put it away. */
function Menu({ id, onChoose, onClose }: { readonly id: string; readonly onChoose: (action: 'why' | 'less' | 'hide', isByKey: boolean) => void; readonly onClose: () => void }) {
  const menu = useRef<HTMLDivElement>(null);
  // With what is drawn: the key pressed next is for the menu.
  useLayoutEffect(() => {
    const element = menu.current;
    element?.querySelector('button')?.focus();
    const onPointer = (event: PointerEvent): void => {
      const card = element?.closest('.card');
      if (card && !event.composedPath().includes(card)) onClose();
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, []);
  return (
    <div class="menu" part="menu" id={id} ref={menu} role="group">
      <button type="button" onClick={(event) => onChoose('why', event.detail === 0)}><Icon name="question" />{shelfBook.words().why}</button>
      <button type="button" onClick={(event) => onChoose('less', event.detail === 0)}><Icon name="less" />{shelfBook.words().less}</button>
      <button type="button" onClick={(event) => onChoose('hide', event.detail === 0)}><Icon name="hide" />{shelfBook.words().hide}</button>
    </div>
  );
}

/** One recommended product. */
export function Card({ recommendation, product, reason, isPersonal, locale, pageAddress, pictureOf, onFollow, onWhy, onSteer }: CardProps) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const menuId = `menu-${recommendation.item}`;
  const choose = (action: 'why' | 'less' | 'hide', isByKey: boolean): void => {
    setOpen(false);
    opener.current?.focus();
    if (action === 'why') onWhy();
    else onSteer(action, isByKey);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    setOpen(false);
    opener.current?.focus();
  };
  const inside = (
    <>
      <div class="picture" part="picture"><Picture product={product} pictureOf={pictureOf} /></div>
      <p class="brand" part="brand">{product.brand}</p>
      <h3 class="title" part="title" dir="auto" lang={locale}>{titleBesideBrand(product)}</h3>
      <Price product={product} locale={locale} />
      <Stars product={product} locale={locale} />
    </>
  );
  return (
    <li class="card" part="card" data-item={product.id} onKeyDown={onKeyDown}>
      {pageAddress === '' ? <div class="link" part="link">{inside}</div> : <a class="link" part="link" href={pageAddress} onClick={onFollow} onAuxClick={(event) => event.button === 1 && onFollow()}>{inside}</a>}
      <button type="button" class={isPersonal ? 'reason personal' : 'reason'} part="reason" onClick={onWhy}>
        <span>{reason}</span>
      </button>
      <button type="button" class="more" part="options" ref={opener} aria-label={shelfBook.words().actions(product.title)} aria-expanded={isOpen} aria-controls={isOpen ? menuId : undefined} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? 'close' : 'dots'} />
      </button>
      {isOpen && <Menu id={menuId} onChoose={choose} onClose={() => setOpen(false)} />}
    </li>
  );
}

/** Holds a card's place until it is known. */
export function GhostCard() {
  return (
    <li class="card ghost" part="card" aria-hidden="true">
      <div class="link">
        <div class="picture" />
        <p class="brand" />
        <div class="title"><div class="bar" /><div class="bar short" /></div>
        <p class="price" />
        <p class="stars" />
      </div>
      <div class="reason" />
    </li>
  );
}
