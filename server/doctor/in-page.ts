import { LONG_TASK_MS } from '#core/embed';

/**
 * Texts that run in the page that is looked at, because this program and that page are different worlds. They read, and change
 * nothing; what they keep is in one variable that no page uses.
 */

/** Runs before anything else of the page: notes when the tag is ready, when a shelf stands, what the policy kept out, and long scripts. */
export const WATCH = `(() => {
  const notes = { readyMs: null, shelfMs: null, blocked: [], long: [] };
  Object.defineProperty(globalThis, '__homebirdDoctor', { value: notes });
  document.addEventListener('homebird:ready', () => { notes.readyMs ??= performance.now(); });
  document.addEventListener('securitypolicyviolation', (event) => { if (event.disposition === 'enforce') notes.blocked.push({ directive: event.effectiveDirective, address: event.blockedURI }); });
  try {
    new PerformanceObserver((list) => {
      for (const { scripts } of list.getEntries()) for (const script of scripts ?? []) if (script.duration > ${LONG_TASK_MS}) notes.long.push({ url: script.sourceURL, ms: script.duration, name: script.sourceFunctionName || script.invoker });
    }).observe({ type: 'long-animation-frame', buffered: true });
  } catch {}
  const look = () => {
    if (notes.shelfMs !== null) return;
    for (const shelf of document.querySelectorAll('homebird-shelf')) if (shelf.shadowRoot?.querySelector('[data-item]')) notes.shelfMs = performance.now();
    if (notes.shelfMs === null) setTimeout(look, 50);
  };
  look();
})()`;

/** What the page is made of, as `PageFacts` names it. */
export const READ_PAGE = `(() => {
  const notes = globalThis.__homebirdDoctor ?? { readyMs: null, shelfMs: null, blocked: [], long: [] };
  const lines = [...document.querySelectorAll('script[data-shop]')].map((script) => ({ src: script.src, integrity: script.integrity, crossorigin: script.getAttribute('crossorigin'), isAsync: script.async, attributes: { ...script.dataset } }));
  const named = [];
  const ids = (value) => typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  const walk = (node, depth) => {
    if (typeof node !== 'object' || node === null || depth > 6) return;
    if (Array.isArray(node)) { for (const part of node) walk(part, depth + 1); return; }
    const types = [node['@type']].flat();
    if (types.includes('Product') || types.includes('ProductGroup')) for (const key of ['sku', 'productID', 'gtin', 'gtin13', 'gtin14', 'mpn', '@id', 'productGroupID']) for (const id of ids(node[key])) named.push({ source: 'JSON-LD ' + key, id });
    for (const key of ['@graph', 'mainEntity', 'hasVariant', 'itemListElement', 'item']) walk(node[key], depth + 1);
  };
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) { try { walk(JSON.parse(script.textContent), 0); } catch {} }
  for (const scope of document.querySelectorAll('[itemtype$="schema.org/Product"]')) for (const property of scope.querySelectorAll('[itemprop="sku"], [itemprop="productID"], [itemprop="gtin13"]')) for (const id of ids(property.content ?? property.textContent.trim())) named.push({ source: 'microdata ' + property.getAttribute('itemprop'), id });
  for (const meta of document.querySelectorAll('meta[property="product:retailer_item_id"]')) named.push({ source: 'Open Graph', id: meta.content });
  for (const marked of document.querySelectorAll('[data-homebird-event="view_item"][data-homebird-item]')) named.push({ source: 'marked element', id: marked.dataset.homebirdItem });
  for (const entry of Array.isArray(globalThis.dataLayer) ? dataLayer : []) {
    const data = entry?.[0] === 'event' ? { event: entry[1], ...entry[2] } : entry;
    if (data?.event !== 'view_item') continue;
    for (const item of (data.ecommerce?.items ?? data.items ?? [])) for (const id of ids(item.item_id ?? item.id)) named.push({ source: 'dataLayer', id });
  }
  const tools = [
    ['TCF (__tcfapi)', '__tcfapi' in globalThis], ['Google Consent Mode', 'google_tag_data' in globalThis], ['Shopify customer privacy', Boolean(globalThis.Shopify?.customerPrivacy)],
    ['Cookiebot', 'Cookiebot' in globalThis], ['OneTrust', 'OneTrust' in globalThis], ['Usercentrics', 'UC_UI' in globalThis], ['Didomi', 'Didomi' in globalThis],
  ].filter(([, isThere]) => isThere).map(([name]) => name);
  return {
    metaPolicies: [...document.querySelectorAll('meta[http-equiv="content-security-policy" i]')].map(({ content }) => content),
    lines, tools, named: named.slice(0, 20), hasBanner: document.querySelector('homebird-consent') !== null,
    shelves: [...document.querySelectorAll('homebird-shelf')].map((shelf) => ({ placement: shelf.getAttribute('placement') ?? 'home', category: shelf.getAttribute('category') ?? '', cards: [...(shelf.shadowRoot?.querySelectorAll('[data-item]') ?? [])].map((card) => ({ id: card.dataset.item, href: card.querySelector('a[part~="link"]')?.href ?? '', isDrawn: card.querySelector('svg.drawn') !== null })) })),
    ads: [...document.querySelectorAll('homebird-ad')].map((place) => ({ slot: place.getAttribute('slot') ?? '', sizes: place.getAttribute('sizes') ?? '' })),
    shelfMs: notes.shelfMs, readyMs: notes.readyMs, blocked: notes.blocked, long: notes.long,
    links: [...new Set([...document.links].filter(({ origin, protocol, href, hash }) => origin === location.origin && protocol.startsWith('http') && href.slice(0, href.length - hash.length) !== location.href).map(({ href }) => href))].slice(0, 500),
  };
})()`;

/** Names of what the origin stores. */
export const READ_STORED = `(async () => {
  const tryTo = async (read) => { try { return (await read()) ?? []; } catch { return []; } };
  return {
    local: await tryTo(() => Object.keys(localStorage)), session: await tryTo(() => Object.keys(sessionStorage)),
    cookies: await tryTo(() => document.cookie.split(';').map((pair) => pair.split('=', 1)[0].trim()).filter(Boolean)),
    databases: await tryTo(async () => (await indexedDB.databases()).map(({ name }) => name)), caches: await tryTo(() => caches.keys()),
  };
})()`;

/** Whether the page has settled: the tag is ready, and every visible shelf of ours shows something. */
export const IS_SETTLED = `(() => {
  const notes = globalThis.__homebirdDoctor;
  const shelves = [...document.querySelectorAll('homebird-shelf')].filter((shelf) => shelf.checkVisibility());
  return Boolean(notes && notes.readyMs !== null && shelves.every((shelf) => shelf.shadowRoot?.querySelector('[data-item]')));
})()`;

/** Consent as the tag states it; null where there is no tag. */
export const READ_CONSENT = `(async () => typeof homebird === 'function' ? (await homebird('consentState')) ?? null : null)()`;

/** What the history holds, types, products and pages only; null where there is none. */
export const READ_EVENTS = `(async () => {
  if (typeof homebird !== 'function') return null;
  const text = await homebird('export');
  if (typeof text !== 'string') return null;
  const { events } = JSON.parse(text);
  return events.map(({ type, items, page }) => ({ type, page, items: (items ?? []).map(({ itemId }) => itemId) }));
})()`;
