import { quoted, type FeedIssue } from './issue.ts';
import { cellKey, RowBuilder, type FeedReader, type FeedRow } from './row.ts';

/** How deep a list of products may lie: `{"data": {"products": [...]}}` is 3. Deeper lists belong to one product. */
const MAX_LIST_DEPTH = 3;
/** How deep a product's own parts are read: `offers[0].priceSpecification.price` is 3. */
const MAX_PART_DEPTH = 4;
/** Keys of which a record needs one to be taken for a product. */
const TITLE_KEYS: ReadonlySet<string> = new Set(['title', 'name', 'product_name', 'product_title', 'item_name', 'og_title', 'description']);
/** Types of schema.org that stand in feeds beside products and are none. */
const PRODUCT_TYPE = /product|vehicle|book|ListItem/i;

/** Where the text of one record stands. */
interface Span {
  readonly start: number;
  readonly end: number;
}

interface SpanList {
  readonly depth: number;
  readonly spans: Span[];
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Whether `text` has one JSON object a line. */
export function isNdjson(text: string): boolean {
  const lines = text.slice(0, 1_000_000).split('\n').map((line) => line.trim()).filter(Boolean).slice(0, 2);
  return lines.length === 2 && lines.every((line) => line.startsWith('{')) && lines[0]?.endsWith('}') === true;
}

/** Reads text with one JSON object a line; a line that is none is reported alone. */
export function readNdjson(text: string): FeedReader {
  const issues: FeedIssue[] = [];
  return { rows: ndjsonRows(text, issues), issues };
}

function* ndjsonRows(text: string, issues: FeedIssue[]): Generator<FeedRow> {
  let line = 0;
  for (const source of text.split('\n')) {
    line++;
    if (source.trim() !== '') yield* readRecord(source, line, issues);
  }
}

/**
 * Reads the outermost list of things that look like products in a JSON text. Records are cut out of the text and parsed one by
 * one, so that a broken one costs itself only and each knows its line.
 */
export function readJson(text: string): FeedReader {
  const issues: FeedIssue[] = [];
  return { rows: jsonRows(text, issues), issues };
}

function* jsonRows(text: string, issues: FeedIssue[]): Generator<FeedRow> {
  const { lists, openAt } = objectLists(text);
  let line = 1;
  let counted = 0;
  const lineAt = (index: number): number => {
    for (let at = text.indexOf('\n', counted); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
      line++;
      counted = at + 1;
    }
    return line;
  };
  for (const { start, end } of productList(text, lists)?.spans ?? []) yield* readRecord(text.slice(start, end), lineAt(start), issues);
  if (openAt !== undefined) issues.push({ line: lineAt(openAt), field: '', reason: 'the file ends inside the record that starts here', isSkipped: true });
}

/** Lists of objects in `text`, and the start of the outermost object that never closes. */
function objectLists(text: string): { readonly lists: readonly SpanList[]; readonly openAt: number | undefined } {
  const root: SpanList = { depth: 0, spans: [] };
  const lists = [root];
  const open: { readonly list: SpanList | undefined; readonly start: number }[] = [];
  const structural = /["{}[\]]/g;
  for (let match = structural.exec(text); match; match = structural.exec(text)) {
    const at = match.index;
    switch (match[0]) {
      case '"': structural.lastIndex = stringEnd(text, at); break;
      case '[': {
        const list = open.length < MAX_LIST_DEPTH ? { depth: open.length + 1, spans: [] } : undefined;
        if (list) lists.push(list);
        open.push({ list, start: -1 });
        break;
      }
      case '{': open.push({ list: undefined, start: at }); break;
      default: {
        const closed = open.pop();
        const owner = open.length === 0 ? root : open.at(-1)?.list;
        if (closed && closed.start >= 0) owner?.spans.push({ start: closed.start, end: at + 1 });
      }
    }
  }
  const unclosed = open.find((container, i) => container.start >= 0 && (i === 0 || open[i - 1]?.list !== undefined));
  return { lists, openAt: unclosed?.start };
}

function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

/** The outermost list of products, the longest of several; the longest list at all where nothing looks like a product. */
function productList(text: string, lists: readonly SpanList[]): SpanList | undefined {
  const filled = lists.filter((list) => list.spans.length > 0);
  const products = filled.filter((list) => list.spans.slice(0, 3).some(({ start, end }) => looksLikeProduct(text.slice(start, end))));
  const depth = Math.min(...products.map((list) => list.depth));
  const candidates = products.length > 0 ? products.filter((list) => list.depth === depth) : filled;
  return candidates.reduce<SpanList | undefined>((best, list) => (best && best.spans.length >= list.spans.length ? best : list), undefined);
}

function looksLikeProduct(source: string): boolean {
  const record = parseObject(source);
  return record !== undefined && isProductType(record) && Object.keys(unwrapped(record)).some((key) => TITLE_KEYS.has(cellKey(key)));
}

/** The row of one record; none where it is no object, which is reported, or says that it is no product. */
function readRecord(source: string, line: number, issues: FeedIssue[]): FeedRow[] {
  const record = parseObject(source);
  if (record === undefined) {
    issues.push({ line, field: '', reason: `is not a JSON object: ${quoted(source)}`, isSkipped: true });
    return [];
  }
  if (!isProductType(record)) return [];
  const builder = new RowBuilder();
  addParts(builder, unwrapped(record), '', 0);
  return [builder.row(line)];
}

function parseObject(source: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a record with a schema.org type is a product; one without a type is. */
function isProductType(record: JsonObject): boolean {
  const type = record['@type'];
  return type === undefined || PRODUCT_TYPE.test(String(type));
}

/** The product inside schema.org's `{"@type": "ListItem", "item": {…}}`. */
function unwrapped(record: JsonObject): JsonObject {
  const { item } = record;
  return record['@type'] === 'ListItem' && typeof item === 'object' && item !== null ? (item as JsonObject) : record;
}

/** Adds every scalar under `value`, its path joined by dots; a list of objects adds its parts one after the other, and its length. */
function addParts(builder: RowBuilder, value: unknown, path: string, depth: number): void {
  if (value === null || value === undefined || depth > MAX_PART_DEPTH) return;
  if (Array.isArray(value)) {
    for (const part of value) addParts(builder, part, path, depth + 1);
    if (typeof value[0] === 'object') builder.add(cellKey(`${path}.length`), path, String(value.length));
  } else if (typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) addParts(builder, part, path === '' ? key : `${path}.${key}`, depth + 1);
  } else {
    builder.add(cellKey(path), path, String(value));
  }
}
