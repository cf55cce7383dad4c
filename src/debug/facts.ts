import type { Purpose, PurposeStates, ToolSignals } from '#core/consent';
import type { Profile } from '#core/contract';
import type { ConsentMode } from '#core/embed';
import type { Fault, Result } from '#core/units';
import type { SeenEvent } from '#page/collect';

/** What the embed line came to, as the tag read it. */
export interface DebugConfig {
  readonly shop: string;
  readonly catalogueUrl: string;
  /** '' where there is none. */
  readonly leaderUrl: string;
  /** 64 hex digits, or ''. */
  readonly policy: string;
  readonly consent: ConsentMode;
  readonly offered: readonly Purpose[];
  readonly sources: readonly string[];
  /** What `data-pictures` says. */
  readonly pictures: 'auto' | 'pack' | 'direct';
  readonly workerUrl: string;
}

/** One script element that is an embed line. */
export interface EmbedLine {
  readonly src: string;
  readonly isOtherOrigin: boolean;
  readonly integrity: string;
  readonly crossorigin: string | null;
  /** `data-*` attributes nobody reads. */
  readonly unknown: readonly string[];
  /** Values that do nothing, in sentences. */
  readonly slips: readonly string[];
}

/** A file of ours that this page asked for. */
export interface LoadedFile {
  readonly name: string;
  /** On the wire; 0 where it came from the cache or the server keeps it to itself. */
  readonly bytes: number;
  readonly ms: number;
}

/** Something said on the page, when, and whether the catalogue knows its products. */
export interface Said extends SeenEvent {
  readonly atMs: number;
  /** undefined while nobody has asked. */
  readonly isJoined: boolean | undefined;
}

/** How many products each source named, and how many of them the catalogue knows. */
export interface Join {
  readonly source: SeenEvent['source'];
  readonly named: number;
  readonly joined: number;
  /** Ids that the catalogue does not know, at most five. */
  readonly missing: readonly string[];
}

/** Something the page's policy kept out. */
export interface Blocked {
  readonly directive: string;
  /** Address or keyword such as `blob`. */
  readonly blocked: string;
  readonly isReportOnly: boolean;
}

/** A shelf as it stands on the page. */
export interface ShelfOnPage {
  readonly placement: string;
  /** Attributes beside it, such as `count="8"`. */
  readonly attributes: string;
  /** Ids drawn. */
  readonly items: readonly string[];
  readonly isVisible: boolean;
}

/** An answer of a server: what it was, or why there was none. */
export interface Reached {
  readonly isReached: boolean;
  readonly says: string;
}

/** The catalogue as this page finds it. */
export interface CatalogueFacts {
  readonly items: number;
  readonly currency: string;
  /** Whether pictures come in packs. */
  readonly hasPacks: boolean;
  /** undefined where its server does not say. */
  readonly changedAtMs: number | undefined;
  /** Some of its ids, so that others can be compared with them. */
  readonly examples: readonly string[];
}

/** What one look at the page found. Everything is on this device; nothing of it is kept. */
export interface Facts {
  readonly nowMs: number;
  /** Origin of the page. */
  readonly origin: string;
  readonly config: DebugConfig;
  readonly lines: readonly EmbedLine[];
  readonly files: readonly LoadedFile[];
  readonly consent: { readonly states: PurposeStates; readonly hasGpc: boolean; readonly asks: boolean; readonly heard: ToolSignals; readonly tools: readonly string[] };
  /** undefined while it is being asked for. */
  readonly catalogue: Result<CatalogueFacts, Fault> | undefined;
  readonly leader: { readonly manifest: Reached; readonly policy: Reached } | undefined;
  /** undefined while the worker is starting. */
  readonly worker: 'same-origin' | 'blob' | 'lite' | undefined;
  readonly profile: Result<Profile, Fault> | undefined;
  readonly ranking: { readonly ms: number; readonly scorers: readonly string[] } | undefined;
  readonly storage: { readonly usedBytes: number | undefined; readonly quotaBytes: number | undefined; readonly isPersisted: boolean; readonly databases: readonly string[]; readonly hasRecord: boolean };
  readonly shelves: readonly ShelfOnPage[];
  /** Addresses of pages and pictures of products on shelves at which nothing is. */
  readonly dead: readonly string[];
  readonly said: readonly Said[];
  readonly joins: readonly Join[];
  readonly blocked: readonly Blocked[];
  readonly faults: readonly Fault[];
  /** Whether the page's own mark-up says that it shows a product. */
  readonly looksLikeProduct: boolean;
  /** Rows of parts that few pages need. */
  readonly more: readonly Check[];
  readonly speed: { readonly readyMs: number | undefined; readonly longestMs: number; readonly over50: number };
}

/** `ok` as it should be, `mend` something to change, `wait` it takes an act of the visitor, `told` worth knowing. */
export type CheckState = 'ok' | 'mend' | 'wait' | 'told';

/** One row of the checklist. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly state: CheckState;
  /** What was found, in one sentence. */
  readonly finding: string;
  /** Names and values below it. `isPrivate`: tells of what was looked at, so it stays out of a copied report. */
  readonly rows: readonly { readonly name: string; readonly value: string; readonly isPrivate?: boolean }[];
  /** What to change, and the line as it should be where there is one. */
  readonly mend?: { readonly what: string; readonly line?: string };
}
