import { UNKNOWN_CATEGORY, type ItemId, type Product } from '#core/catalogue';

/** Public text of items: a product feed, atomic items, or lists of attribute numbers (S3-Rec's `item2attributes`). */
export type ItemTexts = ReadonlyMap<string, Product>;

/** `{"4": [1, 2, 3], …}` as products whose text is their attributes; undefined for anything else. */
export function attributeLists(bytes: Uint8Array): ItemTexts | undefined {
  if (bytes[0] !== 0x7b) return undefined; // {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  const entries = Object.entries(parsed as Record<string, unknown>);
  if (entries.length === 0 || !entries.every(([, value]) => Array.isArray(value) && value.every((x) => typeof x === 'number'))) return undefined;
  const lists = entries.map(([id, value]) => [id, (value as number[]).map((attribute) => `attribute${attribute}`)] as const);
  const leafOf = rarest(lists.map(([, list]) => list));
  return new Map(lists.map(([id, list]) => [id, productOf(id, { title: list.join(' '), category: leafOf(list) })]));
}

/** RecBole's atomic items: tab-separated, typed header (`item_id:token`, `class:token_seq`); undefined for anything else. */
export function atomicItems(bytes: Uint8Array): ItemTexts | undefined {
  if (!new TextDecoder().decode(bytes.subarray(0, 4096)).split('\n', 1)[0]?.includes('item_id:token')) return undefined;
  const [header = '', ...lines] = new TextDecoder().decode(bytes).split(/\r?\n/);
  const columns = header.split('\t').map((name) => ({ name: name.split(':')[0] ?? '', type: name.split(':')[1] ?? '' }));
  const rows = lines.filter((line) => line.trim() !== '').map((line) => line.split('\t'));
  const cell = (row: readonly string[], holds: (column: { readonly name: string; readonly type: string }) => boolean): string => row[columns.findIndex(holds)] ?? '';
  const tagsOf = (row: readonly string[]): string[] => cell(row, ({ name, type }) => type === 'token_seq' && !name.includes('title')).split(' ').filter((tag) => tag !== '');
  const leafOf = rarest(rows.map(tagsOf));
  return new Map(rows.map((row) => {
    const id = cell(row, ({ name }) => name === 'item_id');
    const others = row.filter((_, at) => columns[at]?.type === 'token' && columns[at]?.name !== 'item_id');
    return [id, productOf(id, { title: cell(row, ({ name }) => name.includes('title')), description: [...tagsOf(row), ...others].join(' '), category: leafOf(tagsOf(row)) })];
  }));
}

/** Of an item's tags, the rarest in all lists: it stands for the item's most special category. */
function rarest(lists: readonly (readonly string[])[]): (tags: readonly string[]) => string[] {
  const frequency = new Map<string, number>();
  for (const list of lists) for (const tag of list) frequency.set(tag, (frequency.get(tag) ?? 0) + 1);
  return (tags) => [...tags].sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0)).slice(0, 1);
}

/** A product of which only some facts are known. */
export function productOf(id: string, facts: Partial<Product>): Product {
  const category = facts.category && facts.category.length > 0 ? facts.category : [UNKNOWN_CATEGORY];
  return { id: id as ItemId, title: '', description: '', brand: '', url: '', image: '', priceCents: 0, currency: 'XXX', available: true, aliases: [], labels: [], ...facts, category };
}
