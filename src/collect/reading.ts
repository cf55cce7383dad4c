import { folderKey, lastPart, pageKey } from '#core/catalogue';
import { readShopCall } from '#core/events';
import type { Intake, Source } from './intake.ts';
import { productInJsonLd } from './json-ld.ts';
import { shownByMarks } from './marked.ts';
import { routeOf } from './navigation.ts';
import type { ProductNames } from './product-names.ts';
import { quiet } from './quiet.ts';
import type { OtherMarkup } from './other-markup.ts';
import type { ShopSystem } from './shop-system.ts';

/** Shortest time between two readings of a changing page, ms: a page under construction is read once or twice, not at each node. */
const SETTLE_MS = 100;
/** Longest: a page that never rests, of which every reading finds the same, is read this seldom, ms. */
const MOST_SETTLE_MS = 2_000;
/** A product seen this shortly before the address changed may have been drawn ahead of it, ms: a reading and a slow transition. */
const AHEAD_MS = 1_500;
/** Then it still stands this long after: what belongs to the page before is gone by then. */
const STANDS_ON_MS = 700;
/** Routes remembered with what they showed. */
const MAX_ROUTES = 100;

export interface ReadingOptions {
  readonly page: Window;
  readonly events: Pick<Intake, 'show' | 'join' | 'settle'>;
  /** Takes what a source told; what `isOld` was told before the grant. */
  hear(name: string, data: unknown, source: Source, isOld?: boolean): boolean;
  /** Before each reading: whether address or `dataLayer` became others. */
  look(): void;
  /** Whether this page's past may be read, because the grant was there at load. */
  readonly isReplay: boolean;
  readonly resolve: ((names: readonly string[]) => Promise<readonly (string | undefined)[]>) | undefined;
  readonly reads: { readonly jsonLd: boolean; readonly dataLayer: boolean; readonly clicks: boolean };
}

/** Reads what stands on the page, each thing once, now and whenever it has changed. A part of its own: none of it is needed before a yes. */
export interface Reading {
  read(): void;
  /** The address changed: what still stands there belongs to the page before. */
  leavePage(): void;
  stop(): void;
}

interface Found extends ProductNames {
  readonly source: Source;
}

/** Says that the page is one of a shop system whose forms or events are known; a part of its own reads them. */
const SYSTEM_MARKS = 'form[action*="/cart/add"], form.cart, [data-product_id], [data-post], a[href*="/cart/change"], #product_addtocart_form';
/** Says that there is a product in other words than JSON-LD; again a part of its own. */
const OTHER_MARKS = '[itemtype*="schema.org" i], meta[property^="product:"], meta[name^="product:"]';

function keyOf({ source, names }: Pick<Found, 'source' | 'names'>): string {
  return JSON.stringify([source, ...names]);
}

/**
 * Tells what belongs to the page shown now from what the page before left standing: a single-page shop changes it after the
 * address. What came in place just before the address changed, and stands on, was drawn ahead of it.
 */
function freshness(page: Window) {
  const keysByRoute = new Map<string, Set<string>>();
  /** When each product was first seen, and whether it came in place: a page's own is there when it is first read. */
  const seen = new Map<string, { readonly atMs: number; readonly isInPlace: boolean }>();
  let stale: ReadonlySet<string> = new Set();
  let isFirst = true;
  let leftAtMs = -Infinity;
  const nowMs = (): number => page.performance.now();
  const wasAhead = (key: string): boolean => {
    const { atMs = 0, isInPlace = false } = seen.get(key) ?? {};
    return isInPlace && atMs < leftAtMs && leftAtMs - atMs < AHEAD_MS && nowMs() - leftAtMs >= STANDS_ON_MS;
  };
  return {
    only(found: readonly Found[]): readonly Found[] {
      const keys = new Set(found.map(keyOf));
      for (const key of seen.keys()) if (!keys.has(key)) seen.delete(key);
      for (const key of keys) if (!seen.has(key)) seen.set(key, { atMs: nowMs(), isInPlace: !isFirst });
      isFirst = false;
      stale = new Set([...stale].filter((key) => keys.has(key)));
      const route = routeOf(page.location);
      const known = keysByRoute.get(route) ?? new Set();
      const fresh = found.filter((each) => !stale.has(keyOf(each)) || known.has(keyOf(each)) || wasAhead(keyOf(each)));
      for (const each of fresh) known.add(keyOf(each));
      const [oldest] = keysByRoute.keys();
      if (keysByRoute.size >= MAX_ROUTES && oldest !== undefined) keysByRoute.delete(oldest);
      if (known.size > 0) keysByRoute.set(route, known);
      return fresh;
    },
    leavePage() {
      stale = new Set(seen.keys());
      isFirst = true;
      leftAtMs = nowMs();
    },
  };
}

/** Keys under which the catalogue may know this page, most trusted first; after them the last part of its address. */
function keysHere(page: Window, canonical: string | undefined): readonly string[] {
  const { pathname, search, hash } = page.location;
  const own = pathname + search + hash;
  // Shops lie below a language, and Shopify repeats a product below each of its collections.
  const shorter = [/^\/[a-z]{2}(?:-[a-z]{2,4})?(?=\/)/i, /^.*(?=\/products\/)/].filter((before) => before.test(own)).map((before) => own.replace(before, ''));
  return [own, ...shorter, ...(canonical === undefined ? [] : [canonical])];
}

/** Reads the JSON-LD of `page`, and parses it again only where it or the address is another. */
function jsonLdReader(page: Document): (here: string) => ProductNames | undefined {
  let read: { readonly texts: readonly string[]; readonly here: string; readonly product: ProductNames | undefined } | undefined;
  return (here) => {
    const texts = [...page.querySelectorAll('script[type="application/ld+json" i]')].map((script) => script.textContent ?? '');
    if (!read || read.here !== here || read.texts.length !== texts.length || read.texts.some((text, i) => text !== texts[i])) read = { texts, here, product: productInJsonLd(texts, here) };
    return read.product;
  };
}

/** What `load` gives, from the first time that `isWanted` on. */
function part<Part>(isWanted: () => boolean, load: () => Promise<Part>, onLoad: () => void): () => Part | undefined {
  let loaded: Part | undefined;
  let isAsked = false;
  return () => {
    if (isAsked || !isWanted()) return loaded;
    isAsked = true;
    load().then((found) => {
      loaded = found;
      onLoad();
      return undefined;
    }).catch(() => undefined);
    return undefined;
  };
}

/** Begins with what stands on the page now. */
export function startReading(options: ReadingOptions): Reading {
  const { page, events, hear, resolve, reads } = options;
  const { document } = page;
  const told = new Set<string>();
  const fresh = freshness(page);
  let isStopped = false;
  const readsSystem = reads.dataLayer || reads.clicks;
  const system = part<ShopSystem>(() => readsSystem && ('Shopify' in page || document.querySelector(SYSTEM_MARKS) !== null), async () => {
    const { hearShopSystem } = await import('./shop-system.ts');
    return hearShopSystem(page, reads, (name, data, source, isEarly) => {
      if (!isStopped) hear(name, data, source, isEarly && !options.isReplay);
    });
  }, () => read());
  const other = part<OtherMarkup>(() => reads.jsonLd && document.querySelector(OTHER_MARKS) !== null, () => import('./other-markup.ts'), () => read());
  const jsonLdHere = jsonLdReader(document);
  /** What each source says of the page's product, best source first. */
  const productsHere = (): readonly Found[] => {
    const here = page.location.href;
    const found = (source: Source, product: ProductNames | undefined): readonly Found[] => (product ? [{ ...product, source }] : []);
    const jsonLd = reads.jsonLd ? jsonLdHere(here) : undefined;
    // Markup in other words says nothing better, and costs a part.
    const markup = jsonLd ? undefined : other();
    return [
      ...found('shopify', reads.dataLayer ? system()?.product() : undefined), ...found('jsonLd', jsonLd),
      ...found('microdata', markup?.productInMicrodata(document, here)), ...found('openGraph', markup?.productInOpenGraph(document)),
    ];
  };
  let isFirst = true;
  let asked = '';
  let staleCanonical: string | undefined;
  const canonical = (): string | undefined => document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? document.querySelector<HTMLMetaElement>('meta[property="og:url"]')?.content;

  const readMarks = (): boolean => {
    const marks = shownByMarks(page.document);
    for (const { name, data } of marks) {
      const key = JSON.stringify([name, data]);
      if (!told.has(key)) hear(name, data, 'marked', name === 'purchase' && isFirst && !options.isReplay);
      told.add(key);
    }
    return marks.some(({ name }) => name === 'view_item');
  };
  /** Shows the product by its own name at once, and by the catalogue's when that is known. */
  const show = async ({ source, names, price }: Found): Promise<void> => {
    const say = (itemId: string | undefined): void => {
      const draft = itemId === undefined ? undefined : readShopCall('view_item', { items: [{ item_id: itemId, price }] });
      if (draft) events.show(draft, source, names);
    };
    say(names[0]);
    const question = keyOf({ source, names });
    if (!resolve || question === asked) return;
    asked = question;
    const answers = await resolve(names);
    const itemId = answers.find((answer) => answer !== undefined);
    if (itemId === undefined || asked !== question) return;
    events.join(names, itemId);
    if (answers[0] === undefined) say(itemId);
  };
  /** A page that says nothing but where it lies. */
  const showByAddress = async (): Promise<void> => {
    const link = canonical();
    const addresses = keysHere(page, link === staleCanonical ? undefined : link);
    const question = addresses.join(' ');
    if (!resolve || question === asked) return;
    asked = question;
    const part = lastPart(page.location.pathname);
    const answers = await resolve([...addresses.map(pageKey), ...addresses.map(folderKey), part]);
    const byPage = answers.slice(0, addresses.length).find((answer) => answer !== undefined);
    const isInFolder = answers.slice(addresses.length, -1).some((answer) => answer !== undefined);
    const itemId = byPage ?? (isInFolder ? answers.at(-1) : undefined);
    const draft = itemId === undefined ? undefined : readShopCall('view_item', { items: [{ item_id: itemId }] });
    if (draft && asked === question) events.show(draft, 'address', [part]);
  };
  let seen = '';
  /** Gives whether anything was there that the reading before had not found. */
  const readPage = (): boolean => {
    options.look();
    system()?.follow();
    const isMarked = readMarks();
    const found = isMarked ? [] : productsHere();
    const current = fresh.only(found);
    const [best] = current;
    if (best) show({ ...best, names: [...new Set([...current.flatMap(({ names }) => names), ...(system()?.names() ?? [])])] }).catch(() => undefined);
    else if (!isMarked && found.length === 0 && reads.jsonLd) showByAddress().catch(() => undefined);
    events.settle();
    isFirst = false;
    const before = seen;
    seen = `${page.location.href} ${current.map(keyOf).join(' ')} ${told.size}`;
    return seen !== before;
  };
  let settleMs = SETTLE_MS;
  let later: ReturnType<typeof setTimeout> | undefined;
  const read = quiet((): void => {
    settleMs = readPage() ? SETTLE_MS : Math.min(MOST_SETTLE_MS, settleMs * 2);
  });
  const stopWatching = watchPage(page.document, () => settleMs, read);
  read();
  return {
    read,
    leavePage() {
      fresh.leavePage();
      told.clear();
      asked = '';
      staleCanonical = canonical();
      settleMs = SETTLE_MS;
      clearTimeout(later);
      later = setTimeout(read, STANDS_ON_MS + 1);
    },
    stop() {
      clearTimeout(later);
      stopWatching();
      system()?.stop();
      isStopped = true;
      asked = '';
    },
  };
}

/** Runs `onSettled` after the page's content changed and has been left alone for a moment. The result stops it. */
function watchPage(page: Document, settleMs: () => number, onSettled: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      onSettled();
    }, settleMs());
  });
  observer.observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ['content', 'data-homebird-event', 'data-homebird-item', 'data-homebird-items'] });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}
