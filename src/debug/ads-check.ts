import type { Check, Facts } from './facts.ts';

/** A place for an ad as it stands on the page. */
export interface AdPlaceOnPage {
  readonly slot: string;
  /** As written. */
  readonly sizes: string;
  readonly campaignId: string;
  /** How many creatives each rule kept away, by its name; undefined before an answer. */
  readonly bars: Readonly<Record<string, number>> | undefined;
}

/** The places of the page, with what stands in each (`src/ads/slot.tsx` says it on the place). */
export function adPlacesOn(page: Document): readonly AdPlaceOnPage[] {
  return [...page.querySelectorAll('homebird-ad')].map((element) => {
    const { campaign = '', bars } = element.shadowRoot?.querySelector<HTMLElement>('.place')?.dataset ?? {};
    return { slot: element.getAttribute('slot') ?? '', sizes: element.getAttribute('sizes') ?? '', campaignId: campaign, bars: bars === undefined ? undefined : (JSON.parse(bars) as Record<string, number>) };
  });
}

const barsText = (bars: AdPlaceOnPage['bars']): string => Object.entries(bars ?? {}).map(([name, count]) => `${name} ${count}`).join(', ') || 'no campaign is live';

/** What is wrong with how places are written, and with what the embed line says of ads; undefined where nothing is. */
function writtenWrong(places: readonly AdPlaceOnPage[], { config }: Pick<Facts, 'config'>): Pick<Check, 'finding' | 'mend'> | undefined {
  const nameless = places.filter(({ slot }) => slot === '').length;
  const sizeless = places.find(({ sizes }) => !/\d+x\d+/.test(sizes));
  if (config.leaderUrl === '') return { finding: 'places for ads, and no leader that publishes campaigns', mend: { what: 'Name the leader and its policy', line: 'data-endpoint="https://leader.example" data-policy="…"' } };
  if (!config.offered.includes('ads')) return { finding: 'places for ads, and the embed line does not offer them', mend: { what: 'Add it to the embed line: banner and panel show the switch then', line: 'data-ads="on"' } };
  if (nameless > 0) return { finding: `${nameless} of ${places.length} places without a name`, mend: { what: 'Name each, as campaigns name it', line: '<homebird-ad slot="list-top" sizes="300x250"></homebird-ad>' } };
  return sizeless && { finding: `the place “${sizeless.slot}” names no size: “${sizeless.sizes}”`, mend: { what: 'Name the sizes that fit, best first', line: 'sizes="300x250,320x50"' } };
}

/** Whether all that kept creatives away of an empty place are these rules. */
function isEmptyBy({ campaignId, bars }: AdPlaceOnPage, rules: readonly string[]): boolean {
  const names = Object.keys(bars ?? {});
  return campaignId === '' && names.length > 0 && names.every((name) => rules.includes(name));
}

/** Places for ads: written right, agreed to, meant by a campaign, and what stands in each or why nothing does. */
export function adsCheck(places: readonly AdPlaceOnPage[], facts: Pick<Facts, 'config' | 'consent'>): Check {
  const rows = places.map(({ slot, sizes, campaignId, bars }) => ({ name: `${slot} ${sizes}`, value: campaignId !== '' ? `shows ${campaignId}` : bars ? `empty: ${barsText(bars)}` : 'not asked yet', isPrivate: true }));
  const row = (state: Check['state'], finding: string, mend?: Check['mend']): Check => ({ id: 'ads', title: 'Ads', state, finding, rows, ...(mend && { mend }) });
  const wrong = writtenWrong(places, facts);
  if (wrong) return row('mend', wrong.finding, wrong.mend);
  const { states, hasGpc } = facts.consent;
  if (states.ads !== 'granted') return hasGpc ? row('told', 'Global Privacy Control is on: no ad comes, whatever is said') : row('wait', 'ads are not agreed to: what you put inside the places stands there', { what: 'Switch ads on in the banner or the panel' });
  const answered = places.filter(({ bars }) => bars !== undefined);
  if (answered.length === 0) return row('wait', 'asked for when a place is within 200 pixels of the screen');
  if (answered.some((place) => isEmptyBy(place, ['files']))) return row('wait', 'no verified ad files are here yet: the first look at the leader comes a few seconds after a yes, and needs a campaign that was live once');
  const unknown = places.find((place) => isEmptyBy(place, ['other-slot']));
  if (unknown) return row('mend', `no campaign is meant for the place “${unknown.slot}”`, { what: 'Name the place in a campaign, or leave a campaign’s list of slots empty' });
  const unfit = places.find((place) => isEmptyBy(place, ['other-slot', 'other-size']));
  if (unfit) return row('mend', `no creative comes in a size of the place “${unfit.slot}”: ${unfit.sizes}`, { what: 'Add the size to a creative in the console, or to the place' });
  const shown = answered.filter(({ campaignId }) => campaignId !== '').length;
  return row(shown > 0 ? 'ok' : 'told', `${shown} of ${answered.length} places show an ad; docs/shops/ads.md says what each reason means`);
}
