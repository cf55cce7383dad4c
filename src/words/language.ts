import type { Count } from './format.ts';

/** Forms of a noun after a number, by language (CLDR): a translation that leaves one out does not compile. */
interface PluralForms {
  readonly en: 'one' | 'other';
  readonly zh: 'other';
  readonly ar: 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
}

/** Languages that our parts speak. */
export type Language = keyof PluralForms;

/** The one of our languages that is nearest to `locale` (BCP 47): every Chinese reads ours, which is simplified; all else is English. */
export function languageOf(locale: string): Language {
  const language = locale.toLowerCase().split('-')[0];
  return language === 'zh' || language === 'ar' ? language : 'en';
}

/** Where a line of `language` begins. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/**
 * Writes counts in `language`: `plural(counted(2, locale), { one: '# thing', other: '# things' })`.
 *
 * @returns takes a count and all forms of the language; `#` stands for the digits, and may be left out ("two things")
 */
export function pluralsOf<Of extends Language>(language: Of): (count: Count, forms: Readonly<Record<PluralForms[Of], string>>) => string {
  const rules = new Intl.PluralRules(language);
  return ({ value, text }, forms) => {
    const known: Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string } = forms as Record<'other', string>;
    return (known[rules.select(value)] ?? known.other).replace('#', text);
  };
}
