import type { ProductCard } from '#core/catalogue';

/** Price in the shopper's spelling; '' where the feed names none. A currency nobody knows is written behind the number. */
export function formatPrice(cents: number, currency: ProductCard['currency'], locale: string): string {
  if (cents <= 0) return '';
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cents / 100);
  } catch {
    return `${(cents / 100).toFixed(2)} ${currency}`.trim();
  }
}

const KILO = 1000;

/** Bytes as people read them: 1 byte, 312 bytes, 4.2 kB, 1.3 MB. */
export function formatBytes(bytes: number, locale: string): string {
  const [value, unit] = bytes < KILO ? [bytes, 'byte'] : bytes < KILO * KILO ? [bytes / KILO, 'kilobyte'] : [bytes / KILO / KILO, 'megabyte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** A count as a sentence needs it: what decides its form, and its digits as the shopper writes them. */
export interface Count {
  readonly value: number;
  readonly text: string;
}

/** `value` for a sentence, with the digits of `locale`. */
export function counted(value: number, locale: string): Count {
  return { value, text: new Intl.NumberFormat(locale).format(value) };
}

/** ε or ρ with two significant digits; a true zero is "0". */
export function formatSmall(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(value);
}

/** Time of day. */
export function formatTime(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** Day by name. */
export function formatDay(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(ms);
}

/** Day of a year, where the day of the week says little. */
export function formatDate(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(ms);
}

/** Seconds or minutes looked at something. */
export function formatSpan(ms: number, locale: string): string {
  const seconds = Math.round(ms / 1000);
  const unit = seconds < 90 ? 'second' : 'minute';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(unit === 'second' ? seconds : Math.round(seconds / 60));
}
