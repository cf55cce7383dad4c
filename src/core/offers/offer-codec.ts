import { AD_ID_PATTERN, LAST_DATE_MS, MAX_DESC_LENGTH, MAX_LISTED, MAX_NAME_LENGTH, readAudience } from '#core/campaigns';
import { MAX_ID_CHARS, type ItemId } from '#core/catalogue';
import { decodeJson, encodeJson, readFields, type FieldFault, type Fields } from '#core/fields';
import { DAY_MS, type Result } from '#core/units';
import type { PriceBand, PriceSegment } from './bands.ts';
import { LEAST_PRICE_DAY_MS, MAX_COUPONS, MAX_PERCENT, MAX_USES, type Coupon, type OfferSet, type Pricing, type Reduction } from './coupon.ts';
import { MAX_SEGMENTS } from './demand.ts';
import { LEAST_ELASTICITY, MOST_ELASTICITY } from './prices.ts';

/** Largest amount, cents: a million units. */
const MAX_CENTS = 100_000_000;
/** Longest name of a time zone. */
const MAX_ZONE_LENGTH = 60;
/** Products of one segment: with all segments full, as many as a file of prices may hold. */
const MAX_BANDS = 312;
/** How a code is spelled: what a till and a person can type. */
const CODE_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_-]{1,39}$/;

/** The one text of an offer set: canonical JSON, so that its hash names it. */
export function encodeOfferSet(set: OfferSet): Uint8Array<ArrayBuffer> {
  return encodeJson(set);
}

/** Reads an offer set from hostile bytes; whether it makes sense is `offerFaults`' to say. */
export function decodeOfferSet(bytes: Uint8Array): Result<OfferSet, FieldFault> {
  return decodeJson('offer set', bytes, readSet);
}

/** Reads an offer set from what JSON gave, as {@link decodeOfferSet} does. */
export function parseOfferSet(value: unknown): Result<OfferSet, FieldFault> {
  return readFields('offer set', value, readSet);
}

function readSet(fields: Fields): OfferSet {
  const pricing = fields.optional('pricing', readPricing);
  const redeemed = fields.has('redeemed') && fields.entries('redeemed', MAX_COUPONS, (shares, id) => shares.number(id, 0, 1));
  return {
    version: fields.oneOf('version', [1]),
    shop: fields.text('shop', 200),
    currency: fields.pattern('currency', /^[A-Z]{3}$/),
    coupons: fields.list('coupons', MAX_COUPONS, readCoupon),
    ...(pricing && { pricing }),
    ...(redeemed && { redeemed }),
  };
}

function readPricing(fields: Fields): Pricing {
  const timeZone = fields.text('timeZone', MAX_ZONE_LENGTH);
  return { timeZone, ...(fields.has('dayMs') && { dayMs: fields.integer('dayMs', LEAST_PRICE_DAY_MS, DAY_MS) }), segments: fields.list('segments', MAX_SEGMENTS, readSegment) };
}

function readSegment(fields: Fields): PriceSegment {
  return { name: fields.text('name', MAX_NAME_LENGTH), elasticity: fields.number('elasticity', LEAST_ELASTICITY, MOST_ELASTICITY), bands: fields.list('bands', MAX_BANDS, readBand) };
}

function readBand(fields: Fields): PriceBand {
  const cents = (name: string): number => fields.integer(name, 1, MAX_CENTS);
  return { itemId: fields.text('itemId', MAX_ID_CHARS) as ItemId, baseCents: cents('baseCents'), floorCents: cents('floorCents'), ceilingCents: cents('ceilingCents') };
}

function readCoupon(fields: Fields): Coupon {
  return {
    id: fields.pattern('id', AD_ID_PATTERN),
    code: fields.pattern('code', CODE_PATTERN),
    terms: fields.text('terms', MAX_DESC_LENGTH),
    reduction: fields.object('reduction', readReduction),
    minBasketCents: fields.integer('minBasketCents', 0, MAX_CENTS),
    itemIds: fields.texts('itemIds', MAX_LISTED, MAX_ID_CHARS) as ItemId[],
    categories: fields.texts('categories', MAX_LISTED, MAX_NAME_LENGTH),
    startMs: fields.integer('startMs', 0, LAST_DATE_MS),
    endMs: fields.integer('endMs', 0, LAST_DATE_MS),
    earnedCents: fields.integer('earnedCents', 1, MAX_CENTS),
    usesPerDevice: fields.integer('usesPerDevice', 1, MAX_USES),
    audience: fields.object('audience', readAudience),
  };
}

function readReduction(fields: Fields): Reduction {
  if (fields.oneOf('kind', ['cents', 'percent']) === 'cents') return { kind: 'cents', cents: fields.integer('cents', 1, MAX_CENTS) };
  return { kind: 'percent', percent: fields.integer('percent', 1, MAX_PERCENT), ...(fields.has('maxCents') && { maxCents: fields.integer('maxCents', 1, MAX_CENTS) }) };
}
