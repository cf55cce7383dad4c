/** A span of time, both ends in it. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** ISO 8601 interval as Google's `sale_price_effective_date` has it; a moment without a zone is UTC. */
export function parseInterval(text: string): Interval | undefined {
  const [from, to, ...rest] = text.split('/').map((part) => momentMs(part.trim()));
  return from === undefined || to === undefined || rest.length > 0 ? undefined : { fromMs: from, toMs: to };
}

export function isWithin({ fromMs, toMs }: Interval, ms: number): boolean {
  return ms >= fromMs && ms <= toMs;
}

/** By hand, since `core` has no clock and the lint rule that keeps it so forbids all of `Date`. */
function momentMs(text: string): number | undefined {
  const match = MOMENT.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59) return undefined;
  const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(match[7] ?? '');
  const zoneMinutes = zone ? (zone[1] === '-' ? -1 : 1) * (60 * Number(zone[2]) + Number(zone[3])) : 0;
  return ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute - zoneMinutes) * 60_000 + second * 1000;
}

/** Days from 1970-01-01 in the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
