import { REPORT_ID_PATTERN } from '#core/protocol';

/** Fragments that look something up, by what they find. */
const KINDS = ['round', 'model', 'report'] as const;
/** Fewest digits of a hash that are kept in the address: what is shorter is still being typed. */
const MIN_HASH_DIGITS = 8;
const HEX = /^[0-9a-f]+$/;

/** What a fragment such as `#round=7`, `#model=3fd1…` or `#report=…` looks for; undefined where it is another. */
export function searchIn(fragment: string): string | undefined {
  const [kind = '', text = ''] = fragment.replace(/^#/, '').split('=', 2);
  const wanted = text.trim().toLowerCase();
  if (!(KINDS as readonly string[]).includes(kind) || wanted.length > 64) return undefined;
  return (kind === 'round' ? /^\d{1,10}$/ : kind === 'report' ? REPORT_ID_PATTERN : HEX).test(wanted) ? wanted : undefined;
}

/** The fragment that looks for `text`; '' where no link would find it again. */
export function fragmentFor(text: string): string {
  if (/^\d{1,7}$/.test(text)) return `#round=${text}`;
  if (REPORT_ID_PATTERN.test(text)) return `#report=${text}`;
  return text.length >= MIN_HASH_DIGITS && text.length <= 64 && HEX.test(text) ? `#model=${text}` : '';
}
