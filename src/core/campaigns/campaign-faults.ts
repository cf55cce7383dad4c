import type { Campaign, Creative } from './campaign.ts';
import { MAX_LANDING_LENGTH } from './limits.ts';

/** One thing wrong with a campaign, so that a form can mark the field: the path is spelled as the codec spells it, `creatives[1].landing`. */
export interface CampaignFault {
  readonly path: string;
  /** What was wanted, one sentence for the merchant, no full stop. */
  readonly message: string;
}

/** Addresses an ad may lead to: a path of the shop, or https. No tab and no line break, which browsers drop: `/⇥/elsewhere` would leave the shop. */
const LANDING = /^(?:\/(?![/\\])|https:\/\/[^\s/?#]+)\P{Cc}*$/u;
/** Whether an ad may lead to `address`. */
export function isLanding(address: string): boolean {
  return address.length <= MAX_LANDING_LENGTH && LANDING.test(address);
}
/** A language as `lang` spells it (BCP 47): with another word the ad would be shown to nobody. */
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z\d]{1,8})*$/i;
/** Weekdays are whole numbers, and so are portraits. */
const areWhole = (values: readonly number[]): boolean => values.every(Number.isInteger);
/** What leaves no mark: an ad whose advertiser is written in these says of nobody that he pays. U+2800 is a Braille cell without dots. */
const UNSEEN = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const isSeen = (text: string): boolean => text.replace(UNSEEN, '') !== '';
/** Marks that turn the words after them around, or break a line. The joiners and marks that scripts are written with are none of them. */
const TURNING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const areDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

const NO_TURNING = 'Leave out marks that turn words around or break a line';
/** What is wrong with a line that shoppers read; undefined where it is fine. @param empty - what to say where nothing of it is seen */
export function lineFault(text: string, empty: string): string | undefined {
  if (!isSeen(text)) return empty;
  return TURNING.test(text) ? NO_TURNING : undefined;
}

/** All that is wrong with a campaign whose fields have the right kinds; empty where it can run. */
export function campaignFaults(campaign: Campaign): readonly CampaignFault[] {
  const faults: CampaignFault[] = [];
  const want = (isFine: boolean, path: string, message: string): void => {
    if (!isFine) faults.push({ path, message });
  };
  want(isSeen(campaign.advertiser), 'advertiser', 'An ad says who pays for it: give a name');
  want(!TURNING.test(campaign.advertiser), 'advertiser', NO_TURNING);
  want(campaign.endMs > campaign.startMs, 'endMs', 'The end must come after the start');
  want(campaign.bid.kind !== 'margin' || campaign.objective === 'sales', 'bid.kind', 'A margin is earned by sales: choose that objective or another bid');
  campaign.dayparts.forEach((part, i) => {
    want(part.toHour > part.fromHour, `dayparts[${i}].toHour`, 'The last hour must come after the first; split a span over midnight in two');
    want(part.weekdays.length > 0 && areWhole(part.weekdays) && areDistinct(part.weekdays), `dayparts[${i}].weekdays`, 'Choose at least one weekday, each once');
  });
  want(areWhole(campaign.audience.clusters), 'audience.clusters', 'A portrait is named by a whole number');
  want(campaign.creatives.length > 0, 'creatives', 'A campaign needs at least one creative');
  want(areDistinct(campaign.creatives.map(({ id }) => id)), 'creatives', 'Two creatives have one id');
  campaign.creatives.forEach((creative, i) => faults.push(...creativeFaults(creative, `creatives[${i}]`)));
  return faults;
}

function creativeFaults({ assets, sizes, landing, locale }: Creative, path: string): readonly CampaignFault[] {
  const faults: CampaignFault[] = [];
  const want = (isFine: boolean, field: string, message: string): void => {
    if (!isFine) faults.push({ path: `${path}.${field}`, message });
  };
  want(isSeen(assets.title), 'assets.title', 'A creative needs a title');
  want(isSeen(assets.sponsored), 'assets.sponsored', 'A creative says who pays for it');
  for (const name of ['title', 'sponsored', 'desc', 'ctatext', 'displayurl'] as const) want(!TURNING.test(assets[name] ?? ''), `assets.${name}`, NO_TURNING);
  want(assets.salePriceCents === undefined || (assets.priceCents !== undefined && assets.salePriceCents < assets.priceCents), 'assets.salePriceCents', 'A sale price is below the price');
  want(sizes.length > 0, 'sizes', 'A creative needs at least one size');
  want(areDistinct(sizes.map(({ width, height }) => `${width}x${height}`)), 'sizes', 'One size stands here twice');
  want(locale === '' || LANGUAGE.test(locale), 'locale', 'Wanted a language such as en or zh-Hans');
  want(isLanding(landing), 'landing', 'A landing page is a path of this shop or an https address');
  return faults;
}
