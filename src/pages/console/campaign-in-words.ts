import type { Campaign, Creative, ManagedCampaign } from '#core/campaigns';
import { DAY_MS } from '#core/units';
import { formatDay, formatMoney } from '#page/frame';
import { localTime, SPANS } from './campaign-form.ts';
import { BID_NAMES, CREATIVE_LABELS, LABELS, LIFE_CYCLE_NAMES, OBJECTIVE_NAMES, SPAN_NAMES, STATES, STYLE_NAMES } from './campaign-words.ts';
import type { InWords } from './differences.ts';
import type { Shelf } from './products.ts';
import { hoursText } from './week.ts';

/** What a campaign's words are taken from. */
type Words = Pick<Shelf, 'byId' | 'currency'>;

const listText = (values: readonly (string | number)[]): string => values.join(', ') || '–';
const moneyText = (cents: number | undefined, currency: string): string => (cents === undefined ? '–' : formatMoney(cents, currency));
/** To the minute, as the form asks for it. */
const minuteText = (ms: number): string => `${formatDay(ms)}, ${localTime(ms).slice(-5)}`;
const daysText = (ms: number): string => String(ms / DAY_MS);
/** Of a file that only its picture could tell. */
const pictureText = (hash: string | undefined): string => (hash === undefined ? '–' : `File ${hash.slice(0, 10)}`);

function bidInWords(bid: Campaign['bid'], currency: string): InWords {
  return { [LABELS.pays]: BID_NAMES[bid.kind], ...(bid.kind === 'margin' ? { [LABELS.share]: `${Number((bid.share * 100).toFixed(6))} %` } : { [LABELS.bid]: formatMoney(bid.cents, currency) }) };
}

/** Fields of the creative of that id. */
function creativeInWords({ id, locale, sizes, style, itemId, assets, landing }: Creative, { byId, currency }: Words): readonly (readonly [label: string, value: string])[] {
  const L = CREATIVE_LABELS;
  const fields = {
    [L.item]: itemId === undefined ? '–' : (byId.get(itemId)?.title ?? itemId), [L.title]: assets.title, [L.desc]: assets.desc ?? '–', [L.sponsored]: assets.sponsored, [L.ctatext]: assets.ctatext ?? '–',
    [L.price]: moneyText(assets.priceCents, currency), [L.salePrice]: moneyText(assets.salePriceCents, currency), [L.landing]: landing, [L.displayurl]: assets.displayurl ?? '–', [L.style]: STYLE_NAMES[style],
    [L.locale]: locale || 'Any', [L.image]: pictureText(assets.image), [L.icon]: pictureText(assets.icon), [L.sizes]: listText(sizes.map(({ width, height }) => `${width} × ${height}`)),
  };
  return Object.entries(fields).map(([label, value]) => [`Creative ${id}, ${label}`, value]);
}

/** A campaign in the words and units of its form, creatives by their ids. */
export function campaignInWords({ name, state, budget, campaign }: ManagedCampaign, words: Words): InWords {
  const { audience, caps, conversion, creatives } = campaign;
  const titles = (ids: readonly string[]): string => listText(ids.map((id) => words.byId.get(id)?.title ?? id));
  return {
    [LABELS.name]: name, State: STATES[state].name, [LABELS.id]: campaign.id, [LABELS.advertiser]: campaign.advertiser, [LABELS.objective]: OBJECTIVE_NAMES[campaign.objective], ...bidInWords(campaign.bid, words.currency),
    [LABELS.total]: formatMoney(budget.totalCents, words.currency), [LABELS.daily]: moneyText(budget.dailyCents, words.currency), [LABELS.tier]: String(campaign.tier),
    ...Object.fromEntries(SPANS.map((span) => [`${LABELS.caps}: ${SPAN_NAMES[span]}`, String(caps[span] ?? '–')])),
    [LABELS.start]: minuteText(campaign.startMs), [LABELS.end]: minuteText(campaign.endMs), [LABELS.hours]: hoursText(campaign.dayparts), [LABELS.slots]: listText(campaign.slots),
    [LABELS.tags]: listText(audience.tags), [LABELS.categories]: listText(audience.categories), [LABELS.clusters]: listText(audience.clusters),
    [LABELS.lifeCycles]: listText(LIFE_CYCLE_NAMES.filter(([value]) => audience.lifeCycles.includes(value)).map(([, words]) => words)),
    [LABELS.excludedItemIds]: titles(campaign.excludedItemIds), [LABELS.excludedCategories]: listText(campaign.excludedCategories),
    [LABELS.conversionItemIds]: titles(conversion.itemIds), [LABELS.conversionCategories]: listText(conversion.categories), [LABELS.clickDays]: daysText(conversion.clickWindowMs), [LABELS.viewDays]: daysText(conversion.viewWindowMs),
    Creatives: listText(creatives.map(({ id }) => id)), ...Object.fromEntries(creatives.flatMap((creative) => creativeInWords(creative, words))),
  };
}
