import { categoryFilter } from '#core/catalogue';
import { placementSlip } from '#core/contract';
import { CONSENT_MODES, GONE_STATUSES, GOOD_JOIN_SHARE, LONG_TASK_MS, type ConsentMode } from '#core/embed';
import { FIRST_ERROR_STATUS, type CatalogueFacts, type Found, type KeptEvent, type PageFacts, type Shelf } from './facts.ts';
import { deadPictures } from './pictures.ts';
import { grouped, verdictsAt, type Verdict } from './verdict.ts';

const WRITTEN: Readonly<Record<ConsentMode, string>> = { auto: 'the consent tool of the page, else our banner', required: 'our banner asks', granted: 'the shop says that it has a yes', external: 'the shop’s own tool asks' };

/** Who asks, and whether an answer reaches us. */
export function judgeConsent({ page, after }: Found): readonly Verdict[] {
  const [line] = page?.lines ?? [];
  if (!page || !line || page.readyMs === undefined) return [];
  const at = verdictsAt(page.url);
  const mode = line.attributes['consent'] ?? 'auto';
  const known = CONSENT_MODES.find((each) => each === mode);
  const verdicts: Verdict[] = [at.told('consent.mode', `${known ? WRITTEN[known] : 'nobody known asks'} (data-consent="${mode}")${page.tools.length > 0 ? `; on the page: ${page.tools.join(', ')}` : ''}`)];
  if (!page.hasBanner && (mode === 'required' || (mode === 'auto' && page.tools.length === 0))) verdicts.push(at.broken('consent.banner', 'nobody asks: our banner did not come', 'see whether a style of the page hides homebird-consent, and the console below'));
  if (after && after.consent?.['local'] !== 'granted') verdicts.push(at.broken('consent.yes', 'a yes did not take', mode === 'external' ? 'pass the answer of your tool on: homebird(\'consent\', { local: true })' : 'see the console below'));
  else if (after) verdicts.push(at.fine('consent.yes', 'a yes took at once'));
  return verdicts;
}

/** Paths of categories told as examples. */
const EXAMPLES = 3;

/** Whether no product stands in the category that a shelf names, so that it can never show one. */
function isNowhere({ placement, category }: Shelf, { paths }: CatalogueFacts): boolean {
  return placement === 'category' && category !== '' && !paths.some(categoryFilter(category));
}

/** What is wrong with the shelves of one page. */
function shelfFaults({ url, shelves }: PageFacts, known: CatalogueFacts | undefined): readonly Verdict[] {
  const at = verdictsAt(url);
  const empty = shelves.filter(({ cards }) => cards.length === 0);
  const nowhere = known ? empty.filter((shelf) => isNowhere(shelf, known)) : [];
  const others = empty.filter((shelf) => !nowhere.includes(shelf));
  const examples = known?.paths.slice(0, EXAMPLES).map((path) => path.join(' > ')).join(', ');
  return [
    ...shelves.flatMap(({ placement }) => placementSlip(placement) ?? []).map((slip) => at.weak('shelf.placement', slip, 'spell it as docs/shops/placements.md does')),
    ...nowhere.map(({ category }) => at.broken('shelf.category', `category="${category}" shows nothing: the catalogue has no product there`, `name a category, or its path, as the feed spells it, such as ${examples ?? ''}`)),
    ...(others.length === 0 ? [] : [at.broken('shelf.empty', `${others.map(({ placement }) => placement).join(', ')} shows nothing`, 'see catalogue and policy above; a product-related shelf wants the product’s id in item="…"')]),
  ];
}

/** Shelves of every page that was opened, and how soon one stood. */
export function judgeShelves(found: Found): readonly Verdict[] {
  const { page, after, catalogue } = found;
  if (!page || page.lines.length === 0 || page.readyMs === undefined) return [];
  const at = verdictsAt(page.url);
  const known = catalogue && 'known' in catalogue ? catalogue : undefined;
  const followed = [...(after?.products ?? []), ...(after?.others ?? [])].filter(({ lines, readyMs, url }) => lines.length > 0 && readyMs !== undefined && url !== page.url);
  const faults = grouped([page, ...followed].flatMap((each) => shelfFaults(each, known)));
  if (page.shelves.length === 0) return [at.told('shelf', 'no <homebird-shelf> on this page'), ...faults];
  if (page.shelves.some(({ cards }) => cards.length === 0)) return faults;
  return [at.fine('shelf', `${page.shelves.length} drawn, the first ${Math.round(page.shelfMs ?? 0)} ms after the page began`), ...faults, ...judgeCards(found, page)];
}

/** Where the cards of shelves lead, and whether their pictures came. */
function judgeCards(found: Found, page: PageFacts): readonly Verdict[] {
  const at = verdictsAt(page.url);
  const cards = page.shelves.flatMap((shelf) => shelf.cards);
  const dead = found.links.filter(({ status }) => status === 0 || GONE_STATUSES.has(status));
  const [link] = dead;
  const pictures = deadPictures(found);
  const [picture] = pictures;
  const verdicts: Verdict[] = [];
  if (cards.some(({ href }) => href === '')) verdicts.push(at.weak('shelf.links', 'products on shelves lead nowhere: the catalogue has no page for them', 'let the feed name each product’s page (link), and make the catalogue again'));
  if (link) verdicts.push(at.broken('shelf.links', `${dead.length} of ${found.links.length} links of products on shelves are dead, the first: ${link.url} ${link.failure === '' ? `answers ${link.status}` : link.failure}`, 'let the feed name each product’s page (link) on this shop, and make the catalogue again'));
  else if (found.links.length > 0) verdicts.push(at.fine('shelf.links', `${found.links.length} links of products were tried, and lead somewhere`));
  if (picture) verdicts.push(at.broken('shelf.pictures', `${pictures.length} of ${cards.length} pictures on shelves do not come, the first: ${picture.url} ${picture.reason}; drawings stand in`, 'let the feed name pictures that every page may load (image_link), or pack them: docs/shops/pictures.md'));
  return verdicts;
}

/** Products whose view the history has from the page at `url`, whatever way the tag read it. */
function viewedAt(url: string, events: readonly KeptEvent[]): readonly string[] {
  const { pathname } = new URL(url);
  return [...new Set(events.filter(({ type, page }) => type === 'view_item' && page.split('?', 1)[0] === pathname).flatMap(({ items }) => items))];
}

function judgeProduct({ url, status, named }: PageFacts, events: readonly KeptEvent[], catalogue: CatalogueFacts | undefined): Verdict {
  const at = verdictsAt(url);
  if (status >= FIRST_ERROR_STATUS) return at.broken('product.page', `answers ${status}`, 'name a product’s page that exists');
  const viewed = named.length === 0 ? viewedAt(url, events) : [];
  if (viewed.length > 0) return at.told('product.unnamed', `a view of ${viewed.slice(0, 3).join(', ')} reached the history, though the page names no product in a way that is checked here; the tag reads further ones, such as what a platform says and addresses`);
  if (named.length === 0) return at.broken('product.unnamed', 'this page names no product by structured data, dataLayer or mark', 'add JSON-LD with the product’s sku, or homebird(\'track\', \'view_item\', { items: [{ item_id: \'SKU\' }] })');
  const joined = catalogue ? named.find(({ id }) => catalogue.known.has(id)) : undefined;
  if (joined) return at.fine('product', `${joined.id}, named by ${joined.source}, is in the catalogue`);
  const seen = [...new Set(named.map(({ id, source }) => `${id} (${source})`))].slice(0, 3).join(', ');
  return at.broken('product.unknown', `it names ${seen}; the catalogue knows none of them`, `let page and feed use one id, or give the feed an alias; the catalogue’s ids look like ${catalogue?.examples.join(', ') ?? '(no catalogue)'}`);
}

/** Product pages, and what of them reached the history. */
export function judgeProducts({ page, after, catalogue }: Found): readonly Verdict[] {
  if (!page || !after) return [];
  const known = catalogue && 'known' in catalogue ? catalogue : undefined;
  const at = verdictsAt(page.url);
  const unopened = after.unopened.map(({ url, failure }) => verdictsAt(url).broken('product.page', `could not be opened: ${failure}`, 'name a product’s page that opens in a browser on this machine'));
  if (after.products.length === 0 && unopened.length > 0) return unopened;
  if (after.products.length === 0) return [at.weak('product.none', 'no product page was found by its links', 'name one with --product URL')];
  const events = after.events ?? [];
  const verdicts = [...unopened, ...after.products.map((product) => judgeProduct(product, events, known))];
  const views = events.filter(({ type }) => type === 'view_item');
  if (after.events === undefined) verdicts.push(at.broken('events.none', 'no history can be read after a yes', 'see the worker and the console'));
  else if (views.length === 0) verdicts.push(at.broken('events.views', 'product pages were opened, but no view reached the history', 'data-auto must not leave out the source that names products (datalayer, jsonld)'));
  else verdicts.push(at.fine('events', `${events.length} events kept, ${views.length} of them views`));
  const items = [...new Set(events.flatMap((event) => event.items))];
  const joined = known ? items.filter((id) => known.known.has(id)) : [];
  if (items.length > 0 && known) {
    const share = joined.length / items.length;
    const finding = `${joined.length} of ${items.length} products in the history are in the catalogue (${Math.floor(100 * share)} %)`;
    verdicts.push(share >= GOOD_JOIN_SHARE ? at.fine('joins', finding) : at.weak('joins', `${finding}; not: ${items.filter((id) => !known.known.has(id)).slice(0, 5).join(', ')}`, `give the feed these spellings as aliases; the catalogue’s ids look like ${known.examples.join(', ')}`));
  }
  return verdicts;
}

/** The console, and what held the main thread. */
export function judgeRun(found: Found): readonly Verdict[] {
  const { page, after } = found;
  if (!page) return [];
  const pictures = new Set(deadPictures(found).map(({ url }) => url)); // told with the shelves
  const pages = [page, ...(after?.products ?? [])];
  const verdicts: Verdict[] = [];
  const told = new Set<string>();
  for (const { url, console: lines, long } of pages) {
    const at = verdictsAt(url);
    for (const line of lines) {
      const isOurs = /homebird/i.test(line.text) || /homebird/i.test(line.url);
      if (!isOurs || told.has(line.text) || /^homebird: Cannot start/i.test(line.text)) continue;
      told.add(line.text);
      verdicts.push(at.weak('console', `the console says: ${line.text}`, 'it names the attribute or the directive to change'));
    }
    if (long.length > 0) verdicts.push(at.told('long-tasks', `${long.length} scripts of ours held the main thread over ${LONG_TASK_MS} ms; the longest ${Math.round(Math.max(...long.map(({ ms }) => ms)))} ms (${long[0]?.name ?? ''}). A first look on a busy machine counts too`));
  }
  const others = pages.flatMap(({ console: lines }) => lines).filter(({ kind, text, url }) => kind === 'error' && !/homebird/i.test(text + url) && !pictures.has(url));
  if (others.length > 0) verdicts.push(verdictsAt(page.url).told('console.others', `${others.length} errors of others in the console, the first: ${others[0]?.text.slice(0, 160) ?? ''} (${others[0]?.url.slice(0, 160) ?? ''})`));
  if (!verdicts.some(({ id }) => id === 'console')) verdicts.push(verdictsAt(page.url).fine('console', 'no error or warning of ours'));
  return verdicts;
}
