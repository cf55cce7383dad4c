/** One answer that a page's request got. */
export interface Answer {
  readonly url: string;
  readonly method: string;
  /** 0 where nothing answered. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Why nothing answered; '' where something did. */
  readonly failure: string;
  /** Whether it was asked for before the banner was answered. */
  readonly isBeforeConsent: boolean;
}

/** One embed line as it stands in the page. */
export interface Line {
  readonly src: string;
  readonly integrity: string;
  readonly crossorigin: string | null;
  readonly isAsync: boolean;
  /** By their names in a `dataset`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What stood in the page's origin, as far as scripts can see it. Names only. */
export interface Stored {
  readonly local: readonly string[];
  readonly session: readonly string[];
  readonly cookies: readonly string[];
  readonly databases: readonly string[];
  readonly caches: readonly string[];
}

/** A product on a shelf. */
export interface ShelfCard {
  readonly id: string;
  /** Where it leads, absolute; '' for nowhere. */
  readonly href: string;
  /** Whether a drawing stands in for its picture. */
  readonly isDrawn: boolean;
}

/** A shelf of the page. */
export interface Shelf {
  /** As written; `home` where nothing is. */
  readonly placement: string;
  /** As written; '' where nothing is. */
  readonly category: string;
  readonly cards: readonly ShelfCard[];
}

/** A place for an ad, as written; '' where nothing is. */
export interface AdPlace {
  readonly slot: string;
  readonly sizes: string;
}

/** What an address answered, when it was tried. */
export interface TriedLink {
  readonly url: string;
  /** 0 where nothing answered. */
  readonly status: number;
  /** Why nothing answered; '' where something did. */
  readonly failure: string;
}

/** A line of the page's console. */
export interface ConsoleLine {
  readonly kind: 'error' | 'warning';
  readonly text: string;
  readonly url: string;
}

/** What a page says of a product it shows: where, and under which id. */
export interface Named {
  readonly source: string;
  readonly id: string;
}

/** What the browser found on one page. */
export interface PageFacts {
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Policies in `<meta>`. */
  readonly metaPolicies: readonly string[];
  readonly lines: readonly Line[];
  readonly hasBanner: boolean;
  readonly tools: readonly string[];
  readonly shelves: readonly Shelf[];
  readonly ads: readonly AdPlace[];
  /** ms after the page began; undefined where none was drawn in time. */
  readonly shelfMs: number | undefined;
  /** ms after the page began; undefined where the tag did not get ready in time. */
  readonly readyMs: number | undefined;
  readonly named: readonly Named[];
  readonly blocked: readonly { readonly directive: string; readonly address: string }[];
  readonly console: readonly ConsoleLine[];
  /** Durations of scripts of ours over 50 ms, each with its function. */
  readonly long: readonly { readonly ms: number; readonly name: string }[];
  /** Addresses of workers that ran. */
  readonly workers: readonly string[];
  /** Links to pages of the same origin. */
  readonly links: readonly string[];
}

/** A product's page that was named and could not be opened. */
export interface Unopened {
  readonly url: string;
  readonly failure: string;
}

/** An event that the shopper's history held in the end. */
export interface KeptEvent {
  readonly type: string;
  readonly items: readonly string[];
  /** Path and query of the page it was heard on. */
  readonly page: string;
}

/** The catalogue as its files say. */
export interface CatalogueFacts {
  readonly url: string;
  readonly items: number;
  readonly currency: string;
  /** Of `catalogue.json`; undefined where its server does not say. */
  readonly changedAtMs: number | undefined;
  /** What an event may call a product: ids and aliases. */
  readonly known: ReadonlySet<string>;
  /** Some of its ids. */
  readonly examples: readonly string[];
  /** Addresses of pictures as the feed has them, by id. */
  readonly images: ReadonlyMap<string, string>;
  /** Hosts of the products' pages, where the feed names them in full. */
  readonly hosts: ReadonlySet<string>;
  /** Every path of categories, once, in the feed's order. */
  readonly paths: readonly (readonly string[])[];
}

/** Everything an examination found, before it is judged. */
export interface Found {
  readonly asked: string;
  readonly nowMs: number;
  /** Why the page could not be opened; everything else is about nothing then. */
  readonly failure: string;
  readonly page: PageFacts | undefined;
  readonly storedBefore: Stored | undefined;
  readonly answers: readonly Answer[];
  /** What the tag's own file hashes to, as `integrity` has it; '' where it did not arrive. */
  readonly tagIntegrity: string;
  readonly catalogue: CatalogueFacts | { readonly failure: string } | undefined;
  /** What the leader that the embed line names answered, and whether it has the policy that the line pins; undefined where the line names none. */
  readonly leader: { readonly manifest: TriedLink; readonly policy: TriedLink | undefined } | undefined;
  /** Links of products on the first page's shelves that were tried. */
  readonly links: readonly TriedLink[];
  /** With `--accept`. */
  readonly after: { readonly consent: Readonly<Record<string, string>> | undefined; readonly stored: Stored; readonly products: readonly PageFacts[]; /** Pages that were followed and name no product. */ readonly others: readonly PageFacts[]; readonly unopened: readonly Unopened[]; readonly events: readonly KeptEvent[] | undefined } | undefined;
}

/** An answer that is what was asked for. */
export const OK_STATUS = 200;
/** What a browser says of a request that its page left behind. */
export const ABORTED = 'net::ERR_ABORTED';
/** Where an answer begins to be an error. */
export const FIRST_ERROR_STATUS = 400;
