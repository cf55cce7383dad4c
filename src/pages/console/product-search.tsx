import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Product } from '#core/catalogue';
import { formatMoney } from '#page/frame';
import { findProducts, pictureOf, type Shelf } from './products.ts';

/** Finds a product of the catalogue by its words. */
export function ProductSearch({ label, shelf, onChoose }: { readonly label: string; readonly shelf: Shelf; readonly onChoose: (product: Product) => void }): JSX.Element {
  const id = useId();
  const [query, setQuery] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const found = findProducts(shelf, query);
  const choose = (product: Product): void => {
    box.current?.focus(); // the button that was pressed goes
    onChoose(product);
    setQuery('');
  };
  return (
    <div class="field product-search">
      <label for={id}>{label}</label>
      <input id={id} ref={box} class="input" type="search" value={query} autocomplete="off" placeholder="Words of its title, its brand or id" onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault(); // Enter would save the campaign
          if (found[0]) choose(found[0]);
        }} />
      <p class="hidden-text" role="status">{query === '' ? '' : `${found.length} products found`}</p>
      {query !== '' && found.length === 0 && <p class="hint">No product has these words.</p>}
      {found.length > 0 && (
        <ul class="found" aria-label="Products found">
          {found.map((product) => (
            <li key={product.id}><button type="button" onClick={() => choose(product)}><img src={pictureOf(product)} alt="" width="36" height="36" /><span>{product.title}</span><span class="soft number">{formatMoney(product.priceCents, product.currency)}</span></button></li>
          ))}
        </ul>
      )}
    </div>
  );
}
