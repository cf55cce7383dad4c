import { DEFAULT_RULES } from '#core/campaigns';
import type { ShownAd } from '#core/contract';
import { browserModel, createPolisher, polishBook, type Polisher } from '#page/polish';
export { polishBook };

const LANGUAGES = ['en', 'zh', 'ar'] as const;
/** One conversation a language for all ads of a page: the first may take longer to begin than an ad waits. */
const polishers = new Map<string, Polisher>();

/** An ad whose second line the browser's own model reworded, with what the ad then says of that. */
export interface Polished {
  readonly ad: ShownAd;
  readonly label: string;
}

/**
 * Has the browser's model reword the second line of an ad, where one is on the device already; undefined where the line stands. Wants `polishBook` open.
 *
 * @param locale - BCP 47, of the page
 */
export async function polished(ad: ShownAd, locale: string): Promise<Polished | undefined> {
  const { assets: { desc }, rules = DEFAULT_RULES } = ad;
  const language = LANGUAGES.find((one) => (ad.locale || locale).startsWith(one));
  if (desc === undefined || !language) return undefined;
  const polisher = polishers.get(language) ?? createPolisher(browserModel(globalThis), language, (ms) => new Promise((done) => { setTimeout(done, ms); }));
  polishers.set(language, polisher);
  const { text, isReworded } = await polisher.polish(desc, { language, rules, proven: { claims: [], category: [] }, names: [ad.advertiser, ad.assets.sponsored, ad.assets.title], maxLength: rules.maxDescLength });
  if (!isReworded) return undefined;
  return { ad: { ...ad, assets: { ...ad.assets, desc: text } }, label: polishBook.words().label };
}
