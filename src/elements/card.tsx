import { titleBesideBrand, type ProductCard } from '#core/catalogue';
import type { Recommendation } from '#core/ranking';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatPrice } from './format.ts';
import { Icon } from './icons.tsx';
import { Picture } from './picture.tsx';
import { ENGLISH } from './strings.ts';

export interface CardProps {
  readonly recommendation: Recommendation;
  readonly product: ProductCard;
  readonly reason: string;
  readonly isPersonal: boolean;
  readonly locale: string;
  readonly pageAddress: string;
  readonly pictureAddress: string;
  onFollow(): void;
  onWhy(): void;
  onSteer(wish: 'less' | 'hide'): void;
}

function Stars({ product, locale }: { readonly product: ProductCard; readonly locale: string }) {
  if (product.rating === undefined) return <p class="stars" />;
  const mean = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(product.rating);
  const count = new Intl.NumberFormat(locale).format(product.ratingCount ?? 0);
  return (
    <p class="stars">
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 1.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8L10 14.9l-5.2 2.7 1-5.8L1.6 7.7l5.8-.8z" /></svg>
      <span aria-hidden="true">{mean}{product.ratingCount === undefined ? '' : ` (${count})`}</span>
      <span class="sr">{ENGLISH.shelf.rating(mean, count)}</span>
    </p>
  );
}

function Price({ product, locale }: { readonly product: ProductCard; readonly locale: string }) {
  const before = product.listPriceCents ?? 0;
  return (
    <p class="price">
      {formatPrice(product.priceCents, product.currency, locale)}
      {before > product.priceCents && <s><span class="sr">{ENGLISH.shelf.was} </span>{formatPrice(before, product.currency, locale)}</s>}
    </p>
  );
}

/** The three actions over the picture; Escape and a click elsewhere put it away. */
function Menu({ id, onChoose, onClose }: { readonly id: string; readonly onChoose: (action: 'why' | 'less' | 'hide') => void; readonly onClose: () => void }) {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
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
    <div class="menu" id={id} ref={menu} role="group">
      <button type="button" onClick={() => onChoose('why')}><Icon name="question" />{ENGLISH.shelf.why}</button>
      <button type="button" onClick={() => onChoose('less')}><Icon name="less" />{ENGLISH.shelf.less}</button>
      <button type="button" onClick={() => onChoose('hide')}><Icon name="hide" />{ENGLISH.shelf.hide}</button>
    </div>
  );
}

/** One recommended product. */
export function Card({ recommendation, product, reason, isPersonal, locale, pageAddress, pictureAddress, onFollow, onWhy, onSteer }: CardProps) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const menuId = `menu-${recommendation.item}`;
  const choose = (action: 'why' | 'less' | 'hide'): void => {
    setOpen(false);
    opener.current?.focus();
    if (action === 'why') onWhy();
    else onSteer(action);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    setOpen(false);
    opener.current?.focus();
  };
  const inside = (
    <>
      <div class="picture"><Picture product={product} address={pictureAddress} /></div>
      <p class="brand">{product.brand}</p>
      <h3 class="title">{titleBesideBrand(product)}</h3>
      <Price product={product} locale={locale} />
      <Stars product={product} locale={locale} />
    </>
  );
  return (
    <li class="card" data-item={product.id} onKeyDown={onKeyDown}>
      {pageAddress === '' ? <div class="link">{inside}</div> : <a class="link" href={pageAddress} onClick={onFollow} onAuxClick={(event) => event.button === 1 && onFollow()}>{inside}</a>}
      <button type="button" class={isPersonal ? 'reason personal' : 'reason'} onClick={onWhy}>
        <span>{reason}</span>
      </button>
      <button type="button" class="more" ref={opener} aria-label={ENGLISH.shelf.actions(product.title)} aria-expanded={isOpen} aria-controls={isOpen ? menuId : undefined} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? 'close' : 'dots'} />
      </button>
      {isOpen && <Menu id={menuId} onChoose={choose} onClose={() => setOpen(false)} />}
    </li>
  );
}

/** Holds a card's place until it is known. */
export function GhostCard() {
  return (
    <li class="card ghost" aria-hidden="true">
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
