/** A page of the documentation and what the visitor sees of it on this page of the shop. */
export interface DocumentedPart {
  readonly title: string;
  /** Address on this origin, with the heading where a page has several subjects. */
  readonly href: string;
}

const part = (title: string, page: string): DocumentedPart => ({ title, href: `/docs/shops/${page}` });

const SHELF = part('A shelf on the home page', 'placements#where-shelves-stand');
const WHY = part('Why a product is recommended', 'explanations');
/** What each kind of page shows of Homebird, by the first segment of its path. */
const PARTS_BY_PAGE: Readonly<Record<string, readonly DocumentedPart[]>> = {
  '': [SHELF, WHY, part('Asking for consent', 'consent')],
  product: [part('A product’s view, told by JSON-LD', 'events'), part('A shelf beside a product', 'placements#where-shelves-stand'), WHY],
  category: [part('A list of products as an event', 'events'), part('A shelf inside a category', 'placements#where-shelves-stand')],
  search: [part('Search in the browser', 'placements#search'), part('A search as an event', 'events')],
  basket: [part('Basket events', 'events'), part('A shelf beside the basket', 'placements#where-shelves-stand')],
  checkout: [part('Checkout and purchase events', 'events')],
  order: [part('Checkout and purchase events', 'events')],
  help: [part('The assistant and what it answers from', 'assistant')],
  privacy: [part('The shopper’s panel', 'panel'), part('What may be asked, and by whom', 'consent'), part('What is stored where', 'storage')],
};

/** Which parts of the documentation the page at `segments` of the path shows; those of a single-page shop where it shows none of its own. */
export function documentedParts(segments: readonly string[]): readonly DocumentedPart[] {
  const [first = ''] = segments;
  return Object.hasOwn(PARTS_BY_PAGE, first) ? (PARTS_BY_PAGE[first] ?? []) : [part('Single pages and the address', 'single-page')];
}
