import { utf8Decode, utf8Encode } from '#core/units';
import type { IndexById, ItemIndex } from './catalogue.ts';
import type { ItemId } from './product.ts';

/**
 * Ids and aliases of N items as typed arrays, M names in order of their UTF-8 bytes. At 100,000 items with two aliases
 * each this is 6 MB, which a Map of strings needs four times over.
 */
export interface NameTable {
  /** Names one after the other, UTF-8. */
  readonly text: Uint8Array;
  /** [M + 1], where each name starts in `text`; the last is its end. */
  readonly starts: Uint32Array;
  /** [M], the item that each name means. */
  readonly itemByName: Uint32Array;
  /** [N], which name is the item's own id. */
  readonly nameByItem: Uint32Array;
}

/**
 * Builds the table from what {@link IndexById} maps.
 *
 * @param ids - [N], by item index
 * @throws RangeError if two ids have the same UTF-8 bytes, as lone surrogates do
 */
export function nameTableOf(ids: readonly ItemId[], indexById: ReadonlyMap<string, ItemIndex>): NameTable {
  const sorted = [...indexById].map(([name, item]) => ({ name, item, bytes: utf8Encode(name) })).sort((a, b) => compare(spanOf(a.bytes), spanOf(b.bytes)));
  const kept = sorted.filter(({ bytes }, i) => i === 0 || compare(spanOf(sorted[i - 1]?.bytes ?? bytes), spanOf(bytes)) !== 0);
  const starts = new Uint32Array(kept.length + 1);
  kept.forEach(({ bytes }, i) => (starts[i + 1] = (starts[i] ?? 0) + bytes.length));
  const text = new Uint8Array(starts[kept.length] ?? 0);
  const nameByItem = new Uint32Array(ids.length);
  let named = 0;
  kept.forEach(({ name, item, bytes }, i) => {
    text.set(bytes, starts[i]);
    if (ids[item] !== name) return;
    nameByItem[item] = i;
    named += 1;
  });
  if (named !== ids.length) throw new RangeError(`Cannot spell ${ids.length - named} of ${ids.length} ids in UTF-8 without repeating one`);
  return { text, starts, itemByName: Uint32Array.from(kept, ({ item }) => item), nameByItem };
}

/** What is wrong with a table that was read from a file, for `items` items; undefined where nothing is. */
export function faultOfNames({ text, starts, itemByName, nameByItem }: NameTable, items: number): string | undefined {
  const count = itemByName.length;
  if (starts[0] !== 0 || starts[count] !== text.length) return 'names do not fill their text';
  for (let i = 0; i < count; i++) {
    const [before, start, end] = [starts[i - 1] ?? 0, starts[i] ?? 0, starts[i + 1] ?? 0];
    if (end < start || end > text.length) return `name ${i} has no length`;
    if ((itemByName[i] ?? items) >= items) return `name ${i} means no item`;
    if (i > 0 && compare({ bytes: text, start: before, end: start }, { bytes: text, start, end }) >= 0) return `name ${i} is out of order`;
    if (!isUtf8(text, start, end)) return `name ${i} is not UTF-8`;
  }
  for (let item = 0; item < items; item++) {
    const name = nameByItem[item] ?? count;
    if (name >= count || itemByName[name] !== item) return `item ${item} has no id`;
  }
  return undefined;
}

/** Reads `table` as a map from names to items, by binary search. */
export function indexOfNames({ text, starts, itemByName }: NameTable): IndexById {
  const get = (name: string): ItemIndex | undefined => {
    const wanted = spanOf(utf8Encode(name));
    let [low, high] = [0, itemByName.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = compare({ bytes: text, start: starts[middle] ?? 0, end: starts[middle + 1] ?? 0 }, wanted);
      if (order === 0) return itemByName[middle];
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  };
  return { get, has: (name) => get(name) !== undefined };
}

/** Reads `table` as the list of ids. */
export function idsOfNames({ text, starts, nameByItem }: NameTable): { at(index: ItemIndex): ItemId | undefined } {
  return {
    at(index) {
      const name = nameByItem[index];
      return name === undefined ? undefined : (utf8Decode(text.subarray(starts[name], starts[name + 1])) as ItemId);
    },
  };
}

/** Part of an array of bytes; not a `subarray`, because 300,000 of those take longer than comparing them. */
interface Span {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

function spanOf(bytes: Uint8Array): Span {
  return { bytes, start: 0, end: bytes.length };
}

/** Below 0, 0 or above 0, as `a` comes before, is equal to or comes after `b`. */
function compare(a: Span, b: Span): number {
  const length = Math.min(a.end - a.start, b.end - b.start);
  for (let i = 0; i < length; i++) {
    const difference = (a.bytes[a.start + i] ?? 0) - (b.bytes[b.start + i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.end - a.start - (b.end - b.start);
}

function isUtf8(text: Uint8Array, start: number, end: number): boolean {
  let isAscii = true;
  for (let i = start; i < end; i++) isAscii &&= (text[i] ?? 0) < 0x80;
  if (isAscii) return true;
  try {
    utf8Decode(text.subarray(start, end));
    return true;
  } catch {
    return false;
  }
}
