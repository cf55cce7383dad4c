import { isLanding, MAX_CTA_LENGTH, MAX_DESC_LENGTH, MAX_TITLE_LENGTH, type BrandRules, type CampaignFault, type Creative } from '#core/campaigns';
import { brandFaults } from './brand-faults.ts';
import { fillings, sourceOf } from './compose.ts';
import { provenBy, savingOf, type AdFacts } from './facts.ts';
import { styleBy } from './styles.ts';
import { isDynamic, parseTemplate, slotsOf } from './template.ts';
import type { TracedText } from './trace.ts';
import type { Leaning } from './tones.ts';
import type { Wording } from './wording.ts';

/** What is wrong with the slots of a merchant's template; empty for plain text too. */
export function templateFaults({ assets }: Pick<Creative, 'assets'>): readonly CampaignFault[] {
  return (['title', 'desc', 'ctatext'] as const).flatMap((name) => {
    const text = assets[name] ?? '';
    const template = parseTemplate(text);
    const slots = slotsOf(template ?? []);
    if (template === undefined) return [{ path: `assets.${name}`, message: 'There is no such slot: use {title}, {brand}, {category}, {price}, {was}, {saving}, {rating}, {ratings} or {available}' }];
    const unknown = slots.find((slot) => slot === 'phrase' || slot === 'benefit');
    if (unknown) return [{ path: `assets.${name}`, message: `{${unknown}} quotes the description, which browsers do not have: take one of the suggested texts` }];
    return slots.filter((slot) => slot === 'title').length > 1 ? [{ path: `assets.${name}`, message: 'Use {title} once' }] : [];
  });
}

/** Who fills a template, and by what. */
export interface Filling {
  readonly facts: AdFacts;
  readonly wording: Wording;
  readonly rules: BrandRules;
  readonly leaning: Leaning;
}

/** A template as it is to be drawn, or what of its text breaks the rules. */
export interface Filled {
  readonly creative?: Creative;
  readonly faults: readonly CampaignFault[];
}

/**
 * `creative` as it is to be drawn now. A merchant's template is filled with the facts of the product given; prices are those of
 * the catalogue of the moment, whatever was published; one in the plain style `card` is drawn as its product suits her. It
 * keeps its id, so that what becomes of it is counted for the template.
 *
 * A product that lacks a fact that the template asks for, or cannot be had, gives neither a creative nor a fault.
 */
export function filledCreative(creative: Creative, filling: Filling): Filled {
  const { facts, rules, leaning } = filling;
  if (!facts.available) return { faults: [] };
  const { priceCents: _price, salePriceCents: _sale, ...assets } = creative.assets;
  const texts = isDynamic(creative) ? filledTexts(creative, filling) : pickTexts(creative);
  const faults = texts ? brandFaults(texts, rules, provenBy(facts)) : [];
  if (!texts || faults.length > 0) return { faults };
  const prices = facts.priceCents <= 0 ? {} : savingOf(facts) === undefined ? { priceCents: facts.priceCents } : { priceCents: facts.listPriceCents ?? facts.priceCents, salePriceCents: facts.priceCents };
  const style = isDynamic(creative) && creative.style === 'card' ? styleBy(facts, leaning, creative.sizes) : creative.style;
  return { creative: { ...creative, style, itemId: facts.id, assets: { ...assets, ...texts, ...prices }, landing: isLanding(facts.url) ? facts.url : creative.landing }, faults: [] };
}

type Texts = Pick<Creative['assets'], 'title' | 'desc' | 'ctatext'>;

function pickTexts({ assets: { title, desc, ctatext } }: Creative): Texts {
  return { title, ...(desc !== undefined && { desc }), ...(ctatext !== undefined && { ctatext }) };
}

function filledTexts({ assets }: Creative, { facts, wording, leaning }: Filling): Texts | undefined {
  const source = sourceOf(facts, wording, leaning.interests);
  const fill = (text: string, longest: number): TracedText | undefined => fillings(parseTemplate(text) ?? [], source, longest)[0];
  const title = fill(assets.title, MAX_TITLE_LENGTH);
  const desc = assets.desc === undefined ? undefined : fill(assets.desc, MAX_DESC_LENGTH);
  const button = assets.ctatext === undefined ? undefined : fill(assets.ctatext, MAX_CTA_LENGTH);
  if (!title || (assets.desc !== undefined && !desc) || (assets.ctatext !== undefined && !button)) return undefined;
  return { title: title.text, ...(desc && { desc: desc.text }), ...(button && { ctatext: button.text }) };
}
