import type { ConsentRecord } from '#core/consent';
import type { AdRow, AudienceView, Deletion, ExportTable, MovedIn, Pause, Profile, UploadRow } from '#core/contract';
import type { ShopEvent } from '#core/events';
import type { Fault, Result } from '#core/units';
import type { ElementHost } from '#page/elements';

/** What the ledger holds, whatever she agreed to: erasing leaves what was spent. */
export interface Spent extends Pick<Profile, 'budget' | 'movedOutUntilMs'> {
  readonly uploads: readonly UploadRow[];
  /** Whether the last signed state of the public log is kept too. */
  readonly hasCheckpoint: boolean;
}

/** What the panel asks of the tag that defined it. Answers are values; nothing here throws. */
export interface PanelHost extends Pick<ElementHost, 'locale' | 'consent' | 'profile' | 'products' | 'explain' | 'picture' | 'steer' | 'adEvent' | 'address' | 'nowMs' | 'subscribe'> {
  /** `data-shop`. */
  readonly shop: string;
  /** Whether pictures come in packs that say nothing of what is shown, or one by one from their addresses. */
  picturesFrom(): Promise<'packs' | 'addresses'>;
  /** Asked without consent as well: looks and creates nothing. */
  spent(): Promise<Result<Spent, Fault>>;
  /** What is kept of consent, with how it came to that. */
  consentRecord(): ConsentRecord | undefined;
  /** Gives what was deleted, for `restoreEvents`. */
  deleteEvents(what: Deletion): Promise<Result<readonly ShopEvent[], Fault>>;
  restoreEvents(events: readonly ShopEvent[]): Promise<Result<void, Fault>>;
  /** As `WorkerApi.audience`. */
  audience(): Promise<Result<AudienceView, Fault>>;
  /** As `WorkerApi.adHistory`. */
  adHistory(): Promise<Result<readonly AdRow[], Fault>>;
  pause(until: Pause): Promise<Result<void, Fault>>;
  /** Everything as JSON, or one table as CSV. */
  exportText(table?: ExportTable): Promise<Result<string, Fault>>;
  /** As `WorkerApi.packMove`. */
  packMove(): Promise<Result<string, Fault>>;
  /** As `WorkerApi.moveOut`: from here on this device reports nothing for a year. */
  moveOut(packed: string): Promise<Result<void, Fault>>;
  moveIn(text: string): Promise<Result<MovedIn, Fault>>;
  /** Erases everything and withdraws consent. */
  forget(): Promise<Result<{ readonly deletedEvents: number; readonly verifiedEmpty: boolean }, Fault>>;
}
