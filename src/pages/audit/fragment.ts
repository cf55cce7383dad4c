import { REPORT_ID_PATTERN } from '#core/protocol';

/** Fewest digits of a hash that are kept in the address: what is shorter is still being typed. */
const MIN_HASH_DIGITS = 8;
/** Start of a hash, or all of it. */
const HASH_START = /^[0-9a-f]{1,64}$/;
/** Digits alone are a round's number only while they are too few for a hash. */
const ROUND = new RegExp(`^\\d{1,${MIN_HASH_DIGITS - 1}}$`);
/** Fragments that look something up, by what they find. */
const PATTERNS = { round: ROUND, model: HASH_START, report: REPORT_ID_PATTERN } as const;

/** What a fragment such as `#round=7`, `#model=3fd1…` or `#report=…` looks for; undefined where it is another. */
export function searchIn(fragment: string): string | undefined {
  const [kind = '', text = ''] = fragment.replace(/^#/, '').split('=', 2);
  const wanted = text.trim().toLowerCase();
  const pattern = Object.hasOwn(PATTERNS, kind) ? PATTERNS[kind as keyof typeof PATTERNS] : undefined;
  return pattern?.test(wanted) ? wanted : undefined;
}

/** The fragment that looks for `text`; '' where no link would find it again. */
export function fragmentFor(text: string): string {
  if (ROUND.test(text)) return `#round=${text}`;
  if (REPORT_ID_PATTERN.test(text)) return `#report=${text}`;
  return text.length >= MIN_HASH_DIGITS && HASH_START.test(text) ? `#model=${text}` : '';
}
