import { DEFAULT_RULES, parseBrandRules, type BrandRules } from '#core/campaigns';
import { utf8Decode, utf8Encode } from '#core/units';
import type { LeaderTables } from '#server/store';

/** Setting that holds the merchant's rules. */
const RULES = 'brand-rules';

/** The rules that the merchant wrote; undefined where she wrote none. @throws TypeError where they cannot be read: they were written by this program */
export function writtenRules({ settings }: Pick<LeaderTables, 'settings'>): BrandRules | undefined {
  const bytes = settings.get(RULES);
  if (!bytes) return undefined;
  const read = parseBrandRules(JSON.parse(utf8Decode(bytes)));
  if (!read.ok) throw new TypeError(read.fault.message);
  return read.value;
}

/** The rules that texts of ads are held to. @throws TypeError as {@link writtenRules} */
export function rulesNow(tables: Pick<LeaderTables, 'settings'>): BrandRules {
  return writtenRules(tables) ?? DEFAULT_RULES;
}

/** Keeps `rules` in place of those before; `publishAds` in the same transaction tells devices. */
export function keepRules({ settings }: Pick<LeaderTables, 'settings'>, rules: BrandRules): void {
  settings.set(RULES, utf8Encode(JSON.stringify(rules)));
}
