import { ARABIC } from './phrases-ar.ts';
import { ENGLISH } from './phrases-en.ts';
import { CHINESE } from './phrases-zh.ts';
import { parseTemplate, TONES, type Phrases } from './template.ts';
import type { AdLanguage } from './wording.ts';

/** Templates by language. */
export const PHRASES: Readonly<Record<AdLanguage, Phrases>> = { en: ENGLISH, zh: CHINESE, ar: ARABIC };

const wordsByLanguage = new Map<AdLanguage, ReadonlySet<string>>();

/** Whether `text` stands word for word in a template of `language`. */
export function isTemplateText(text: string, language: AdLanguage): boolean {
  const words = wordsByLanguage.get(language) ?? wordsOfTemplates(PHRASES[language]);
  wordsByLanguage.set(language, words);
  return words.has(text);
}

function wordsOfTemplates({ headlines, lines, ratings, buttons, between }: Phrases): ReadonlySet<string> {
  const templates = [headlines, lines, buttons].flatMap((byTone) => TONES.flatMap((tone) => byTone[tone]));
  const words = templates.flatMap((template) => (parseTemplate(template) ?? []).filter((part) => typeof part === 'string'));
  return new Set([...words, ...Object.values(ratings).flatMap((form) => form.split('#')), between]);
}
