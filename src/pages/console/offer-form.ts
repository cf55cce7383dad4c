import type { CampaignFault, LifeCycle } from '#core/campaigns';
import type { Coupon, OfferSet, PriceSegment } from '#core/offers';
import { offerFaults, parseOfferSet, USUAL_ELASTICITY } from '#core/offers';
import { DAY_MS } from '#core/units';
import { formatCountOf, formatMoment, formatMoney } from '#page/frame';
import { allFaults } from './all-faults.ts';
import { centsOf, idFrom, localTime } from './campaign-form.ts';
import { differences, type Difference, type InWords } from './differences.ts';
import type { Shelf } from './products.ts';
import { nextRowKey } from './row-key.ts';

/** How long a new coupon runs, ms: a month, to be changed. */
const NEW_SPAN_MS = 30 * DAY_MS;
/** Products that one segment holds at most, as the codec counts. */
const MAX_BANDS = 312;
/** A code that the codec refuses, in words. */
const NO_CODE = 'Wanted 2 to 40 letters, digits, dashes or underscores';
/** A zone to begin with: the writer's own. */
const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A coupon while it is written: numbers as they were typed. */
export interface CouponForm {
  /** Of this page alone: what is shown and typed belongs to it, wherever it stands in the list. */
  readonly key: number;
  readonly code: string;
  readonly terms: string;
  readonly kind: Coupon['reduction']['kind'];
  /** Money, or per cent. */
  readonly amount: string;
  readonly minBasket: string;
  readonly earned: string;
  readonly uses: string;
  readonly start: string;
  readonly end: string;
  readonly categories: readonly string[];
  readonly lifeCycles: readonly LifeCycle[];
  /** What this form does not ask for, as it was. */
  readonly was?: Coupon;
}

/** The whole set while it is written. */
export interface OffersForm {
  readonly coupons: readonly CouponForm[];
  readonly timeZone: string;
  /** As it was: this form does not ask for it. */
  readonly dayMs?: number;
  readonly segments: readonly PriceSegment[];
}

const money = (cents: number): string => (cents / 100).toFixed(2);
const number = (text: string): number => (text.trim() === '' ? NaN : Number(text));

/** A coupon to begin with. */
export function newCoupon(nowMs: number): CouponForm {
  return { key: nextRowKey(), code: '', terms: '', kind: 'percent', amount: '10', minBasket: '0.00', earned: '1.00', uses: '1', start: localTime(nowMs), end: localTime(nowMs + NEW_SPAN_MS), categories: [], lifeCycles: [] };
}

function couponFormOf(coupon: Coupon, key = nextRowKey()): CouponForm {
  const { code, terms, reduction, minBasketCents, earnedCents, usesPerDevice, startMs, endMs, categories, audience: { lifeCycles } } = coupon;
  return {
    key, code, terms, kind: reduction.kind, amount: reduction.kind === 'cents' ? money(reduction.cents) : String(reduction.percent), minBasket: money(minBasketCents), earned: money(earnedCents), uses: String(usesPerDevice),
    start: localTime(startMs), end: localTime(endMs), categories, lifeCycles, was: coupon,
  };
}

/** The form of what is published; an empty one where nothing is. @param shown - the form that it was published from, whose coupons stay the same rows */
export function offersFormOf(set: OfferSet | null, shown?: OffersForm): OffersForm {
  const { timeZone = ownZone(), dayMs, segments = [] } = set?.pricing ?? {};
  return { coupons: (set?.coupons ?? []).map((coupon, i) => couponFormOf(coupon, shown?.coupons[i]?.key)), timeZone, ...(dayMs !== undefined && { dayMs }), segments };
}

function timeOf(text: string, was: number | undefined): number {
  return was !== undefined && localTime(was) === text ? was : Date.parse(text);
}

/** The coupon that a form means; a wrong number goes as it is, to be refused by its path. */
export function couponOf({ code, terms, kind, amount, minBasket, earned, uses, start, end, categories, lifeCycles, was }: CouponForm): Coupon {
  const kept = was?.reduction.kind === 'percent' ? was.reduction.maxCents : undefined;
  return {
    id: was?.id ?? idFrom(code), code: code.trim(), terms: terms.trim(),
    reduction: kind === 'cents' ? { kind, cents: centsOf(amount) } : { kind, percent: number(amount), ...(kept !== undefined && { maxCents: kept }) },
    minBasketCents: centsOf(minBasket), earnedCents: centsOf(earned), itemIds: was?.itemIds ?? [], categories, startMs: timeOf(start, was?.startMs), endMs: timeOf(end, was?.endMs), usesPerDevice: number(uses),
    audience: { tags: [], categories: [], clusters: [], ...was?.audience, lifeCycles },
  };
}

/** The set that a form means. */
export function offerSetOf({ coupons, timeZone, dayMs, segments }: OffersForm, { shop, currency }: Pick<OfferSet, 'shop' | 'currency'>): OfferSet {
  return { version: 1, shop, currency, coupons: coupons.map(couponOf), ...(segments.length > 0 && { pricing: { timeZone: timeZone.trim(), ...(dayMs !== undefined && { dayMs }), segments } }) };
}

/** Bands of every priced product of a category, `percent` below and above the catalogue's price; the first 312 of them. */
export function segmentOf(category: string, percent: number, { products }: Shelf, others: readonly PriceSegment[]): PriceSegment {
  const taken = new Set(others.flatMap(({ bands }) => bands.map(({ itemId }) => itemId)));
  const own = products.filter((product) => product.category.includes(category) && product.priceCents > 0 && !taken.has(product.id)).slice(0, MAX_BANDS);
  return {
    name: category, elasticity: USUAL_ELASTICITY,
    bands: own.map(({ id, priceCents }) => ({ itemId: id, baseCents: priceCents, floorCents: Math.max(1, Math.ceil(priceCents * (1 - percent / 100))), ceilingCents: Math.floor(priceCents * (1 + percent / 100)) })),
  };
}

/** Everything that is wrong with a set, by the fields of its form: an id is made of the code, and what is wrong with it is the code's. */
export function offerMistakes(set: OfferSet): readonly CampaignFault[] {
  const { faults, read } = allFaults(set, parseOfferSet);
  const named = faults.map(({ path, message }) => (/\.(?:id|code)$/.test(path) ? { path: path.replace(/id$/, 'code'), message: NO_CODE } : { path, message }));
  const sense = read ? offerFaults(read).filter(({ path }) => !named.some((fault) => fault.path.startsWith(path))) : [];
  return [...new Map([...named, ...sense].map((fault) => [`${fault.path} ${fault.message}`, fault])).values()];
}

/** A coupon in the words and units of its form. */
function inWords({ terms, reduction, minBasketCents, earnedCents, usesPerDevice, startMs, endMs, categories, itemIds, audience }: Coupon, currency: string): InWords {
  return {
    'takes off': reduction.kind === 'percent' ? `${reduction.percent} %` : formatMoney(reduction.cents, currency), terms, 'least basket': formatMoney(minBasketCents, currency), 'earns': formatMoney(earnedCents, currency),
    'uses': String(usesPerDevice), 'begins': formatMoment(startMs), 'ends': formatMoment(endMs), 'of': [...categories, ...itemIds].join(', ') || 'the whole basket', 'shown to': audience.lifeCycles.join(', ') || 'everybody',
  };
}

/** Bands of each category in words, and the clock that they go by. */
function pricesInWords({ pricing, currency }: OfferSet): InWords {
  const bandsText = ({ bands }: PriceSegment): string => `${formatCountOf(bands.length, 'product')}, ${formatMoney(Math.min(...bands.map(({ floorCents }) => floorCents)), currency)} to ${formatMoney(Math.max(...bands.map(({ ceilingCents }) => ceilingCents)), currency)}`;
  return pricing ? { 'Clock of the shop': pricing.timeZone, ...Object.fromEntries(pricing.segments.map((segment) => [`Prices of ${segment.name}`, bandsText(segment)])) } : {};
}

/** In what two sets differ, for a person who has to choose: coupons beside each other by their code, wherever they stand. */
export function offerDifferences(mine: OfferSet, theirs: OfferSet | null): readonly Difference[] {
  const summary = (coupon: Coupon | undefined, currency: string): string => (coupon ? `${inWords(coupon, currency)['takes off'] ?? ''}: ${coupon.terms}` : '–');
  const [own, others] = [new Map(mine.coupons.map((coupon) => [coupon.code, coupon])), new Map((theirs?.coupons ?? []).map((coupon) => [coupon.code, coupon]))];
  const coupons = [...new Set([...own.keys(), ...others.keys()])].flatMap((code) => {
    const [one, other] = [own.get(code), others.get(code)];
    return one && other
      ? differences(inWords(one, mine.currency), inWords(other, mine.currency)).map((row) => ({ ...row, field: `${code}, ${row.field}` }))
      : [{ field: code, mine: summary(one, mine.currency), theirs: summary(other, mine.currency) }];
  });
  return [...coupons, ...differences(pricesInWords(mine), theirs ? pricesInWords(theirs) : {})];
}
