import { isSensitive } from '#core/ads';
import type { BrandRules, CampaignFault, Claim } from '#core/campaigns';
import { claimsIn } from './claims.ts';

/** Texts of a creative that a reader sees, as `assets` of `#core/campaigns` names them. */
export interface AdTexts {
  readonly title: string;
  readonly desc?: string;
  readonly ctatext?: string;
}

/** What the catalogue itself proves of the product: a sale proves its discount. */
export interface Proven {
  readonly claims: readonly Claim[];
  /** From general to special; [] where the ad speaks of the shop as a whole. */
  readonly category: readonly string[];
}
export const NOTHING_PROVEN: Proven = { claims: [], category: [] };

const CLAIM_NAMES: Readonly<Record<Claim, string>> = {
  superlative: 'being the best', free: 'something free', discount: 'a discount', comparative: 'being better than others', guarantee: 'a guarantee', health: 'an effect on health', urgency: 'that time or stock runs out',
};

/** Pictures among letters; ©, ® and ™ are letters of the trade. */
const EMOJI = /(?![©®™])\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}]/u;
/** A word of capitals that is no abbreviation: those of four letters and fewer, or with digits (OLED, USB-C, A4), name things. */
const CAPITALS = /(?<![\p{L}\p{N}-])\p{Lu}{5,}(?![\p{L}\p{N}-])/u;
/** Short words of capitals in a row shout too. */
const CAPITALS_IN_A_ROW = /(?<![\p{L}\p{N}-])\p{Lu}{2,}(?:\s+\p{Lu}{2,}){2,}(?![\p{L}\p{N}-])/u;
const EXCLAMATIONS = /[!！¡]/gu;
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Whether `term` stands in `text` as words of its own, whatever the case; within a run where its script writes no spaces. */
function holds(text: string, term: string): boolean {
  const [within, wanted] = [text.normalize('NFKC').toLowerCase(), term.normalize('NFKC').toLowerCase().trim()];
  if (wanted === '') return false;
  const isPart = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}\p{M}]/u.test(character);
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at + 1)) {
    const isAlone = !isPart(within[at - 1]) && !isPart(within[at + wanted.length]);
    if (isAlone || SPACELESS.test(wanted)) return true;
  }
  return false;
}

/**
 * All that is wrong with the texts of an ad by the merchant's rules; empty where it may run. The one check of what is generated,
 * written by hand or worded by a browser's model.
 */
export function brandFaults(texts: AdTexts, rules: BrandRules, proven: Proven = NOTHING_PROVEN): readonly CampaignFault[] {
  const faults: CampaignFault[] = [];
  const parts = [['title', texts.title, rules.maxTitleLength], ['desc', texts.desc, rules.maxDescLength], ['ctatext', texts.ctatext, rules.maxCtaLength]] as const;
  for (const [name, text, longest] of parts) if (text !== undefined) faults.push(...partFaults(text, longest, rules, proven).map((message) => ({ path: `assets.${name}`, message })));
  const all = parts.map(([, text]) => text ?? '').join('\n');
  const marks = all.match(EXCLAMATIONS)?.length ?? 0;
  if (marks > rules.exclamations) faults.push({ path: 'assets', message: `Use at most ${rules.exclamations} exclamation marks: there are ${marks}` });
  for (const text of rules.required) if (!all.includes(text)) faults.push({ path: 'assets.desc', message: `Your rules ask every ad to say "${text}"` });
  if (proven.category.some(isSensitive)) faults.push({ path: 'itemId', message: 'No ad speaks of this category: what somebody looks at there says too much of her' });
  const excluded = proven.category.find((level) => rules.excludedCategories.includes(level));
  if (excluded !== undefined) faults.push({ path: 'itemId', message: `Your rules keep the category "${excluded}" out of ads` });
  return faults;
}

function partFaults(text: string, longest: number, rules: BrandRules, proven: Proven): readonly string[] {
  const faults: string[] = [];
  if (text.length > longest) faults.push(`Write at most ${longest} characters: there are ${text.length}`);
  for (const word of rules.banned) if (holds(text, word)) faults.push(`Your rules ban "${word}"`);
  for (const claim of claimsIn(text)) {
    if (proven.claims.includes(claim) || (rules.proofs[claim] ?? '').trim() !== '') continue;
    faults.push(`This claims ${CLAIM_NAMES[claim]}: give its proof in your rules, or leave it out`);
  }
  if (!rules.allowsEmoji && EMOJI.test(text)) faults.push('Leave emoji out');
  if (!rules.allowsCapitals && (CAPITALS.test(text) || CAPITALS_IN_A_ROW.test(text))) faults.push('Do not shout in capital letters');
  return faults;
}
