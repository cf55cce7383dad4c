/** Where a shelf stands on a shop's pages. */
export type Placement = 'home' | 'category' | 'product-related' | 'cart' | 'search-empty';
/** What a shopper can allow. No page can grant `federate`. */
export type Purpose = 'local' | 'ads' | 'measure' | 'federate';
/** What she said of one. */
export type PurposeState = 'granted' | 'denied' | 'unasked';

/** What `recommend` and `search` answer, best first. */
export interface Recommendations {
  readonly recId: string;
  readonly items: readonly { readonly id: string; readonly score: number; readonly reason: string }[];
}

/** What a shelf asks for. */
export interface RecommendOptions {
  /** `home` where absent. */
  readonly placement?: Placement;
  /** 1 to 100, 8 where absent. */
  readonly count?: number;
  /** Id of the product on the page, for `product-related`. */
  readonly item?: string;
  /** Of the page, for `category`. */
  readonly category?: string;
}

/** What one thing does for a product: the score with it less the score without, and where the product would stand without. */
export interface Effect {
  readonly effect: number;
  /** 1 for the first. */
  readonly placeWithout: number;
}

/** Why a product stands where it stands: docs/shops/explanations.md has what each field means. */
export interface Explanation {
  readonly itemId: string;
  readonly reason: {
    readonly kind: string;
    readonly scorer: string;
    /** Ids of products of the shopper's own history, strongest first. */
    readonly evidence: readonly string[];
    readonly act?: { readonly kind: 'in-cart' | 'bought' | 'viewed'; readonly views: number };
    readonly about: string;
    readonly shares: Readonly<Record<string, number | undefined>>;
  };
  readonly score: number;
  readonly place: number;
  readonly of: number;
  readonly placeForEveryone: number;
  readonly seat: { readonly place: number; readonly isGiven: boolean } | null;
  /** Oldest first. */
  readonly events: readonly (Effect & { readonly eventId: string; readonly type: string; readonly atMs: number; readonly itemIds: readonly string[]; readonly attention?: number })[];
  readonly together: (Effect & { readonly itemId: string; readonly events: number }) | null;
  readonly page: (Effect & { readonly attention?: number }) | null;
  readonly interests: readonly { readonly kind: 'category' | 'brand'; readonly name: string; readonly part: number }[];
  /** Strongest first; with `pinned` less `lowered` they sum to `score`. */
  readonly parts: readonly { readonly input: string; readonly scorer: string; readonly value: number; readonly weight: number; readonly part: number }[];
  readonly pinned: number;
  readonly lowered: number;
}

/** What `homebird('on', name, …)` hears, and its detail; on the document they are `homebird:NAME`. */
export interface HomebirdEvents {
  ready: Readonly<Record<string, never>>;
  consent: Readonly<Record<Purpose, PurposeState>>;
  recommendations: { readonly kind: string };
  error: { readonly kind: string; readonly message: string };
}

/**
 * The tag's calls. Each answers with a promise and never throws; where something cannot be answered the value is undefined
 * or false. `homebird('track', …)` and `homebird.track(…)` are the same.
 */
export interface Homebird {
  (command: string, ...given: readonly unknown[]): Promise<unknown>;
  /** Whether it became an event. Names and fields are GA4's. */
  track(name: string, data?: unknown): Promise<boolean>;
  recommend(options?: RecommendOptions): Promise<Recommendations | undefined>;
  /** Products for words, 8 where no `count` says otherwise; a `reason` is `matches` where words and popularity decide. */
  search(query: string, options?: { readonly count?: number }): Promise<Recommendations | undefined>;
  /** Why a product stands where it stands now on such a shelf. */
  explain(item: string, options?: RecommendOptions): Promise<Explanation | undefined>;
  /** Whether anything changed. */
  consent(choice: boolean | { readonly local: boolean; readonly ads?: boolean; readonly measure?: boolean }): Promise<boolean>;
  consentState(): Promise<Readonly<Record<Purpose, PurposeState>> | undefined>;
  /** Until a time in ms since 1970; until resumed without one; `null` resumes. */
  pause(untilMs?: number | null): Promise<boolean | undefined>;
  /** Withdraws consent, then erases everything. */
  forget(): Promise<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean } | undefined>;
  /** Everything on this device, as JSON text; one table of it as CSV where `table` names one. */
  export(table?: 'events' | 'interests' | 'uploads' | 'wishes'): Promise<string | undefined>;
  /** The result stops it. */
  on<Name extends keyof HomebirdEvents>(name: Name, listener: (detail: HomebirdEvents[Name]) => void): Promise<(() => void) | undefined>;
  /** Opens the overlay that verifies an installation; `false` closes it. */
  debug(isWanted?: boolean): Promise<void>;
  /** Stops everything on this page. A tag that is loaded later starts anew. */
  destroy(): Promise<void>;
}

/** What the embed line says: docs/shops/embed.md has all of it. */
export interface HomebirdOptions {
  /**
   * Address of the folder above that of this package's build, as `homebird embed -o` fills it and any web server can serve
   * it: `FOLDER/BUILD/homebird.js` is loaded, under its hash.
   */
  readonly folder: string;
  readonly shop: string;
  /** Address of `catalogue.json`. */
  readonly catalogue: string;
  /** Address of the leader; nothing is ever sent without one. */
  readonly endpoint?: string;
  /** Hash of the leader's policy, 64 hex digits. */
  readonly policy?: string;
  readonly consent?: 'auto' | 'required' | 'granted' | 'external';
  readonly federate?: 'on' | 'off';
  readonly auto?: string;
  readonly pictures?: 'auto' | 'pack' | 'direct';
  /** Address of a complete worker file on the page's own origin. */
  readonly worker?: string;
  readonly locale?: string;
  /** Path of a page function that sees each event before it is stored. */
  readonly beforeStore?: string;
  /** Day up to which defaults of upgrades are taken; that of this build where absent. */
  readonly defaults?: string;
  /** Of the page's Content-Security-Policy. */
  readonly nonce?: string;
}

/**
 * Adds the tag to this page, under the hash of its build, and gives its calls; once a page, whoever calls again gets the
 * same. Rejects where the tag does not load. Under Trusted Types it uses a policy named `homebird-loader`.
 */
export declare function loadHomebird(options: HomebirdOptions): Promise<Homebird>;

/** Attributes of `<homebird-shelf>`. */
export interface ShelfAttributes {
  placement?: Placement;
  count?: number | string;
  item?: string;
  category?: string;
  heading?: string;
}

declare global {
  interface Window {
    homebird?: Homebird;
  }
  interface HTMLElementTagNameMap {
    'homebird-shelf': HTMLElement;
    'homebird-search': HTMLElement;
    'homebird-privacy': HTMLElement;
    'homebird-consent': HTMLElement;
  }
}
