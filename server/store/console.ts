/** A campaign as it is kept: the bytes are the business of who writes them. */
export interface CampaignRow {
  /** Spelled as a campaign's id; never used again for another. */
  readonly id: string;
  readonly bytes: Uint8Array;
  /** Counts changes from 1. */
  readonly revision: number;
  /** Id of the person who changed it last. */
  readonly changedBy: string;
  readonly changedMs: number;
}

/** Campaigns of a shop. None is ever deleted: figures and log speak of them. */
export interface CampaignTable {
  get(id: string): CampaignRow | undefined;
  /** In the order in which they were added. */
  all(): readonly CampaignRow[];
  /** @throws Error if there is one of this id */
  add(row: Omit<CampaignRow, 'revision'>): void;
  /** Replaces what stands at `revision`, which counts on; false if another revision stands there, and then nothing changes. */
  put(row: CampaignRow): boolean;
}

/** What somebody may do in the console. `viewer` reads, `editor` changes campaigns, `owner` also people and what is spent. */
export type PersonRole = 'owner' | 'editor' | 'viewer';

/** Somebody who may sign in. */
export interface PersonRow {
  /** 32 hex digits, or the name of the one who is there from the start. */
  readonly id: string;
  /** As colleagues call her. */
  readonly name: string;
  readonly role: PersonRole;
  readonly addedMs: number;
}

export interface PersonTable {
  get(id: string): PersonRow | undefined;
  /** Oldest first. */
  all(): readonly PersonRow[];
  /** Adds somebody, or changes name and role of one who is there. */
  set(person: PersonRow): void;
  /** Takes somebody away, with all her sessions and links. */
  drop(id: string): void;
}

/** A signed-in browser. Its token is known to that browser alone. */
export interface SessionRow {
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  readonly person: string;
  /** What each write must carry besides the cookie. */
  readonly csrf: string;
  /** Last request, ms since 1970. */
  readonly seenMs: number;
}

export interface SessionTable {
  get(hash: string): SessionRow | undefined;
  /** Adds a session or moves one on. */
  set(session: SessionRow): void;
  drop(hash: string): void;
  /** Ends all that were last seen before `ms`. */
  dropBefore(ms: number): void;
}

/** A link that signs one person in, once. */
export interface LinkRow {
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  readonly person: string;
  readonly endsMs: number;
}

export interface LinkTable {
  add(link: LinkRow): void;
  /** The link, which is gone from then on; undefined where there is none. */
  take(hash: string): LinkRow | undefined;
  /** Forgets links that ended before `ms`. */
  dropBefore(ms: number): void;
}
