import type { ConsentRecord } from '#core/consent';
import type { Profile, SettingValues } from '#core/contract';
import type { ShopEvent } from '#core/events';
import type { MeasureEntry, ModelEntry } from '#core/protocol';

/** Says what a file is, whoever finds it. */
export const EXPORT_FORMAT = 'homebird-export';
/** Counts up when a field changes its meaning or goes; a new field leaves it. Described in docs/shops/export.schema.json. */
export const EXPORT_VERSION = 2;

/** An entry of the ledger with its bytes in hex. */
type ExportedUpload = (Omit<ModelEntry, 'body'> | Omit<MeasureEntry, 'body'>) & { readonly epsilon: number; readonly body: string };

/** Everything that one device keeps about its shopper in one shop. Times are ms since 1970. */
export interface ExportDocument {
  readonly format: typeof EXPORT_FORMAT;
  readonly version: typeof EXPORT_VERSION;
  readonly shop: string;
  readonly exportedAtMs: number;
  /** Oldest first. */
  readonly events: readonly ShopEvent[];
  readonly interests: Profile['interests'];
  readonly uploads: readonly ExportedUpload[];
  /** When she moved from this device to another, which it counts its budget at; null where she did not. */
  readonly movedOutAtMs: number | null;
  /** Titles of the products that events and wishes name, as the catalogue has them now, by item id. */
  readonly titles: Readonly<Record<string, string>>;
  /** What she agreed to, who said so when; null where no record is kept: a yes of the shop's own, or of a tool that remembers it. */
  readonly consent: ConsentRecord | null;
  readonly settings: { readonly [Key in keyof SettingValues]: SettingValues[Key] | null };
}
