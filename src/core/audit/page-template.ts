import { contentHash, utf8Encode, utf8TextOf, type ContentHash } from '#core/units';

/** What the server writes into a page, each between quotes: in `<meta name="homebird-…">` and in the embed line. */
const META = /(<meta name="homebird-([a-z-]+)" content=")[^"<>]*(")/g;
const EMBED_LINE = /<script [^<>]*\bsrc="\/tag\/homebird\.js"[^<>]*>/g;
/** Attributes of the embed line that differ from shop to shop, and the variable each is filled from. */
const EMBED_ATTRIBUTES = [['data-shop', 'SHOP_ID'], ['data-catalogue', 'CATALOGUE'], ['data-endpoint', 'LEADER'], ['data-policy', 'POLICY']] as const;

/**
 * A page as it was built, from the page as it is served: every value that the server fills in is put back to its variable.
 * A value between quotes can hold neither a quote nor an angle bracket, so that nothing else can hide in it; anything else
 * that differs from the build differs here too. A page that was never filled in comes back as it is.
 */
function unfilledPage(html: string): string {
  return html
    .replaceAll(META, (_, before: string, name: string, after: string) => `${before}%HOMEBIRD_${name.toUpperCase().replaceAll('-', '_')}%${after}`)
    .replaceAll(EMBED_LINE, (line) => EMBED_ATTRIBUTES.reduce((text, [attribute, variable]) => text.replace(new RegExp(`( ${attribute}=")[^"<>]*(")`), `$1%HOMEBIRD_${variable}%$2`), line));
}

/** Hash of a built file from what is served under its path: of the bytes, or for a page of the page without what was filled in. */
export function servedFile(path: string, bytes: Uint8Array): ContentHash {
  const page = path.endsWith('.html') ? utf8TextOf(bytes) : undefined; // what is no text is no page of ours, and its hash says so
  return contentHash(page === undefined ? bytes : utf8Encode(unfilledPage(page)));
}

/** What the embed line of a served page makes a visitor's browser pin; undefined where the page has none. */
export function embedLineOf(bytes: Uint8Array): { readonly policy: string; readonly endpoint: string } | undefined {
  const [line] = (utf8TextOf(bytes) ?? '').match(EMBED_LINE) ?? [];
  if (line === undefined) return undefined;
  const valueOf = (attribute: string): string => new RegExp(` ${attribute}="([^"<>]*)"`).exec(line)?.[1] ?? '';
  return { policy: valueOf('data-policy'), endpoint: valueOf('data-endpoint') };
}
