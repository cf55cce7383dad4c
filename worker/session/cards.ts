import { cardsFile, CARDS_PER_FILE, decodeCards, type CardFile, type ItemIndex, type ProductCard } from '#core/catalogue';
import type { CatalogueCache, WorkerFault } from '#core/contract';
import { fail, ok, type ContentHash, type Result } from '#core/units';
import { freshFile, keepFile, keptFile, loadFile, orUndefined, type CatalogueSource, type LoadedCatalogue, type NamedFile } from './load-catalogue.ts';

/** Card files on their way at once: enough to fill a line, few enough to leave the page its own requests. */
const LOADS_AT_ONCE = 4;
/** Card files held in memory after they were read, about half a megabyte each: those of one shelf and of the next. */
const MAX_DECODED = 16;

/**
 * What shelves show of products. A file loaded alone would tell the shop's server which of its 512 products somebody was
 * recommended, so a file is loaded alone only where a shelf without a history named its products: those are the same for
 * everyone on that page. For anything else all files are loaded first, in the catalogue's order, and kept on the device.
 */
export interface Cards {
  /** Cards of `items`, in the order asked. */
  read(items: readonly ItemIndex[]): Promise<Result<readonly ProductCard[], WorkerFault>>;
  /** `items` stand on a shelf that everybody would see. */
  allow(items: readonly ItemIndex[]): void;
  /** Loads every file that this device does not keep yet, and drops those of older catalogues. One run serves all who ask. */
  keepAll(): Promise<Result<void, WorkerFault>>;
}

export interface CardsOptions {
  readonly source: Omit<CatalogueSource, 'cache'>;
  readonly loaded: Pick<LoadedCatalogue, 'cardFiles' | 'currency' | 'files'>;
  /** What may be kept at this moment; another object after an erasure or a withdrawal, and work for the one before ends. */
  readonly cache: () => CatalogueCache | undefined;
}

type File = NamedFile<CardFile>;

/** Cards of one catalogue. Reads and loads nothing by itself. */
export function createCards({ source, loaded, cache }: CardsOptions): Cards {
  const { cardFiles, currency } = loaded;
  const files = cardFiles.map((hash): File => ({ hash, name: cardsFile(hash), decode: (bytes) => decodeCards(bytes, currency) }));
  const isPublic = new Set<ItemIndex>();
  const decoded = new Map<File, CardFile>(); // the oldest first
  const held = new Map<ContentHash, Uint8Array>(); // where the device keeps nothing
  const broken = new Set<ContentHash>(); // kept, but no longer what they were named for
  let running: Promise<Result<void, WorkerFault>> | undefined;

  const remember = (file: File, cards: CardFile): CardFile => {
    decoded.delete(file);
    decoded.set(file, cards);
    for (const oldest of decoded.keys()) {
      if (decoded.size <= MAX_DECODED) break;
      decoded.delete(oldest);
    }
    return cards;
  };
  /** From memory or from this device. */
  const find = async (file: File): Promise<CardFile | undefined> => {
    const known = decoded.get(file);
    if (known) return remember(file, known);
    const bytes = held.get(file.hash);
    const cards = bytes && file.decode(bytes);
    if (cards?.ok) return remember(file, cards.value);
    const kept = await keptFile({ ...source, cache: cache() }, file);
    if (kept === 'broken') broken.add(file.hash);
    return typeof kept === 'object' ? remember(file, kept.value) : undefined;
  };
  const keepOne = async (file: File, store: CatalogueCache | undefined): Promise<Result<void, WorkerFault>> => {
    const fresh = await freshFile(source, file);
    if (!fresh.ok) return fresh;
    if (!(await keepFile(store, file.hash, fresh.value.bytes))) held.set(file.hash, fresh.value.bytes);
    broken.delete(file.hash);
    return ok(undefined);
  };
  const keepMissing = async (): Promise<Result<void, WorkerFault>> => {
    const store = cache();
    const absent = new Set((store && (await orUndefined(() => store.missing(cardFiles)))) ?? cardFiles);
    const queue = files.filter(({ hash }) => (absent.has(hash) && !held.has(hash)) || broken.has(hash));
    let fault: Result<void, WorkerFault> = ok(undefined);
    const takeOne = async (): Promise<void> => {
      for (let file = queue.shift(); file; file = queue.shift()) {
        if (cache() !== store) fault = fail('erased', 'Consent was taken back while the catalogue was loading');
        if (!fault.ok) return;
        const kept = await keepOne(file, store);
        if (!kept.ok) fault = kept;
      }
    };
    await Promise.all(Array.from({ length: LOADS_AT_ONCE }, takeOne));
    if (fault.ok) await orUndefined(async () => store?.keepOnly([...loaded.files, ...cardFiles]));
    return fault;
  };
  const keepAll = (): Promise<Result<void, WorkerFault>> => {
    running ??= keepMissing().finally(() => (running = undefined));
    return running;
  };

  /** The same after all of them were kept; once more where this one broke meanwhile. */
  const findKept = async (file: File): Promise<Result<CardFile, WorkerFault>> => {
    const found = await find(file);
    if (found) return ok(found);
    const again = await keepAll();
    const repaired = again.ok ? await find(file) : undefined;
    return repaired ? ok(repaired) : again.ok ? fail('catalogue', `Cannot read ${file.name}: it is kept nowhere`) : again;
  };

  return {
    allow: (items) => items.forEach((item) => isPublic.add(item)),
    keepAll,
    async read(items) {
      const cardByItem = new Map<ItemIndex, ProductCard>();
      const take = (own: readonly ItemIndex[], cards: CardFile): void => {
        for (const item of own) {
          const card = cards.at(item % CARDS_PER_FILE);
          if (card) cardByItem.set(item, card);
        }
      };
      const absent: (readonly [File, readonly ItemIndex[]])[] = [];
      const wanted = [...byFile(items, files)];
      while (wanted.length > 0) {
        await Promise.all(wanted.splice(0, MAX_DECODED).map(async ([file, own]) => {
          const cards = await find(file);
          if (cards) take(own, cards);
          else absent.push([file, own]);
        }));
      }
      const mayAsk = absent.every(([, own]) => own.every((item) => isPublic.has(item)));
      const all = mayAsk ? ok(undefined) : await keepAll();
      if (!all.ok) return all;
      for (const [file, own] of absent) {
        const cards = mayAsk ? await loadFile(source, file) : await findKept(file);
        if (!cards.ok) return cards;
        take(own, remember(file, cards.value));
      }
      return ok(items.flatMap((item) => cardByItem.get(item) ?? []));
    },
  };
}

function byFile(items: readonly ItemIndex[], files: readonly File[]): Map<File, ItemIndex[]> {
  const itemsByFile = new Map<File, ItemIndex[]>();
  for (const item of items) {
    const file = files[Math.floor(item / CARDS_PER_FILE)];
    if (!file) continue;
    const own = itemsByFile.get(file);
    if (own) own.push(item);
    else itemsByFile.set(file, [item]);
  }
  return itemsByFile;
}
