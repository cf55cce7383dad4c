import { readFields, type FieldFault, type Fields } from '#core/fields';
import type { Result } from '#core/units';
import { MAX_CTA_LENGTH, MAX_DESC_LENGTH, MAX_NAME_LENGTH, MAX_TITLE_LENGTH } from './limits.ts';

/** Claims that a merchant must be able to prove (Directive 2005/29/EC and its kin elsewhere ask for it). */
export const CLAIMS = ['superlative', 'free', 'discount', 'comparative', 'guarantee', 'health', 'urgency'] as const;
export type Claim = (typeof CLAIMS)[number];

/** Most words of one list of rules. */
const MAX_WORDS = 200;
/** Most texts that every ad must hold: two notices already fill half of a description. */
const MAX_REQUIRED = 2;
/** Longest such text, in UTF-16 units. */
const MAX_REQUIRED_LENGTH = 60;
/** Longest proof: a sentence or an address. */
const MAX_PROOF_LENGTH = 200;
/** Most exclamation marks that a rule may allow. */
const MAX_EXCLAMATIONS = 3;

/** What a merchant wants of every ad of the shop, generated or written by hand. */
export interface BrandRules {
  readonly version: 1;
  /** In UTF-16 units, at most what a creative holds at all. */
  readonly maxTitleLength: number;
  readonly maxDescLength: number;
  readonly maxCtaLength: number;
  /** Words or phrases that never stand in an ad, whatever their case. */
  readonly banned: readonly string[];
  /** Texts that each ad holds word for word, such as a notice. */
  readonly required: readonly string[];
  /** What proves a claim: an address or a sentence that the merchant stands by. A claim without one is refused. */
  readonly proofs: Readonly<Partial<Record<Claim, string>>>;
  /** Most exclamation marks in one ad. */
  readonly exclamations: number;
  readonly allowsEmoji: boolean;
  /** Whether words may shout IN CAPITAL LETTERS. */
  readonly allowsCapitals: boolean;
  /** Categories of the catalogue, any level, that no ad speaks of; beside those that none ever does. */
  readonly excludedCategories: readonly string[];
}

/** Rules of a shop that says nothing. */
export const DEFAULT_RULES: BrandRules = {
  version: 1, maxTitleLength: MAX_TITLE_LENGTH, maxDescLength: MAX_DESC_LENGTH, maxCtaLength: MAX_CTA_LENGTH, banned: [], required: [], proofs: {}, exclamations: 0, allowsEmoji: false, allowsCapitals: false,
  excludedCategories: [],
};

/** Reads brand rules from what a form or a file holds; a fault names the field. Fields left out are those of {@link DEFAULT_RULES}. */
export function parseBrandRules(value: unknown): Result<BrandRules, FieldFault> {
  return readFields('brand rules', value, readBrandRules);
}

/** As {@link parseBrandRules}, of a field of a file. */
export function readBrandRules(fields: Fields): BrandRules {
  const length = (name: 'maxTitleLength' | 'maxDescLength' | 'maxCtaLength'): number => (fields.has(name) ? fields.integer(name, name === 'maxDescLength' ? 0 : 1, DEFAULT_RULES[name]) : DEFAULT_RULES[name]);
  const flag = (name: 'allowsEmoji' | 'allowsCapitals'): boolean => fields.has(name) && fields.flag(name);
  const texts = (name: 'banned' | 'required' | 'excludedCategories', most: number, longest: number): readonly string[] =>
    (fields.has(name) ? fields.texts(name, most, longest).map((text) => text.trim()).filter((text) => text !== '') : []);
  return {
    version: fields.oneOf('version', [1]),
    maxTitleLength: length('maxTitleLength'), maxDescLength: length('maxDescLength'), maxCtaLength: length('maxCtaLength'),
    banned: texts('banned', MAX_WORDS, MAX_NAME_LENGTH),
    required: texts('required', MAX_REQUIRED, MAX_REQUIRED_LENGTH),
    proofs: fields.optional('proofs', (proofs): BrandRules['proofs'] => Object.fromEntries(CLAIMS.filter((claim) => proofs.has(claim)).map((claim) => [claim, proofs.text(claim, MAX_PROOF_LENGTH)]))) ?? {},
    exclamations: fields.has('exclamations') ? fields.integer('exclamations', 0, MAX_EXCLAMATIONS) : 0,
    allowsEmoji: flag('allowsEmoji'), allowsCapitals: flag('allowsCapitals'),
    excludedCategories: texts('excludedCategories', MAX_WORDS, MAX_NAME_LENGTH),
  };
}
