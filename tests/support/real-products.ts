import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Product } from '#core/catalogue';
import { parseFeed } from '#core/feed';
import { ROOT } from './rooms.ts';

/** Path of a real set beside the checkout; undefined where it is not there. */
export function realSet(path: string): string | undefined {
  const file = join(ROOT, '../shared/data', path);
  return existsSync(file) ? file : undefined;
}

/** Products of a real feed, each with a page of this shop: ads lead nowhere else. */
export function realProducts(file: string): readonly Product[] {
  return parseFeed(gunzipSync(readFileSync(file))).products.map((product) => ({ ...product, url: `/product/${encodeURIComponent(product.id)}` }));
}
