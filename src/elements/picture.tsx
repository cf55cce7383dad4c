import type { ProductCard } from '#core/catalogue';
import { useEffect, useState } from 'preact/hooks';
import type { ElementHost } from './host.ts';
import { PackedPicture } from './packed-picture.tsx';

/** Background and ink of drawn pictures: calm pairs that read on light and dark pages alike. */
const PAIRS = [
  ['#e4efe9', '#1d5c43'], ['#e8ecf7', '#33508f'], ['#f7ebe3', '#8a4b22'], ['#f3e8f2', '#7a3b72'], ['#f6f0d9', '#6f5a12'], ['#e2f0f3', '#1f5f70'], ['#f8e7e7', '#94383c'], ['#ecefe0', '#54632a'],
] as const;
/** Longest initials drawn. */
const MAX_INITIALS = 2;

/** Same text, same number: products of one category share a colour. */
function pairOf(text: string): (typeof PAIRS)[number] {
  let sum = 0;
  for (const char of text) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return PAIRS[sum % PAIRS.length] ?? PAIRS[0];
}

function initialsOf(title: string): string {
  const words = title.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, MAX_INITIALS).map((word) => word.slice(0, 1).toLocaleUpperCase()).join('');
}

/** Stands in for a picture that is missing or does not load. Drawn in place: a data address would need `img-src data:`. */
function DrawnPicture({ product }: { readonly product: ProductCard }) {
  const [ground, ink] = pairOf(product.category.at(-1) ?? product.title);
  return (
    <svg class="drawn" viewBox="0 0 200 200" aria-hidden="true" focusable="false">
      <rect width="200" height="200" fill={ground} />
      <circle cx="158" cy="44" r="70" fill={ink} opacity=".07" />
      <circle cx="36" cy="176" r="52" fill={ink} opacity=".07" />
      <text x="100" y="103" text-anchor="middle" dominant-baseline="central" font-size="66" font-weight="650" letter-spacing="-2" fill={ink}>{initialsOf(product.title)}</text>
    </svg>
  );
}

/** What is drawn of a product: the file of a pack, the address of a picture, '' for a drawing; undefined until it is known. */
function usePicture(product: ProductCard, pictureOf: ElementHost['picture']): Uint8Array | string | undefined {
  const [picture, setPicture] = useState<Uint8Array | string | undefined>(undefined);
  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const found = await pictureOf(product);
      if (isCurrent) setPicture(found);
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [product.id, product.image]);
  return picture;
}

/** A product's picture in a box whose size is known before it loads. */
export function Picture({ product, pictureOf }: { readonly product: ProductCard; readonly pictureOf: ElementHost['picture'] }) {
  const picture = usePicture(product, pictureOf);
  const [failed, setFailed] = useState<Uint8Array | string>('');
  if (picture === undefined) return null;
  if (picture === '' || failed === picture) return <DrawnPicture product={product} />;
  if (typeof picture !== 'string') return <PackedPicture file={picture} onFailed={() => setFailed(picture)} />;
  return <img src={picture} alt="" width="240" height="240" loading="lazy" decoding="async" referrerpolicy="no-referrer" onError={() => setFailed(picture)} />;
}
