import type { ConsentRecord } from '#core/consent';
import type { Keeper } from './keeper.ts';

/**
 * The kept record as this page sees it. Versions only grow while a page lives: whoever clears this site's storage
 * withdraws, and older versions are ignored elsewhere.
 */
export interface Book {
  /** The record, and whether somebody else has decided since this page looked last: another tab, or who cleared the storage. */
  look(toldVersion: number): { readonly record: ConsentRecord | undefined; readonly isNews: boolean };
  /** Keeps `record`; a later look finds no news in it. */
  write(record: ConsentRecord): void;
  remove(toldVersion: number): void;
  /** Whether the record this page knows was taken away by somebody else, and not looked at since. */
  isGone(): boolean;
  /** A version already told to others, where the record that bore it is gone; 0 where there is none. */
  leastVersion(): number;
}

/** Opens the book over `keeper`. Writes nothing by itself. */
export function openBook(keeper: Keeper): Book {
  let seen = keeper.read()?.version ?? 0;
  let leastVersion = 0;
  return {
    look(toldVersion) {
      const record = keeper.read();
      const version = record?.version ?? 0;
      if (version === seen) return { record, isNews: false };
      if (version <= toldVersion) leastVersion = toldVersion + 1;
      seen = version;
      return { record, isNews: true };
    },
    write(record) {
      keeper.write(record);
      seen = record.version;
    },
    remove(toldVersion) {
      keeper.remove();
      leastVersion = toldVersion + 1;
      seen = 0;
    },
    isGone: () => seen > 0 && !keeper.read(),
    leastVersion: () => leastVersion,
  };
}
