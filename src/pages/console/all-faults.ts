import type { CampaignFault } from '#core/campaigns';
import { DAY_MS, type Fault, type Result } from '#core/units';

/** What a codec may take in place of a field that it refuses; a text is one of its own, because some must differ. */
const STAND_INS: readonly ((n: number) => unknown)[] = [(n) => `x${n}`, () => 1_000_000_000, () => 1, () => 0, () => []];
/** Fields that are replaced at most: more than a form has. */
const MOST_FAULTS = 300;

/** What is said of a number out of its range, by the unit that its field is typed in. */
function rangeText(path: string, [low = 0, high = 0]: readonly number[]): string {
  const money = (cents: number): string => (cents / 100).toFixed(2);
  if (/cents$/i.test(path)) return `Wanted an amount from ${money(low)} to ${money(high)}`;
  if (path.endsWith('WindowMs')) return `Wanted ${low / DAY_MS} to ${high / DAY_MS} days`;
  if (path.endsWith('Ms')) return 'Wanted a day and a time';
  return path.endsWith('share') ? `Wanted ${100 * low} to ${100 * high} %` : `Wanted a number from ${low} to ${high}`;
}

/** A codec's refusal in a merchant's words: its units are not those that she types, and a pattern tells her nothing. */
function inWords(path: string, message: string): string {
  const [, low, high] = /^wanted a number from (\S+) to (\S+)$/.exec(message) ?? [];
  if (low !== undefined && high !== undefined) return rangeText(path, [Number(low), Number(high)]);
  if (message === 'wanted an integer') return 'Wanted a whole number';
  if (message.startsWith('wanted text like ')) return 'Wanted small letters, digits and dashes, at most 64';
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}`;
}

function putAt(value: unknown, path: string, put: unknown): void {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  let at = value as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1) ?? ''] = put;
}

/**
 * Everything that a codec refuses of what a form says, where the codec itself stops at the first: what is refused gives way to
 * something that is not, and the rest is read again.
 *
 * @param value - plain data, which stays as it is
 * @param known - faults that the form has named itself, with better words
 * @returns every fault by path, and what was read: the whole, where there are none
 */
export function allFaults<Value>(value: unknown, parse: (value: unknown) => Result<Value, Fault<string>>, known: readonly CampaignFault[] = []): { readonly faults: readonly CampaignFault[]; readonly read: Value | undefined } {
  const tried = structuredClone(value);
  const faults = [...known];
  const triesOf = new Map<string, number>();
  for (;;) {
    const parsed = parse(tried);
    if (parsed.ok) return { faults, read: parsed.value };
    const [, path = '', message = parsed.fault.message] = /^Cannot read [^.:]+\.(\S+): (.*)$/.exec(parsed.fault.message) ?? [];
    const tries = triesOf.get(path) ?? 0;
    if (tries === 0 && !faults.some((fault) => fault.path === path)) faults.push({ path, message: inWords(path, message) });
    const standIn = STAND_INS[tries];
    if (path === '' || !standIn || triesOf.size > MOST_FAULTS) return { faults, read: undefined };
    triesOf.set(path, tries + 1);
    putAt(tried, path, standIn(triesOf.size));
  }
}
