import { lastingQuery } from './lasting-query.ts';

/** Characters of a page's key, six bits each: among 100,000 pages one address in 700,000 is taken for another's. */
const KEY_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** `path` without slashes at its end. By hand: a pattern would look at a run of slashes again from each of them. */
export function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}

/** Path and query of an address, without host, fragment (but for a route) and what {@link lastingQuery} leaves out. */
function placeOf(url: string): { readonly path: string; readonly query: string } {
  const [address = '', query = ''] = url.replace(/^(?:[a-z]+:)?\/\/[^/?#]*/i, '').replace(/#(?![!/]).*$/, '').split('?', 2);
  const path = address.replace(/^\/*/, '/');
  return { path: path.endsWith('/') ? withoutEndSlashes(path) : path.replace(/\/index\.\w+$/i, ''), query: lastingQuery(query) };
}

/** Last part of an address's path: many shops put an id there. */
export function lastPart(url: string): string {
  const { path } = placeOf(url);
  return path.slice(path.lastIndexOf('/') + 1);
}

function keyOf(text: string): string {
  // Two FNV-1a hashes with different seeds: 18 bits of each are enough, and nothing secret depends on them.
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (let i = 0; i < text.length; i++) {
    low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(i), 0x01000193);
  }
  const digits = [low, low >>> 6, low >>> 12, high, high >>> 6, high >>> 12];
  return `~${digits.map((digit) => KEY_DIGITS[(digit ^ (digit >>> 18)) & 63]).join('')}`;
}

/**
 * Short name of a product's page, the same for every host, trailing slash and campaign parameter: `~` and 6 characters.
 * An alias like any other, so that a page that says nothing but its address is joined all the same.
 */
export function pageKey(url: string): string {
  const { path, query } = placeOf(url);
  return keyOf(`${path.toLowerCase()}?${query}`);
}

/** Short name of the folder that a page lies in. A catalogue that knows it says: what lies here ends in a product's id. */
export function folderKey(url: string): string {
  const { path } = placeOf(url);
  return keyOf(`${path.slice(0, path.lastIndexOf('/')).toLowerCase()}/*`);
}
