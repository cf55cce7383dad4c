import {
  AD_STYLES, CLICK_WINDOW_MS, managedFaults, parseManagedCampaign, VIEW_WINDOW_MS, type AdStyle, type Campaign, type CampaignFault, type Creative, type LifeCycle, type ManagedCampaign,
} from '#core/campaigns';
import { DAY_MS } from '#core/units';
import { nextRowKey } from './row-key.ts';
import { allFaults } from './all-faults.ts';
import { daypartsOf, emptyWeek, weekOf, type Week } from './week.ts';

/** Spans of caps, in the order of the form. */
export const SPANS = ['hour', 'day', 'week', 'month', 'total'] as const;
/** How long a new campaign runs, ms: a month, to be changed. */
const NEW_SPAN_MS = 30 * DAY_MS;
const MINUTE_MS = 60_000;

/** A creative while it is written: every field as it was typed. */
export interface CreativeForm {
  /** Of this page alone: what is shown and typed belongs to it, wherever it stands in the list. */
  readonly key: number;
  readonly id: string;
  readonly locale: string;
  readonly sizes: readonly string[];
  readonly style: AdStyle;
  readonly itemId: string;
  readonly title: string;
  readonly sponsored: string;
  readonly desc: string;
  readonly ctatext: string;
  readonly displayurl: string;
  readonly price: string;
  readonly salePrice: string;
  readonly image: string;
  readonly icon: string;
  readonly landing: string;
}

/** A campaign while it is written. Numbers are text until the form is read, so that nothing typed is ever lost. */
export interface CampaignForm {
  readonly name: string;
  readonly id: string;
  readonly advertiser: string;
  readonly objective: Campaign['objective'];
  readonly bidKind: Campaign['bid']['kind'];
  /** Money of one event, or percent of what is bought. */
  readonly bid: string;
  readonly tier: string;
  /** As `datetime-local` writes it, in the merchant's time zone. */
  readonly start: string;
  readonly end: string;
  /** Instants that `start` and `end` were made of: the form shows minutes, and an untouched one stays to the millisecond. */
  readonly was?: { readonly startMs: number; readonly endMs: number };
  readonly week: Week;
  readonly daily: string;
  readonly total: string;
  readonly caps: Readonly<Record<(typeof SPANS)[number], string>>;
  readonly tags: readonly string[];
  readonly categories: readonly string[];
  readonly clusters: readonly string[];
  readonly lifeCycles: readonly LifeCycle[];
  readonly excludedItemIds: readonly string[];
  readonly excludedCategories: readonly string[];
  readonly slots: readonly string[];
  readonly conversionItemIds: readonly string[];
  readonly conversionCategories: readonly string[];
  readonly clickDays: string;
  readonly viewDays: string;
  readonly creatives: readonly CreativeForm[];
}

const money = (cents: number | undefined): string => (cents === undefined ? '' : (cents / 100).toFixed(2));
/** A whole number of cents; NaN for what is no amount. */
export const centsOf = (text: string): number => (/^\d{1,12}(?:[.,]\d{1,2})?$/.test(text.trim()) ? Math.round(Number(text.trim().replace(',', '.')) * 100) : NaN);
const number = (text: string): number => (text.trim() === '' ? NaN : Number(text.trim()));

/** An instant as `datetime-local` writes it. */
export function localTime(ms: number): string {
  return new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

/** An id made of a name: small letters, digits and dashes. */
export function idFrom(name: string): string {
  return name.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 48);
}

/** A creative to begin with. */
export function newCreative(id: string, sponsored: string): CreativeForm {
  return { key: nextRowKey(), id, locale: '', sizes: ['300x250'], style: AD_STYLES[0], itemId: '', title: '', sponsored, desc: '', ctatext: '', displayurl: '', price: '', salePrice: '', image: '', icon: '', landing: '' };
}

/** A campaign to begin with. */
export function newForm(nowMs: number): CampaignForm {
  return {
    name: '', id: '', advertiser: '', objective: 'clicks', bidKind: 'cpc', bid: '', tier: '0', start: localTime(nowMs), end: localTime(nowMs + NEW_SPAN_MS), week: emptyWeek(), daily: '', total: '',
    caps: { hour: '', day: '', week: '', month: '', total: '' }, tags: [], categories: [], clusters: [], lifeCycles: [], excludedItemIds: [], excludedCategories: [], slots: [],
    conversionItemIds: [], conversionCategories: [], clickDays: String(CLICK_WINDOW_MS / DAY_MS), viewDays: String(VIEW_WINDOW_MS / DAY_MS), creatives: [newCreative('', '')],
  };
}

function creativeForm({ id, locale, sizes, style, itemId = '' as never, assets, landing }: Creative, key = nextRowKey()): CreativeForm {
  return {
    key, id, locale, sizes: sizes.map(({ width, height }) => `${width}x${height}`), style, itemId, title: assets.title, sponsored: assets.sponsored, desc: assets.desc ?? '', ctatext: assets.ctatext ?? '',
    displayurl: assets.displayurl ?? '', price: money(assets.priceCents), salePrice: money(assets.salePriceCents), image: assets.image ?? '', icon: assets.icon ?? '', landing,
  };
}

/** A kept campaign as a form. @param shown - the form that it was saved from, whose creatives stay the same rows */
export function formOf({ campaign, name, budget }: ManagedCampaign, shown?: CampaignForm): CampaignForm {
  const { bid, caps, audience, conversion } = campaign;
  const cap = (span: (typeof SPANS)[number]): string => String(caps[span] ?? '');
  return {
    name, id: campaign.id, advertiser: campaign.advertiser, objective: campaign.objective, bidKind: bid.kind, bid: bid.kind === 'margin' ? String(Number((bid.share * 100).toFixed(6))) : money(bid.cents), tier: String(campaign.tier),
    start: localTime(campaign.startMs), end: localTime(campaign.endMs), was: { startMs: campaign.startMs, endMs: campaign.endMs }, week: weekOf(campaign.dayparts), daily: money(budget.dailyCents), total: money(budget.totalCents),
    caps: { hour: cap('hour'), day: cap('day'), week: cap('week'), month: cap('month'), total: cap('total') },
    tags: audience.tags, categories: audience.categories, clusters: audience.clusters.map(String), lifeCycles: audience.lifeCycles,
    excludedItemIds: campaign.excludedItemIds, excludedCategories: campaign.excludedCategories, slots: campaign.slots, conversionItemIds: conversion.itemIds, conversionCategories: conversion.categories,
    clickDays: String(conversion.clickWindowMs / DAY_MS), viewDays: String(conversion.viewWindowMs / DAY_MS), creatives: campaign.creatives.map((creative, i) => creativeForm(creative, shown?.creatives[i]?.key)),
  };
}

/** What a form says: a campaign, or every fault that can be named, by the path of its field. */
export type FormReading = { readonly managed: ManagedCampaign; readonly faults: readonly [] } | { readonly managed?: undefined; readonly faults: readonly CampaignFault[] };

const NO_AMOUNT = 'Wanted an amount such as 12.50';
const NO_NUMBER = 'Wanted a number';

/** Reads fields and notes what is no number, by the path that the codec would name. */
function createReader(): { readonly faults: CampaignFault[]; amount(path: string, text: string): number; count(path: string, text: string): number } {
  const faults: CampaignFault[] = [];
  const noted = (path: string, value: number, message: string): number => {
    if (!Number.isFinite(value)) faults.push({ path, message });
    return value;
  };
  return { faults, amount: (path, text) => noted(path, centsOf(text), NO_AMOUNT), count: (path, text) => noted(path, number(text), NO_NUMBER) };
}

function creativeValue(form: CreativeForm, path: string, read: ReturnType<typeof createReader>): unknown {
  const { title, sponsored, desc, ctatext, displayurl, image, icon } = form;
  const sizes = form.sizes.map((size, i) => {
    const [width = NaN, height = NaN] = size.split('x').map((side) => read.count(`${path}.sizes[${i}]`, side));
    return { width, height };
  });
  const optional = { ...(desc && { desc }), ...(ctatext && { ctatext }), ...(displayurl && { displayurl }), ...(image && { image }), ...(icon && { icon }) };
  const prices = {
    ...(form.price && { priceCents: read.amount(`${path}.assets.priceCents`, form.price) }), ...(form.salePrice && { salePriceCents: read.amount(`${path}.assets.salePriceCents`, form.salePrice) }),
  };
  return { id: form.id, locale: form.locale, sizes, style: form.style, ...(form.itemId && { itemId: form.itemId }), assets: { title, sponsored, ...optional, ...prices }, landing: form.landing };
}

/** Reads `form` as a campaign in `state`, or names every fault at once. */
export function readForm(form: CampaignForm, state: ManagedCampaign['state']): FormReading {
  const read = createReader();
  const time = (path: string, text: string, was: number | undefined): number => {
    if (was !== undefined && localTime(was) === text) return was;
    const ms = new Date(text).getTime();
    if (!Number.isFinite(ms)) read.faults.push({ path, message: 'Wanted a day and a time' });
    return ms;
  };
  const value = {
    campaign: {
      id: form.id, advertiser: form.advertiser, objective: form.objective,
      bid: form.bidKind === 'margin' ? { kind: 'margin', share: read.count('campaign.bid.share', form.bid) / 100 } : { kind: form.bidKind, cents: read.amount('campaign.bid.cents', form.bid) },
      tier: read.count('campaign.tier', form.tier), startMs: time('campaign.startMs', form.start, form.was?.startMs), endMs: time('campaign.endMs', form.end, form.was?.endMs), dayparts: daypartsOf(form.week),
      audience: { tags: form.tags, categories: form.categories, clusters: form.clusters.map((cluster, i) => read.count(`campaign.audience.clusters[${i}]`, cluster)), lifeCycles: form.lifeCycles },
      excludedItemIds: form.excludedItemIds, excludedCategories: form.excludedCategories,
      caps: Object.fromEntries(SPANS.filter((span) => form.caps[span].trim() !== '').map((span) => [span, read.count(`campaign.caps.${span}`, form.caps[span])])),
      slots: form.slots, creatives: form.creatives.map((creative, i) => creativeValue(creative, `campaign.creatives[${i}]`, read)),
      conversion: {
        itemIds: form.conversionItemIds, categories: form.conversionCategories,
        clickWindowMs: Math.round(read.count('campaign.conversion.clickWindowMs', form.clickDays) * DAY_MS), viewWindowMs: Math.round(read.count('campaign.conversion.viewWindowMs', form.viewDays) * DAY_MS),
      },
    },
    name: form.name, budget: { ...(form.daily.trim() !== '' && { dailyCents: read.amount('budget.dailyCents', form.daily) }), totalCents: read.amount('budget.totalCents', form.total) }, state,
  };
  const { faults, read: managed } = allFaults(value, parseManagedCampaign, read.faults);
  if (!managed) return { faults };
  const all = [...faults, ...managedFaults(managed).filter(({ path }) => !faults.some((fault) => fault.path.startsWith(path)))]; // where something else stands in for a field, nothing is said of it
  return all.length > 0 ? { faults: all } : { managed, faults: [] };
}
