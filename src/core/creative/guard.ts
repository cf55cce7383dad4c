import type { BrandRules } from '#core/campaigns';
import { brandFaults, type Proven } from './brand-faults.ts';
import { claimsIn } from './claims.ts';
import { numbersIn } from './trace.ts';
import type { AdLanguage } from './wording.ts';

/** What a reworded text is held to. */
export interface RewordLimits {
  readonly language: AdLanguage;
  readonly rules: BrandRules;
  readonly proven: Proven;
  /** Words that must stay as they are: brand and product names. */
  readonly names: readonly string[];
  /** UTF-16 units. */
  readonly maxLength: number;
}

/** Letters of each language's script; other letters may stand in names alone. */
const LETTERS: Readonly<Record<AdLanguage, RegExp>> = { en: /\p{Script=Latin}/u, zh: /\p{Script=Han}/u, ar: /\p{Script=Arabic}/u };
/** Share of letters in the language's script below which a text is in another language. */
const LEAST_OWN_SCRIPT = 0.9;
/** Words a rewording may add, as a share of those it had: more is a new text, whose facts nobody gave. */
const MOST_NEW_WORDS = 0.5;

const WORD = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;

/**
 * Why a model's rewording of `original` may not be shown; empty where it may. Numbers and names stay as they are, nothing is
 * claimed that was not, the language stays, and lengths and brand rules hold. It cannot tell whether every adjective is true:
 * that is why few new words are let in, none with a capital letter, and why the ad says who worded it.
 */
export function rewordFaults(original: string, reworded: string, { language, rules, proven, names, maxLength }: RewordLimits): readonly string[] {
  const faults: string[] = [];
  const want = (isFine: boolean, message: string): void => {
    if (!isFine) faults.push(message);
  };
  want(reworded.trim() !== '' && /^[^\p{Cc}\p{Cf}<>{}]*$/u.test(reworded), 'it is empty, or holds marks that no ad does');
  want(reworded.length <= maxLength, `it is longer than ${maxLength} characters`);
  want(sorted(numbersIn(reworded)) === sorted(numbersIn(original)), 'its numbers are not those of the original');
  for (const name of names) want(!original.includes(name) || reworded.includes(name), `it lost the name "${name}"`);
  const known = new Set([...wordsIn(original), ...names.flatMap(wordsIn)]);
  const added = wordsIn(reworded).filter((word) => !known.has(word));
  want(added.length <= MOST_NEW_WORDS * wordsIn(original).length, 'it says more than the original');
  want(newNames(original, reworded, names).length === 0, 'it names something that the original does not');
  want([original, reworded].every((text) => isIn(language, names.reduce((rest, name) => rest.replaceAll(name, ''), text))), 'it is in another language, or would be a translation');
  want(claimsIn(reworded).every((claim) => claimsIn(original).includes(claim)), 'it claims what the original does not');
  for (const { message } of brandFaults({ title: reworded }, { ...rules, maxTitleLength: maxLength, required: rules.required.filter((text) => original.includes(text)) }, proven)) faults.push(message);
  return faults;
}

const sorted = (texts: readonly string[]): string => [...texts].sort().join(' ');
const wordsIn = (text: string): readonly string[] => (text.match(WORD) ?? []).map((word) => word.toLowerCase());

/** Words with a capital letter, not at a sentence's beginning, that stand neither in the original nor in a name. */
function newNames(original: string, reworded: string, names: readonly string[]): readonly string[] {
  const known = new Set([...wordsIn(original), ...names.flatMap(wordsIn)]);
  return [...reworded.matchAll(WORD)].filter(({ 0: word, index }) => /^\p{Lu}/u.test(word) && !/(?:^|[.!?:·]\s*)$/u.test(reworded.slice(0, index)) && !known.has(word.toLowerCase())).map(([word]) => word);
}

function isIn(language: AdLanguage, text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => LETTERS[language].test(letter)).length >= LEAST_OWN_SCRIPT * letters.length;
}
