import { categoryLevels } from '#core/catalogue';

/** Reads a value as feeds spell it; each returns undefined where it cannot. */

/** Highest price accepted, in hundredths: ten million. More is a number in the wrong column, such as a GTIN. */
const MAX_PRICE_CENTS = 1_000_000_000;

/** Signs and words of currencies that name one without doubt; `$` and `kr` do not. */
const CURRENCY_BY_SIGN: readonly (readonly [RegExp, string])[] = [
  [/US ?\$|\bdollars?\b/i, 'USD'], [/C(?:A|DN) ?\$/, 'CAD'], [/AU? ?\$/, 'AUD'], [/€|\beuros?\b/i, 'EUR'], [/£/, 'GBP'], [/₹|\brs\b\.?|\brupees?\b/i, 'INR'], [/円|JP ?¥|￥/, 'JPY'],
  [/元|CN ?¥|\brmb\b/i, 'CNY'], [/₩/, 'KRW'], [/₽|\bруб/i, 'RUB'], [/₺/, 'TRY'], [/zł/i, 'PLN'], [/₫/, 'VND'], [/₪/, 'ILS'], [/R\$/, 'BRL'], [/฿/, 'THB'], [/₴/, 'UAH'], [/Kč/i, 'CZK'],
];

/** A price and, where the text names it, its currency. */
export interface Price {
  readonly cents: number;
  readonly currency: string | undefined;
}

/**
 * Price in text such as `15.00 USD`, `$1,299.00`, `1.299,00 €`, `Rs. 899`. A last comma or point followed by one or two digits is
 * the decimal one; so is a lone point, since that is how numbers are exported.
 */
export function parsePrice(text: string): Price | undefined {
  const match = /-?\d[\d.,'’  ]*/.exec(text);
  if (!match || match[0].startsWith('-')) return undefined;
  const digits = match[0].replace(/['’  ]/g, '').replace(/[.,]+$/, '');
  const decimal = decimalSign(digits);
  const plain = [...digits].filter((char) => (char >= '0' && char <= '9') || char === decimal).join('').replace(',', '.');
  const cents = Math.round(Number(plain) * 100);
  if (!Number.isFinite(cents) || cents > MAX_PRICE_CENTS) return undefined;
  return { cents, currency: currencyIn(text) };
}

function decimalSign(digits: string): '.' | ',' | undefined {
  const point = digits.lastIndexOf('.');
  const comma = digits.lastIndexOf(',');
  if (point >= 0 && comma >= 0) return point > comma ? '.' : ',';
  if (point >= 0) return digits.indexOf('.') === point ? '.' : undefined;
  if (comma < 0 || digits.indexOf(',') !== comma) return undefined;
  return digits.length - comma - 1 === 3 ? undefined : ',';
}

/** ISO 4217 code that `text` names by code or sign. */
export function currencyIn(text: string): string | undefined {
  const code = /(?:^|[^A-Za-z])([A-Z]{3})(?![A-Za-z])/.exec(text)?.[1];
  if (code !== undefined && code !== 'MRP') return code;
  for (const [sign, currency] of CURRENCY_BY_SIGN) if (sign.test(text)) return currency;
  return text.includes('$') ? 'USD' : undefined;
}

/** Whether `text` says that the product can be bought; `in stock`, `in_stock` and `https://schema.org/InStock` are one. */
export function parseAvailability(text: string): boolean | undefined {
  const word = text.toLowerCase().replace(/^.*schema\.org\//, '').replace(/[^a-z\d.-]/g, '');
  if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word) > 0;
  if (/^(instock|available|true|yes|y|onsale|preorder|presale|backorder|onbackorder|limitedavailability|lowstock|instoreonly|onlineonly|availablefororder|madetoorder)$/.test(word)) return true;
  if (/^(outofstock|soldout|unavailable|notavailable|false|no|n|discontinued)$/.test(word)) return false;
  return undefined;
}

/** Rating from 0 to 5 in text such as `4.5`, `4,5 of 5`, `9/10`, `90%`. */
export function parseRating(text: string): number | undefined {
  const match = /^(\d+(?:[.,]\d+)?)\s*(%|(?:\/|of|out of)\s*(\d+))?/i.exec(text);
  if (!match) return undefined;
  const best = match[2] === '%' ? 100 : Number(match[3] ?? 5);
  const rating = (Number(match[1]?.replace(',', '.')) / best) * 5;
  return rating >= 0 && rating <= 5 ? Math.round(rating * 100) / 100 : undefined;
}

/** Whole number in text such as `1,234` or `1 234 reviews`. */
export function parseCount(text: string): number | undefined {
  const match = /^\d[\d.,'’  ]*/.exec(text);
  if (!match) return undefined;
  const digits = match[0].replace(/[.,]\d{1,2}$/, '').replace(/\D/g, '');
  const count = Number(digits);
  return digits !== '' && Number.isSafeInteger(count) ? count : undefined;
}

/** Levels of a category path such as `A > B`, `["A >> B"]` or `A | B`, from general to special. A bare number is a code, not a name. */
export function parseCategory(text: string): string[] {
  const path = text.replace(/^\s*\[\s*"?|"?\s*\]\s*$/g, '');
  return categoryLevels(path.trim()).filter((level) => level !== '' && !/^\d+$/.test(level));
}

/** `text` if it is an http address or a path; undefined for `javascript:`, `data:` and what else a page must not link to. */
export function parseAddress(text: string): string | undefined {
  const first = text.replace(/^\s*\[\s*"?|"?\s*\]\s*$/g, '').split(/"\s*,\s*"|\s*[|,]\s*(?=https?:)/)[0]?.trim() ?? '';
  if (first === '' || /[\s<>"]/.test(first) || first.length > 2000) return undefined;
  if (/^https?:\/\//i.test(first)) return first;
  return /^[a-z][a-z\d+.-]*:/i.test(first) ? undefined : first;
}
