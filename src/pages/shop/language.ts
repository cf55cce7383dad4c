import { signal } from '@preact/signals';

/** Languages that Homebird's parts speak, as they call themselves. The shop's own words and products stay English. */
export const LANGUAGES = { 'en-GB': 'English', 'zh-Hans': '中文', ar: 'العربية' } as const;
/** One of {@link LANGUAGES}. */
export type Language = keyof typeof LANGUAGES;

/** What an address without `?lang=` means. */
const DEFAULT: Language = 'en-GB';
const PARAMETER = 'lang';

function languageOf(wished: string | null): Language {
  return (Object.keys(LANGUAGES) as Language[]).find((language) => wished !== null && language.split('-')[0] === wished.split('-')[0]?.toLowerCase()) ?? DEFAULT;
}

/** The language of this visit. It stands in the address, because the shop stores nothing. */
export const language = signal<Language>(languageOf(new URLSearchParams(location.search).get(PARAMETER)));

/** `href` of this shop in the language of the visit. */
export function inLanguage(href: string): string {
  const url = new URL(href, location.href);
  if (language.value === DEFAULT) url.searchParams.delete(PARAMETER);
  else url.searchParams.set(PARAMETER, language.value);
  return url.pathname + url.search;
}

/** Tells the page, and with it Homebird's elements, which language and direction it has. */
export function applyLanguage(): void {
  document.documentElement.lang = language.value;
  document.documentElement.dir = language.value === 'ar' ? 'rtl' : 'ltr';
}
