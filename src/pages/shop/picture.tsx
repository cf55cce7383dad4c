import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Product } from '#core/catalogue';

/** The site server draws a picture for any product under this address. */
function drawnPicture(product: Product): string {
  return `/product-pictures/${encodeURIComponent(product.id).replaceAll('.', '%2E')}.svg`;
}

/** Addresses to try in turn. A feed's bare file name belongs to a host that we do not know. */
function candidates(product: Product): string[] {
  const hasAddress = /^(https?:\/)?\//i.test(product.image) && product.image !== drawnPicture(product);
  return hasAddress ? [product.image, drawnPicture(product)] : [drawnPicture(product)];
}

function initials(title: string): string {
  return title.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase();
}

/** A product's picture in a square that is reserved before it loads; where none loads, its initials stand there. */
export function Picture({ product, isFirst = false }: { product: Product; isFirst?: boolean }): JSX.Element {
  const [failures, setFailures] = useState(0);
  const source = candidates(product)[failures];
  if (source === undefined) return <span class="picture drawn" aria-hidden="true">{initials(product.title)}</span>;
  return (
    <span class="picture">
      <img key={source} src={source} alt="" width="480" height="480" loading={isFirst ? 'eager' : 'lazy'} decoding="async" onError={() => setFailures(failures + 1)} />
    </span>
  );
}
