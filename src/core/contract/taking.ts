import type { ItemId } from '#core/catalogue';
import type { EventId } from '#core/events';

/** A pause: until a time in ms since 1970, until she resumes, or none. */
export type PausedUntil = number | 'resumed' | null;

/** How she pauses; `visit` ends when she has not opened a page of the shop for half an hour. */
export type Pause = PausedUntil | 'visit';

/** What a shopper deletes of her history: events by their ids, or a product from all of them. */
export type Deletion = readonly EventId[] | { readonly itemId: ItemId };

/** Tables that an export comes in as CSV. */
export const EXPORT_TABLES = ['events', 'interests', 'uploads', 'wishes'] as const;
/** One of {@link EXPORT_TABLES}. */
export type ExportTable = (typeof EXPORT_TABLES)[number];

/** What a move brought to this device. */
export interface MovedIn {
  /** Events that were not here before. */
  readonly events: number;
  /** Reports of the other device that this one now counts. */
  readonly reports: number;
  /** Whether history and wishes stayed out, because the shopper said no here after they were packed. */
  readonly isOlderThanNo: boolean;
}
