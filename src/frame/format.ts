const LOCALE = 'en-GB';
const counts = new Intl.NumberFormat(LOCALE);
const forms = new Intl.PluralRules(LOCALE);
const days = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', year: 'numeric' });
const moments = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const moneyByCurrency = new Map<string, Intl.NumberFormat>();

function moneyFormat(currency: string, cents: number): Intl.NumberFormat {
  const key = `${currency}${cents % 100 === 0}`;
  const known = moneyByCurrency.get(key);
  if (known) return known;
  const digits = cents % 100 === 0 ? 0 : 2;
  let format: Intl.NumberFormat;
  try {
    format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: digits, maximumFractionDigits: digits });
  } catch {
    // A feed may name a currency that is none: RangeError. The number alone is still true.
    format = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }
  moneyByCurrency.set(key, format);
  return format;
}

/** A price as shoppers read it, e.g. `£12.50`; whole amounts without cents. */
export function formatMoney(cents: number, currency: string): string {
  return moneyFormat(currency, cents).format(cents / 100);
}

/** A whole number with thousands separated. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** A count with its noun, e.g. `1 rating`, `1,204 ratings`. @param other - where it is no plain plural */
export function formatCountOf(count: number, one: string, other = `${one}s`): string {
  return `${formatCount(count)} ${forms.select(count) === 'one' ? one : other}`;
}

/** A measured figure in at most `digits` significant digits; a dash where there is none. */
export function formatShort(value: number, digits = 3): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : '–';
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A very small probability as a power of ten, e.g. `10⁻⁶` or `2·10⁻⁵`. */
export function formatTiny(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e-');
  const raised = [...exponent].map((digit) => SUPERSCRIPTS[Number(digit)] ?? digit).join('');
  return `${digits === '1' ? '' : `${digits}·`}10⁻${raised}`;
}

/** A date without time, e.g. `3 March 2026`. */
export function formatDay(ms: number): string {
  return Number.isFinite(ms) ? days.format(ms) : '–';
}

/** A date with time to the second. */
export function formatMoment(ms: number): string {
  return Number.isFinite(ms) ? moments.format(ms) : '–';
}

/** From when to when, with the day once where both are of one day. */
export function formatMoments(fromMs: number, toMs: number): string {
  return moments.formatRange(fromMs, toMs);
}

/** A length of time in its largest fitting unit and the next, e.g. `1 min 20 s`. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** First digits of a hash: enough to tell two apart by eye, never enough to trust. */
export function shortHash(hash: string): string {
  return hash.slice(0, 10);
}
