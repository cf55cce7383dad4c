import { utf8Decode, utf8Encode } from '#core/units';
import { tolerant, type IndexById, type ItemIndex } from './catalogue.ts';
import type { ItemId } from './product.ts';

/**
 * Ids and aliases of N items as typed arrays, M names in order of their UTF-8 bytes. At 100,000 items with two aliases
 * each this takes a third of what a Map of strings does.
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
  const sorted = [...indexById].map(([name, item]) => ({ name, item, bytes: utf8Encode(name) })).sort((a, b) => compareBytes(a.bytes, b.bytes));
  const kept = sorted.filter(({ bytes }, i) => i === 0 || compareBytes(sorted[i - 1]?.bytes ?? bytes, bytes) !== 0);
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
export function faultOfNames(table: NameTable, items: number): string | undefined {
  const { text, starts, itemByName, nameByItem } = table;
  const count = itemByName.length;
  if (starts[0] !== 0 || starts[count] !== text.length) return 'names do not fill their text';
  for (let name = 0; name < count; name++) {
    if ((starts[name + 1] ?? 0) < (starts[name] ?? 0)) return `name ${name} has no length`;
    if ((itemByName[name] ?? items) >= items) return `name ${name} means no item`;
    if (name > 0 && !isAscending(table, name)) return `name ${name} is out of order`;
  }
  for (let item = 0; item < items; item++) {
    const name = nameByItem[item] ?? count;
    if (name >= count || itemByName[name] !== item || starts[name + 1] === starts[name]) return `item ${item} has no id`;
  }
  return isUtf8(table) ? undefined : 'a name is not UTF-8';
}

/** Reads `table` as a map from names in every spelling to items, by binary search. */
export function indexOfNames(table: NameTable): IndexById {
  const get = (name: string): ItemIndex | undefined => {
    const wanted = utf8Encode(name);
    let [low, high] = [0, table.itemByName.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = compareName(table, middle, wanted);
      if (order === 0) return table.itemByName[middle];
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  };
  return tolerant({ get });
}

/** Reads `table` as the list of ids. */
export function idsOfNames(table: NameTable): { at(index: ItemIndex): ItemId | undefined } {
  return {
    at(index) {
      const name = table.nameByItem[index];
      return name === undefined ? undefined : (utf8Decode(bytesOf(table, name)) as ItemId);
    },
  };
}

function bytesOf({ text, starts }: NameTable, name: number): Uint8Array {
  return text.subarray(starts[name], starts[name + 1]);
}

/** Below 0, 0 or above 0, as name number `name` comes before, is equal to or comes after `wanted`. */
function compareName({ text, starts }: Pick<NameTable, 'text' | 'starts'>, name: number, wanted: Uint8Array): number {
  const start = starts[name] ?? 0;
  const length = (starts[name + 1] ?? 0) - start;
  const shared = Math.min(length, wanted.length);
  for (let i = 0; i < shared; i++) {
    const difference = (text[start + i] ?? 0) - (wanted[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return length - wanted.length;
}

/** Whether `name` comes after the name before it. In place: 300,000 views of the text take longer than comparing them. */
function isAscending({ text, starts }: NameTable, name: number): boolean {
  const [before, start, end] = [starts[name - 1] ?? 0, starts[name] ?? 0, starts[name + 1] ?? 0];
  for (let i = 0; start + i < end; i++) {
    if (before + i >= start) return true;
    const difference = (text[start + i] ?? 0) - (text[before + i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) >= 0x80) return false;
  return true;
}

function isUtf8(table: NameTable): boolean {
  if (isAscii(table.text)) return true; // as ids and article numbers mostly are
  try {
    for (let name = 0; name < table.itemByName.length; name++) utf8Decode(bytesOf(table, name));
    return true;
  } catch {
    return false;
  }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return compareName({ text: a, starts: Uint32Array.of(0, a.length) }, 0, b);
}
