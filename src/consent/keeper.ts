import { parseConsentRecord, type ConsentRecord } from '#core/consent';

/** Where the one record of consent is kept: nothing else of Homebird is ever in Web Storage. */
export const CONSENT_KEY = 'homebird:consent';

/** The part of Web Storage this room needs. */
export type RecordStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Keeps the record, in Web Storage where the browser allows it, else for as long as the page lives. */
export interface Keeper {
  read(): ConsentRecord | undefined;
  write(record: ConsentRecord): void;
  /** Keeps no record any more: what a tool of the shop took back, the tool remembers. */
  remove(): void;
}

/** Web Storage of this page, or undefined: a sandboxed frame throws when it is only looked at. */
export function pageStorage(): RecordStorage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

/** Storage may be too full to write a no, and still hold the yes before it: the next page must not find that one. */
function forget(storage: RecordStorage | undefined): void {
  try {
    storage?.removeItem(CONSENT_KEY);
  } catch {
    // Storage that neither writes nor deletes: this page's own memory is all there is.
  }
}

/** A keeper over `storage`. */
export function keeper(storage: RecordStorage | undefined): Keeper {
  // Set only while storage refuses: then this page's own memory is all there is.
  let remembered: ConsentRecord | undefined;
  // Consent is asked several times for each event: the same text is not read anew.
  let text = '';
  let record: ConsentRecord | undefined;
  return {
    read() {
      if (remembered) return remembered;
      try {
        const kept = storage?.getItem(CONSENT_KEY) ?? '';
        if (kept !== text) {
          const parsed = parseConsentRecord(kept);
          record = parsed.ok ? parsed.value : undefined;
          text = kept;
        }
        return record;
      } catch {
        return undefined;
      }
    },
    write(record) {
      try {
        if (!storage) throw new TypeError('Cannot keep the record: no storage here');
        storage.setItem(CONSENT_KEY, JSON.stringify(record));
        remembered = undefined;
      } catch {
        remembered = record;
        forget(storage);
      }
    },
    remove() {
      remembered = undefined;
      forget(storage);
    },
  };
}
