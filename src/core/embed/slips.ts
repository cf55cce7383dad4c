/** What `data-auto` may name, as the tag reads it (`#page/collect`); here by themselves, so that no page carries this file. */
export const AUTO_SOURCES: readonly string[] = ['pageview', 'clicks', 'datalayer', 'jsonld'];

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/**
 * Values of an embed line that stop nothing and do nothing, each in a sentence with what is wanted: whoever verifies an installation
 * takes them for slips.
 *
 * @param attributes - by their names in a `dataset`
 */
export function slipsIn({ auto = '', locale, federate = 'on' }: Readonly<Record<string, string | undefined>>): readonly string[] {
  return [
    ...auto.split(/[\s,]+/).filter((word) => word !== '' && !AUTO_SOURCES.includes(word)).map((word) => `data-auto names ${word}, wanted ${AUTO_SOURCES.join(', ')}`),
    ...(locale === undefined || isLocale(locale) ? [] : [`data-locale="${locale}" is no language (BCP 47), so the page's own is spoken`]),
    ...(federate === 'on' || federate === 'off' ? [] : [`data-federate="${federate}" does nothing, wanted on or off`]),
  ];
}
