import type { CatalogueCache, WorkerFault } from '#core/contract';
import type { CatalogueFault } from '#core/catalogue';
import { fail, ok, type ContentHash, type Result } from '#core/units';
import { fetchFile, freshFile, keepFile, keptFile, orUndefined, type CatalogueSource, type NamedFile } from './load-catalogue.ts';

/** Files on their way at once: enough to fill a line, few enough to leave the page its own requests. */
const LOADS_AT_ONCE = 4;
/** Files held in memory after they were read, about half a megabyte each: those of one shelf and of the next. */
const MAX_DECODED = 16;

/** What one file of a bundle holds; entries are read one by one, since a shelf wants one or two of hundreds. */
export interface Bundle<Entry> {
  /** The entry at `position` of the file, from 0; undefined where it holds none there. */
  at(position: number): Entry | undefined;
}

/**
 * Public files with many entries each. One loaded alone would tell the shop's server which of its entries somebody was
 * recommended, so a file is loaded alone only where a shelf without a history named its entries: those are the same for
 * everyone on that page. For anything else all files are loaded first, in the catalogue's order, and kept on the device.
 */
export interface Bundles<Entry> {
  /**
   * Entries by position, without those that no file holds.
   *
   * @param isHers - chosen by what she likes: every file is loaded first, whichever these are, and where there are none
   */
  read(positions: readonly number[], isHers?: boolean): Promise<Result<ReadonlyMap<number, Entry>, WorkerFault>>;
  /** Loads every file that this device does not keep yet, and drops those of older catalogues. One run serves all who ask. */
  keepAll(): Promise<Result<void, WorkerFault>>;
}

export interface BundlesOptions<Entry> {
  readonly source: Omit<CatalogueSource, 'cache'>;
  /** Names of the files by hash, in the catalogue's order. */
  readonly files: readonly ContentHash[];
  nameOf(hash: ContentHash): string;
  decode(bytes: Uint8Array): Result<Bundle<Entry>, CatalogueFault>;
  /** Entries of one file; the last one may hold fewer. */
  readonly perFile: number;
  /** Every file of this catalogue: what else is kept belongs to an older one. */
  readonly ofCatalogue: readonly ContentHash[];
  /** Whether the entry stood on a shelf that everybody would see. */
  isPublic(position: number): boolean;
  /** What may be kept at this moment; another object after an erasure or a withdrawal, and work for the one before ends. */
  cache(): CatalogueCache | undefined;
}

/** Bundles of one catalogue. Reads and loads nothing by itself. */
export function createBundles<Entry>(options: BundlesOptions<Entry>): Bundles<Entry> {
  type File = NamedFile<Bundle<Entry>>;
  const { source, cache, perFile } = options;
  const files = options.files.map((hash): File => ({ hash, name: options.nameOf(hash), decode: options.decode }));
  const decoded = newest<File, Bundle<Entry>>(MAX_DECODED);
  const held = new Map<ContentHash, Uint8Array>(); // where the device keeps nothing
  const broken = new Set<ContentHash>(); // kept, but no longer what they were named for
  let running: Promise<Result<void, WorkerFault>> | undefined;

  const sourceNow = (): CatalogueSource => ({ ...source, cache: cache() });
  /** From memory or from this device. */
  const find = async (file: File): Promise<Bundle<Entry> | undefined> => {
    const known = decoded.get(file);
    if (known) return known;
    const bytes = held.get(file.hash);
    const bundle = bytes && file.decode(bytes);
    if (bundle?.ok) return decoded.set(file, bundle.value);
    const kept = await keptFile(sourceNow(), file);
    if (kept === 'broken') broken.add(file.hash);
    return typeof kept === 'object' ? decoded.set(file, kept.value) : undefined;
  };
  const keepMissing = async (): Promise<Result<void, WorkerFault>> => {
    const store = cache();
    const absent = new Set((store && (await orUndefined(() => store.missing(options.files)))) ?? options.files);
    const wanted = files.filter(({ hash }) => (absent.has(hash) && !held.has(hash)) || broken.has(hash));
    const kept = await inTurn(wanted, LOADS_AT_ONCE, async (file) => {
      if (cache() !== store) return fail('erased', 'Consent was taken back while the catalogue was loading');
      const fresh = await freshFile(source, file);
      if (!fresh.ok) return fresh;
      if (!(await keepFile(store, file.hash, fresh.value.bytes))) held.set(file.hash, fresh.value.bytes);
      broken.delete(file.hash);
      return ok(undefined);
    });
    if (kept.ok) await orUndefined(async () => store?.keepOnly(options.ofCatalogue));
    return kept;
  };
  const keepAll = (): Promise<Result<void, WorkerFault>> => {
    running ??= keepMissing().finally(() => (running = undefined));
    return running;
  };
  /** {@link find} after all of them were kept; once more where this one broke meanwhile. */
  const findKept = async (file: File): Promise<Result<Bundle<Entry>, WorkerFault>> => {
    const found = await find(file);
    if (found) return ok(found);
    const again = await keepAll();
    const repaired = again.ok ? await find(file) : undefined;
    return repaired ? ok(repaired) : again.ok ? fail('catalogue', `Cannot read ${file.name}: it is kept nowhere`) : again;
  };

  return {
    keepAll,
    async read(positions, isHers = false) {
      const entries = new Map<number, Entry>();
      const take = (own: readonly number[], bundle: Bundle<Entry>): void => {
        for (const position of own) {
          const entry = bundle.at(position % perFile);
          if (entry !== undefined) entries.set(position, entry);
        }
      };
      const absent: (readonly [File, readonly number[]])[] = [];
      await inTurn([...byFile(positions, files, perFile)], MAX_DECODED, async ([file, own]) => {
        const bundle = await find(file);
        if (bundle) take(own, bundle);
        else absent.push([file, own]);
        return ok(undefined);
      });
      const mayAsk = !isHers && absent.every(([, own]) => own.every((position) => options.isPublic(position)));
      const all = mayAsk ? ok(undefined) : await keepAll();
      if (!all.ok) return all;
      for (const [file, own] of absent) {
        const bundle = mayAsk ? await fetchFile(sourceNow(), file) : await findKept(file);
        if (!bundle.ok) return bundle;
        take(own, decoded.set(file, bundle.value));
      }
      return ok(entries);
    },
  };
}

/** The `most` values that were asked for last. */
function newest<Key, Value>(most: number): { get(key: Key): Value | undefined; set(key: Key, value: Value): Value } {
  const values = new Map<Key, Value>(); // the oldest first
  const set = (key: Key, value: Value): Value => {
    values.delete(key);
    values.set(key, value);
    for (const oldest of values.keys()) {
      if (values.size <= most) break;
      values.delete(oldest);
    }
    return value;
  };
  return {
    set,
    get(key) {
      const value = values.get(key);
      return value && set(key, value);
    },
  };
}

/** Runs `act` over `things` in their order, at most `atOnce` at a time, and begins nothing more after the first that failed. */
async function inTurn<Thing>(things: readonly Thing[], atOnce: number, act: (thing: Thing) => Promise<Result<void, WorkerFault>>): Promise<Result<void, WorkerFault>> {
  const left = things.values(); // one for all lanes: whichever is free takes the next
  let outcome: Result<void, WorkerFault> = ok(undefined);
  const lane = async (): Promise<void> => {
    for (const thing of left) {
      const done = await act(thing);
      if (!done.ok) outcome = done;
      if (!outcome.ok) return;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return outcome;
}

function byFile<File>(positions: readonly number[], files: readonly File[], perFile: number): Map<File, number[]> {
  const positionsByFile = new Map<File, number[]>();
  for (const position of positions) {
    const file = files[Math.floor(position / perFile)];
    if (!file) continue;
    const own = positionsByFile.get(file);
    if (own) own.push(position);
    else positionsByFile.set(file, [position]);
  }
  return positionsByFile;
}
