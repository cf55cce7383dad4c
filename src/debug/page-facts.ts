import { attributeName, EMBED_ATTRIBUTES, LONG_TASK_MS, slipsIn } from '#core/embed';
import type { EmbedLine, Facts, LoadedFile, ShelfOnPage } from './facts.ts';

/** Only what begins so is stored by us: docs/shops/storage.md. */
const OUR_PREFIX = 'homebird';

/** All embed lines of the page: there should be one. */
export function embedLines(page: Document): readonly EmbedLine[] {
  return [...page.querySelectorAll<HTMLScriptElement>('script[data-shop]')].map((script) => ({
    src: script.src,
    isOtherOrigin: script.src !== '' && new URL(script.src, page.baseURI).origin !== location.origin,
    integrity: script.integrity,
    crossorigin: script.getAttribute('crossorigin'),
    unknown: Object.keys(script.dataset).filter((name) => !EMBED_ATTRIBUTES.includes(name)).map(attributeName),
    slips: slipsIn({ ...script.dataset }),
  }));
}

/** Files below the tag's and the worker's folder that this page has loaded. */
export function loadedFiles(folders: readonly string[]): readonly LoadedFile[] {
  const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  return entries
    .filter(({ name }) => folders.some((folder) => name.startsWith(folder)) && /\.m?js$/.test(name.split('?', 1)[0] ?? ''))
    .map(({ name, transferSize, duration }) => ({ name: name.split('/').at(-1) ?? name, bytes: transferSize, ms: duration }));
}

/** Consent tools of others that are on the page. */
export function consentTools(page: Window): readonly string[] {
  const has = (name: string): boolean => name in page;
  const shopify = (page as unknown as { readonly Shopify?: { readonly customerPrivacy?: unknown } }).Shopify;
  return [
    ...(has('__tcfapi') ? ['TCF (__tcfapi)'] : []),
    ...(shopify?.customerPrivacy ? ['Shopify customer privacy'] : []),
    ...(has('google_tag_data') ? ['Google Consent Mode'] : []),
    ...(has('Cookiebot') ? ['Cookiebot'] : []),
    ...(has('OneTrust') ? ['OneTrust'] : []),
    ...(has('UC_UI') ? ['Usercentrics'] : []),
    ...(has('Didomi') ? ['Didomi'] : []),
  ];
}

/** Our shelves, and what each shows now. */
export function shelvesOn(page: Document): readonly ShelfOnPage[] {
  return [...page.querySelectorAll<HTMLElement>('homebird-shelf')].map((shelf) => ({
    placement: shelf.getAttribute('placement') ?? 'home',
    attributes: shelf.getAttributeNames().filter((name) => name === 'count' || name === 'item' || name === 'category').map((name) => `${name}="${shelf.getAttribute(name) ?? ''}"`).join(' '),
    items: [...(shelf.shadowRoot?.querySelectorAll<HTMLElement>('.card[data-item]') ?? [])].map((card) => card.dataset['item'] ?? ''),
    isVisible: shelf.checkVisibility(),
  }));
}

/** Whether the page tells search engines that it shows one product. */
export function looksLikeProduct(page: Document): boolean {
  if (page.querySelector('meta[property="og:type"][content^="product" i], [itemtype$="schema.org/Product" i]')) return true;
  return [...page.querySelectorAll('script[type="application/ld+json"]')].some(({ textContent }) => /"@type"\s*:\s*\[?\s*"(?:Product|ProductGroup)"/.test(textContent ?? ''));
}

async function orElse<Value>(read: () => Promise<Value> | undefined, otherwise: Value): Promise<Value> {
  try {
    return (await read()) ?? otherwise;
  } catch {
    return otherwise; // a sandboxed frame throws at the mere look
  }
}

/** What this origin stores of ours; looks, and creates nothing. */
export async function storageFacts(): Promise<Facts['storage']> {
  const none: { readonly usage?: number; readonly quota?: number } = {};
  const estimate = await orElse<{ readonly usage?: number; readonly quota?: number }>(() => navigator.storage.estimate(), none);
  const databases = await orElse<readonly IDBDatabaseInfo[]>(() => indexedDB.databases(), []);
  return {
    usedBytes: estimate.usage,
    quotaBytes: estimate.quota,
    isPersisted: await orElse(() => navigator.storage.persisted(), false),
    databases: databases.flatMap(({ name }) => (name?.startsWith(OUR_PREFIX) === true ? [name] : [])),
    hasRecord: await orElse(() => Promise.resolve(Object.keys(localStorage).some((key) => key.startsWith(OUR_PREFIX))), false),
  };
}

/** Follows how long scripts of ours hold the main thread (Long Animation Frames; 0 where the browser has none). */
export function watchSpeed(folder: string): { read(): Omit<Facts['speed'], 'readyMs'>; stop(): void } {
  let [longestMs, over50] = [0, 0];
  const take = (entries: readonly { readonly scripts?: readonly { readonly sourceURL: string; readonly duration: number }[] }[]): void => {
    for (const { sourceURL, duration } of entries.flatMap(({ scripts }) => scripts ?? [])) {
      if (!sourceURL.startsWith(folder)) continue;
      longestMs = Math.max(longestMs, duration);
      if (duration > LONG_TASK_MS) over50 += 1;
    }
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries() as never));
  if (PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')) observer.observe({ type: 'long-animation-frame', buffered: true });
  return { read: () => ({ longestMs, over50 }), stop: () => observer.disconnect() };
}
