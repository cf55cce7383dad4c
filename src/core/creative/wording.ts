/** Forms of a noun after a number (CLDR). */
export type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
/** Languages that templates are written in. */
export type AdLanguage = 'en' | 'zh' | 'ar';

/**
 * How a language writes numbers. A port: `Intl` behaves as its engine's data say, and core has none of that. Page and servers
 * give `wordingOf` of `#page/words`.
 */
export interface Wording {
  readonly language: AdLanguage;
  /** `cents` in the currency's spelling. */
  price(cents: number, currency: string): string;
  /** At most one decimal. */
  number(value: number): string;
  /** 0.25 as 25 %. */
  percent(share: number): string;
  plural(value: number): PluralForm;
}
