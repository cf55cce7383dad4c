import type { JSX } from 'preact';
import { useId, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { formatMoney, Icon } from '#page/frame';
import { findCategories, findProducts } from './find.ts';
import { Picture } from './picture.tsx';
import { categoryHref, productHref, type Range } from './range.ts';
import { navigate, place } from './router.ts';

const MAX_CATEGORIES = 2;
const MAX_PRODUCTS = 5;

interface Suggestion {
  readonly href: string;
  readonly body: JSX.Element;
}

function suggestionsFor(range: Range | null, query: string): Suggestion[] {
  if (!range || query.trim().length < 2) return [];
  const categories = findCategories(range, query).slice(0, MAX_CATEGORIES).map((node) => ({
    href: categoryHref(node),
    body: <><span class="suggestion-icon"><Icon name="search" size={18} /></span><span class="suggestion-text">{node.label}</span><span class="small soft">department</span></>,
  }));
  const products = findProducts(range, query).slice(0, MAX_PRODUCTS).map((product) => ({
    href: productHref(product),
    body: <><Picture product={product} /><span class="suggestion-text">{product.title}</span><span class="small soft number">{product.priceCents > 0 && formatMoney(product.priceCents, product.currency)}</span></>,
  }));
  return [...categories, ...products];
}

/** Search field with suggestions: the combobox pattern of the ARIA guide, arrow keys move, Enter follows or searches. */
export function SearchBox({ range }: { range: Range | null }): JSX.Element {
  const listId = useId();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const suggestions = useMemo(() => (isOpen ? suggestionsFor(range, text) : []), [range, text, isOpen]);
  const where = place.value;
  // With the page, not after the next frame: what is typed at once would be taken back.
  useLayoutEffect(() => {
    setText(where.segments[0] === 'search' ? (where.query.get('q') ?? '') : '');
    setOpen(false);
  }, [where]);
  const isShown = isOpen && suggestions.length > 0;
  const type = (value: string): void => {
    setText(value);
    setActive(-1);
    setOpen(true);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const chosen = suggestions[active];
    if (isShown && chosen) navigate(chosen.href);
    else if (text.trim() !== '') navigate(`/search?${new URLSearchParams({ q: text.trim() })}`);
    setOpen(false);
  };
  const press = (event: KeyboardEvent): void => {
    if (!isShown) return;
    if (event.key === 'Escape') {
      event.preventDefault(); // the browser would clear the field: the first press only puts the list away
      setOpen(false);
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const step = event.key === 'ArrowDown' ? 1 : -1;
    setActive(((active + 1 + step + suggestions.length + 1) % (suggestions.length + 1)) - 1);
  };
  return (
    <form class="search-box" role="search" onSubmit={submit} onFocusOut={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOpen(false)}>
      <Icon name="search" />
      <input
        class="input" type="search" name="q" placeholder="Search the shop" aria-label="Search the shop" autoComplete="off" value={text}
        list={undefined} role="combobox" aria-expanded={isShown} aria-controls={listId} aria-autocomplete="list" aria-activedescendant={isShown && active >= 0 ? `${listId}-${active}` : undefined}
        onInput={(event) => type(event.currentTarget.value)} onKeyDown={press}
      />
      <ul class="suggestions" id={listId} role="listbox" aria-label="Suggestions" hidden={!isShown}>
        {suggestions.map((suggestion, i) => (
          <li key={suggestion.href} id={`${listId}-${i}`} role="option" aria-selected={i === active} class="suggestion" onMouseDown={(event) => { event.preventDefault(); navigate(suggestion.href); }}>{suggestion.body}</li>
        ))}
      </ul>
    </form>
  );
}
