import { adPolicy, adTimeMs, chooseAd, eligibility, type AdFacts, type TextBar } from '#core/ads';
import type { Creative, CreativeId } from '#core/campaigns';
import type { AdAnswer } from '#core/contract';
import { isDynamic } from '#core/creative';
import { seededChance, type Randomness } from '#core/units';
import type { AdFiles } from './files.ts';
import { note } from './log.ts';
import { momentOf, type Asked } from './moment.ts';
import type { AdServerParts } from './parts.ts';
import { matchedOf } from './rows.ts';

type Policy = ReturnType<typeof adPolicy>;
type Drawn = Policy['candidates'][number];

/** Draws one ad and notes it, or the ghost of one. Called in turn among the tabs. */
export async function drawAd(parts: AdServerParts, files: AdFiles, request: Asked): Promise<AdAnswer> {
  const { facts: asked, audience, isHeld } = await momentOf(parts, files, request);
  const { filled, textBars } = await filledNow(parts, files, asked);
  const facts: AdFacts = { ...asked, textBars };
  const predict = await parts.predict?.(facts);
  const chance = seededChance(seedOf(parts.randomness));
  const options = { campaigns: files.catalogue.campaigns, facts, chance, orderCents: audience.orderCents, ...(predict && { predict }) };
  const policy = adPolicy(options);
  const { index = -1, isRandom = false } = chooseAd(policy, chance) ?? {};
  const drawn = policy.candidates[index];
  const bars = Object.fromEntries(policy.bars);
  // Consent may have gone while the log was read.
  if (!drawn || !parts.hasConsent()) return { ad: null, bars };
  const creative = filled.get(drawn.creative.id) ?? drawn.creative;
  const propensity = policy.propensities[index] ?? 0;
  const clickChance = policy.clickChances[index] ?? 0;
  const showing = { recId: parts.freshId(), campaignId: drawn.campaign.id, creativeId: creative.id, slot: request.slot, propensity, itemId: filled.get(creative.id)?.itemId };
  const atMs = adTimeMs([...facts.showings, ...(facts.ghosts ?? [])], facts.nowMs);
  if (isHeld(drawn.campaign.id)) {
    await note(parts, 'ad_ghost', showing, atMs);
    return { ad: null, bars: { ...bars, held: 1 } };
  }
  const { candidate } = files.delivery;
  const trial = candidate && { policyId: candidate.id, target: adPolicy({ ...options, facts: { ...facts, delivery: { ...files.delivery, bandit: candidate.bandit } } }).propensities[index] ?? 0 };
  // Before it is answered: another tab's next draw must count it.
  await note(parts, 'ad_impression', { ...showing, ...(predict ? predict.plain(drawn) : clickChance < 1 && { clickChance }), ...trial }, atMs);
  const why = { matched: matchedOf(drawn.campaign, facts.shopper), propensity, isRandom, clickChance, valueCents: policy.valueCents[index] ?? 0 };
  return { ad: { recId: showing.recId, ...(await cardOf(parts, files, { ...drawn, creative })), why }, bars };
}

/** What a page draws an ad from. */
async function cardOf(parts: AdServerParts, files: AdFiles, { campaign, creative, size }: Drawn): Promise<Omit<NonNullable<AdAnswer['ad']>, 'recId' | 'why'>> {
  const { rules, currency } = files.catalogue;
  return {
    campaignId: campaign.id, creativeId: creative.id, advertiser: campaign.advertiser, assets: creative.assets, style: creative.style, locale: creative.locale,
    size, ...(rules && { rules }), currency, landing: creative.landing,
    image: (await files.pictureOf(creative.assets.image)) ?? (creative.itemId === undefined ? null : await parts.productPicture(creative.itemId)),
    icon: await files.pictureOf(creative.assets.icon),
  };
}

/** Templates that every other rule lets through, as they read now; and texts that cannot be shown. */
async function filledNow(parts: AdServerParts, { catalogue: { campaigns, rules } }: AdFiles, facts: AdFacts): Promise<{ readonly filled: ReadonlyMap<CreativeId, Creative>; readonly textBars: ReadonlyMap<CreativeId, TextBar> }> {
  const all = campaigns.flatMap((campaign) => campaign.creatives.filter((creative) => rules !== undefined || isDynamic(creative)).map((creative) => ({ campaign, creative })));
  const templates = all.filter(({ campaign, creative }) => eligibility(campaign, creative, facts) === undefined);
  // Asked wherever the shop has any template or rules: whether its code is loaded must not tell which are for her.
  const texts = all.length > 0 ? await parts.fill(templates, facts.locale, rules) : [];
  const filled = new Map<CreativeId, Creative>();
  const textBars = new Map<CreativeId, TextBar>();
  templates.forEach(({ creative }, i) => {
    const text = texts[i];
    if (text === undefined || text === 'brand-rules') textBars.set(creative.id, text ?? 'facts-missing');
    else if (isDynamic(creative)) filled.set(creative.id, text);
  });
  return { filled, textBars };
}

function seedOf(randomness: Randomness): number {
  const seed = new Uint32Array(1);
  randomness.fill(new Uint8Array(seed.buffer));
  return seed[0] ?? 0;
}
