import type { Wording } from '#core/creative';
import { formatPrice } from './format.ts';
import { languageOf } from './language.ts';

/** How ads of `locale` (BCP 47) write numbers; a language without templates is worded in English and keeps its own digits. */
export function wordingOf(locale: string): Wording {
  const language = languageOf(locale);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const plurals = new Intl.PluralRules(language);
  return {
    language,
    price: (cents, currency) => formatPrice(cents, currency, locale),
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    plural: (value) => plurals.select(value),
  };
}
