import { MAX_ID_CHARS, parseItemId, UNKNOWN_CATEGORY, type Product } from '#core/catalogue';
import { FIELDS, type FieldName } from './fields.ts';
import { isWithin, parseInterval } from './interval.ts';
import { quoted, type FeedIssue } from './issue.ts';
import { plainText } from './plain-text.ts';
import type { FeedCell, FeedRow } from './row.ts';
import { parseAddress, parseAvailability, parseCategory, parseCount, parsePrice, parseRating, type Price } from './values.ts';

/** What is kept of each text, in UTF-16 units: every shopper downloads it. Google shows 150 of a title. */
const MAX_TITLE_CHARS = 150;
const MAX_DESCRIPTION_CHARS = 1000;
const MAX_NAME_CHARS = 70;
/** A short description stands in for a missing title; a longer one would be no name. */
const MAX_DESCRIPTION_AS_TITLE_CHARS = 100;
const MAX_CATEGORY_LEVELS = 5;
const MAX_LABELS = 12;
const MAX_ALIASES = 32;
/** What feeds write where they mean nothing. */
const NOTHING = /^(?:n\/?a|none|null|nil|undefined|-+|0|no (?:rating|reviews?)(?: available)?|does not apply|unknown)$/i;
/** States in which shop systems export products that their shop does not show. */
const HIDDEN_STATUS = /^(?:draft|archived|inactive|disabled|hidden|false)$/i;

/** The product of a row, or why there is none; and what was left out of it. `currency` is '' where the row names none. */
export interface RowResult {
  readonly product: Product | undefined;
  readonly issues: readonly FeedIssue[];
}

/** Reads one row; never throws. `nowMs` decides which sales have ended; where it is absent, none has. */
export function productOfRow(row: FeedRow, nowMs?: number): RowResult {
  const reader = new RowReader(row, nowMs);
  return { product: reader.product(), issues: reader.issues };
}

/** The id that `row` names its product by, '' where it names none. */
export function idOfRow(row: FeedRow): string {
  return new RowReader(row).ids()[0] ?? '';
}

/** What the feed calls the field that {@link idOfRow} reads. */
export function idFieldOf({ cells }: FeedRow): string {
  return FIELDS.id.map((key) => cells.get(key)).find((cell) => cell !== undefined && cell.values.length > 0)?.name ?? 'id';
}

class RowReader {
  readonly issues: FeedIssue[] = [];
  readonly #row: FeedRow;
  readonly #nowMs: number | undefined;

  constructor(row: FeedRow, nowMs?: number) {
    this.#row = row;
    this.#nowMs = nowMs;
  }

  product(): Product | undefined {
    const [id = '', ...otherIds] = this.ids();
    if (id === '') return this.#skip('id', 'no id: wanted one of id, item_id, sku, handle, gtin');
    if (id.length > MAX_ID_CHARS) return this.#skip('id', `${quoted(id)} has ${id.length} characters, at most ${MAX_ID_CHARS} are wanted`);
    if (HIDDEN_STATUS.test(this.#first('status'))) return this.#skip('status', `${quoted(this.#first('status'))}: the shop does not show this product`);
    const title = this.#title();
    if (title === '') return this.#skip('title', 'no title');
    const prices = this.#prices();
    if (!prices) return undefined;
    const description = plainText(this.#first('description'), MAX_DESCRIPTION_CHARS);
    const brand = plainText(this.#meaningful('brand'), MAX_NAME_CHARS);
    const rating = this.#read('rating', parseRating, 'a rating from 0 to 5');
    const ratingCount = this.#read('ratingCount', parseCount, 'a whole number');
    const soldCount = this.#read('soldCount', parseCount, 'a whole number');
    return {
      id: parseItemId(id),
      title,
      description: description === title ? '' : description,
      brand,
      category: this.#category(title, brand),
      url: this.#read('url', parseAddress, 'an http address or a path') ?? '',
      image: this.#read('image', parseAddress, 'an http address or a path') ?? '',
      ...prices,
      available: this.#read('availability', parseAvailability, 'such as in_stock or out_of_stock') ?? true,
      ...(rating !== undefined && rating > 0 && { rating }),
      ...(ratingCount !== undefined && { ratingCount }),
      ...(soldCount !== undefined && { soldCount }),
      aliases: otherIds.slice(0, MAX_ALIASES),
      labels: this.#labels(),
    };
  }

  /** All ids, the product's own first, none twice. */
  ids(): string[] {
    const ids = [...FIELDS.id, ...FIELDS.alias].flatMap((key) => this.#row.cells.get(key)?.values ?? []);
    return [...new Set(ids.map((id) => plainText(id, MAX_ID_CHARS + 1)).filter((id) => id !== '' && !(NOTHING.test(id) && id !== '0')))];
  }

  #title(): string {
    const title = plainText(this.#first('title'), MAX_TITLE_CHARS);
    if (title !== '') return title;
    const description = plainText(this.#first('description'), MAX_DESCRIPTION_CHARS);
    if (description === '' || description.length > MAX_DESCRIPTION_AS_TITLE_CHARS) return '';
    this.#report(this.#cell('title')?.name ?? 'title', 'no title: its short description stands for it', false);
    return description;
  }

  /** What a shopper pays now and before the sale. A missing price is 0, an unreadable one costs the row. */
  #prices(): Pick<Product, 'priceCents' | 'listPriceCents' | 'currency'> | undefined {
    const sale = this.#price('salePrice');
    const plain = this.#price('price');
    if (sale === 'wrong' || plain === 'wrong') return undefined;
    const isSale = sale !== undefined && sale.cents > 0 && this.#isSaleOn() && (plain === undefined || sale.cents <= plain.cents);
    const now = isSale ? sale : plain;
    if (now === undefined) return { priceCents: 0, currency: this.#currency(undefined) };
    const before = [isSale ? plain : undefined, this.#price('listPrice')].find((price) => price !== undefined && price !== 'wrong' && price.cents > now.cents);
    return {
      priceCents: now.cents,
      ...(before !== undefined && before !== 'wrong' && { listPriceCents: before.cents }),
      currency: this.#currency(now),
    };
  }

  #isSaleOn(): boolean {
    const period = this.#read('salePeriod', parseInterval, 'a start and an end such as 2026-11-24T00:00Z/2026-12-01T00:00Z');
    return period === undefined || this.#nowMs === undefined || isWithin(period, this.#nowMs);
  }

  #price(field: 'salePrice' | 'price' | 'listPrice'): Price | 'wrong' | undefined {
    const cell = this.#cell(field);
    const text = cell?.values[0];
    if (cell === undefined || text === undefined || (NOTHING.test(text) && text !== '0')) return undefined;
    const price = parsePrice(text);
    if (price) return price;
    if (field === 'listPrice') this.#leaveOut(cell, 'a price');
    else this.#skip(field, `${quoted(text)} is not a price`, cell.name);
    return 'wrong';
  }

  #currency(price: Price | undefined): string {
    const named = this.#first('currency').toUpperCase();
    return price?.currency ?? (/^[A-Z]{3}$/.test(named) ? named : '');
  }

  /** Category levels, without those that only repeat the product: its title, its brand's own shelf, a path cut off. */
  #category(title: string, brand: string): readonly string[] {
    const cell = this.#cell('category');
    const values = cell?.values.flatMap((value) => (value.trimStart().startsWith('[') ? [value] : value.split(/\s*;\s*/))) ?? [];
    const path = values.find((value) => parseCategory(value).length > 1);
    const levels = path === undefined ? values.flatMap(parseCategory) : parseCategory(path);
    const below = FIELDS.subcategory.flatMap((key) => this.#row.cells.get(key)?.values.slice(0, 1) ?? []);
    const named = [...levels, ...below].map((level) => plainText(level, MAX_NAME_CHARS)).filter((level) => level !== '' && !NOTHING.test(level));
    const kept = named.filter((level, i) => i === 0 || !(repeatsProduct(level, title, brand) || isBrandShelf(level, named[i - 1] ?? '', title))).slice(0, MAX_CATEGORY_LEVELS);
    const unlike = kept.filter((level, i) => level !== kept[i - 1]);
    return unlike.length > 0 ? unlike : [UNKNOWN_CATEGORY];
  }

  #labels(): string[] {
    const values = FIELDS.labels.flatMap((key) => this.#row.cells.get(key)?.values ?? []);
    const names = values.flatMap((value) => value.split(/[,;|]/)).map((name) => plainText(name, MAX_NAME_CHARS)).filter((name) => name !== '' && !NOTHING.test(name));
    return [...new Set(names)].slice(0, MAX_LABELS);
  }

  #read<T>(field: FieldName, parse: (text: string) => T | undefined, wanted: string): T | undefined {
    const cell = this.#cell(field);
    const text = cell?.values[0];
    if (cell === undefined || text === undefined) return undefined;
    const value = parse(text);
    if (value === undefined && !NOTHING.test(text)) this.#leaveOut(cell, wanted);
    return value;
  }

  /** The best filled cell of `field`. */
  #cell(field: FieldName): FeedCell | undefined {
    for (const key of FIELDS[field]) {
      const cell = this.#row.cells.get(key);
      if (cell && cell.values.length > 0) return cell;
    }
    return undefined;
  }

  #first(field: FieldName): string {
    return this.#cell(field)?.values[0] ?? '';
  }

  #meaningful(field: FieldName): string {
    const text = this.#first(field);
    return NOTHING.test(text) ? '' : text;
  }

  #leaveOut(cell: FeedCell, wanted: string): void {
    this.#report(cell.name, `${quoted(cell.values[0] ?? '')} left out: wanted ${wanted}`, false);
  }

  #skip(field: FieldName, reason: string, name = this.#cell(field)?.name ?? field): undefined {
    this.#report(name, reason, true);
  }

  #report(field: string, reason: string, isSkipped: boolean): void {
    const id = this.ids()[0];
    this.issues.push({ line: this.#row.line, field, reason, isSkipped, ...(id !== undefined && { id: id.slice(0, MAX_ID_CHARS) }) });
  }
}

function repeatsProduct(level: string, title: string, brand: string): boolean {
  const [lower, lowerTitle, lowerBrand] = [level.toLowerCase().replace(/(?:\.{2,}|…)$/, '').trim(), title.toLowerCase(), brand.toLowerCase()];
  return /(?:\.{3}|…)$/.test(level) || lowerTitle === lower || (lower.length > 20 && lowerTitle.startsWith(lower)) || (lowerBrand.length > 2 && lower.startsWith(`${lowerBrand} `));
}

/** `Sonata Wrist Watches` under `Wrist Watches`, of a product whose title starts with `Sonata`: its brand is told elsewhere. */
function isBrandShelf(level: string, parent: string, title: string): boolean {
  return level.toLowerCase().endsWith(` ${parent.toLowerCase()}`) && level.split(' ')[0]?.toLowerCase() === title.split(' ')[0]?.toLowerCase();
}
