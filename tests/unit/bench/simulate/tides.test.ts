import { expect, test } from 'vitest';
import { DAILY, shoppersOf } from '#bench/shoppers';
import { basePrices, countDemand, demandLayout, encodeOfferSet, isPriced, parityLayout, pricesAfter, shopHourOf } from '#core/offers';
import type { PublishedSum } from '#core/measurement';
import { contentHash, seededChance, WEEK_MS } from '#core/units';
import { demoOffers, demoProducts } from '#server/demoshop';
import { tideOf } from '../../../../bench/simulate/tides.ts';

/** Shoppers that are counted; each stands for so many that together they are a round of the demonstration's crowd. */
const SHOPPERS = 111;
const EACH = 20;
/** Of both servers' noise in one cell of demand: 8 · the bound of 16. */
const NOISE_STD_DEV = 128;

test('tideOf() begins and ends a lap at the usual, with a crest and an ebb alike between', () => {
  for (const round of [0, 3, 6]) expect(tideOf(['tea'], round)['tea']).toBeCloseTo(1, 9);
  expect((tideOf(['tea'], 1)['tea'] ?? 0) * (tideOf(['tea'], 4)['tea'] ?? 0)).toBeCloseTo(1, 9);
  expect(tideOf(['tea'], 1)['tea']).toBeGreaterThan(2);
});

test('a lap of tides raises the prices of the demonstration and lowers them again, within their bands, out of the noise of its rounds', () => {
  const products = demoProducts();
  const set = demoOffers(products, 0, { shop: 'larkfield', currency: 'EUR' });
  const { timeZone, dayMs = 0, segments } = set.pricing ?? { timeZone: 'UTC', segments: [] };
  if (!isPriced(set)) throw new Error('The demonstration has prices that follow demand');
  const [band] = segments[0]?.bands ?? [];
  if (!band) throw new Error('There is a band');
  const banded = new Set(segments.flatMap(({ bands }) => bands.map(({ itemId }) => itemId)));
  const [layout, hourOf, chance, shopper] = [demandLayout(segments.length), shopHourOf(timeZone), seededChance(1), shoppersOf(products, 1, DAILY)];
  const sums: PublishedSum[] = [];
  const offers = contentHash(encodeOfferSet(set));
  let file = basePrices({ set, offers, nowMs: 0 });
  const means: number[] = [];
  for (let round = 0; round < 9; round++) {
    const closedMs = (round + 1) * dayMs;
    const sum = Float64Array.from(layout.cells, () => NOISE_STD_DEV * chance.normal());
    for (let index = 0; index < SHOPPERS; index++) {
      const events = shopper(1_000 * round + index).week(2, 0, tideOf(segments.map(({ name }) => name), round));
      countDemand(layout, { events, segmentOf: (itemId) => (banded.has(itemId) ? 0 : undefined), hourOf, sinceMs: -1, nowMs: WEEK_MS }).forEach((count, i) => { sum[i] = (sum[i] ?? 0) + EACH * count; });
    }
    const measured = { noiseVariance: NOISE_STD_DEV ** 2, reports: SHOPPERS * EACH, closedMs };
    sums.push({ layout, sum: Int32Array.from(sum), ...measured }, { layout: parityLayout(2), sum: new Int32Array(parityLayout(2).cells.length), ...measured });
    file = pricesAfter({ set, offers, nowMs: closedMs }, file, sums)?.file ?? file;
    const cents = Object.values(file.cents[band.itemId] ?? {});
    for (const each of cents) expect(each >= band.floorCents && each <= band.ceilingCents).toBe(true);
    means.push(cents.reduce((all, each) => all + each, 0) / cents.length / band.baseCents);
  }
  const crest = Math.max(...means.slice(0, 4));
  expect(crest).toBeGreaterThan(1.03);
  expect(Math.min(...means.slice(4))).toBeLessThan(crest - 0.03);
});
