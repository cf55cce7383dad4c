import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditDeployment } from '#core/audit';
import type { ItemId } from '#core/catalogue';
import type { Layout } from '#core/measurement';
import { decodeOfferSet, decodePriceFile, demandCell, demandLayout, parityLayout, type OfferSet, type PriceFile } from '#core/offers';
import { DAY_MS, fail, HOUR_MS, ok } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { keepOffersFresh, offersNow, pricedSegments, publishOffers } from '#server/leader';
import { keepMeasured } from '#support/measure';
import { aCoupon, anOfferSet } from '#support/offers';
import { startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

let pair: TestPair;
let rounds = 0;
beforeEach(async () => {
  pair = await startPair();
  rounds = 0;
});
afterEach(() => pair.close());

const BOOTS = 'boots' as ItemId;
const PRICED: OfferSet = { ...anOfferSet(), pricing: { timeZone: 'Europe/Berlin', segments: [{ name: 'Shoes', elasticity: 2.62, bands: [{ itemId: BOOTS, baseCents: 10_000, floorCents: 8_000, ceilingCents: 12_000 }] }] } };

const publish = async (set: OfferSet): Promise<void> => {
  await pair.leader.store.transact((tables) => publishOffers(tables, set, pair.clock.nowMs()));
  await pair.turns();
};
const fresh = async () => keepOffersFresh(pair.leader.store, pair.clock);
async function served(path: string): Promise<Uint8Array> {
  const response = await fetch(pair.leaderUrl + path);
  expect(response.status, path).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}
const prices = async (): Promise<PriceFile> => valueOf(decodePriceFile(await served(`/v1/prices/${(await pair.manifest()).prices?.hash}`)));

const measured = async (layout: Layout, sumOf: (cell: string) => number): Promise<void> => keepMeasured(pair, (rounds += 1), layout, sumOf);
const demanded = async (evening: number): Promise<void> => measured(demandLayout(1), (cell) => (cell === demandCell(0, 'evening') ? evening : 5_000));
/** 2,000 devices of each group; `low` of those with cheap things met raised prices, and `high` of the others. */
const met = async (low: number, high: number): Promise<void> => measured(parityLayout(2), (cell) => (cell.endsWith('/devices') ? 2_000 : cell === 'price-low/raised' ? low : cell.endsWith('/raised') ? high : 0));

test('publishOffers(): manifests of a shop without offers have no field for them; the leaves are there before the manifest names the files, and every audit checks both', async () => {
  await pair.turns();
  expect(Object.keys(await pair.manifest())).not.toEqual(expect.arrayContaining(['offers']));
  expect([offersNow(pair.leader.store.tables), pricedSegments(pair.leader.store.tables)]).toEqual([undefined, 0]);
  await publish(PRICED);
  const { offers } = await pair.manifest();
  expect(valueOf(decodeOfferSet(await served(`/v1/offers/${offers?.hash}`)))).toEqual(PRICED);
  expect(await prices()).toMatchObject({ offers: offers?.hash, cents: { boots: { night: 10_000, evening: 10_000 } }, states: {} });
  expect(pricedSegments(pair.leader.store.tables)).toBe(1);
  const { checks } = await auditDeployment({
    policy: pair.policy, nowMs: pair.clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      const response = await fetch(pair.leaderUrl + path);
      const bytes = new Uint8Array(await response.arrayBuffer());
      return response.ok ? ok(path.startsWith('/v1/prices/') ? Uint8Array.of(1, ...bytes) : bytes) : fail('offline', path);
    },
  });
  expect(checks.filter((check) => !check.ok && check.advisory !== true).map(({ title }) => title)).toEqual(['Prices in the log, recomputed here', 'File of prices that devices are offered']);
});

test('publishOffers() of other coupons keeps the prices; of other bands begins them at the base; without bands there are none', async () => {
  await publish(PRICED);
  const first = (await pair.manifest()).prices;
  await publish({ ...PRICED, coupons: [aCoupon('five')] });
  expect((await pair.manifest()).prices).toEqual(first);
  await publish({ ...PRICED, pricing: { timeZone: 'Europe/Berlin', segments: [{ name: 'Shoes', elasticity: 2, bands: [{ itemId: BOOTS, baseCents: 9_000, floorCents: 8_000, ceilingCents: 12_000 }] }] } });
  expect((await prices()).cents[BOOTS]?.evening).toBe(9_000);
  await publish(anOfferSet());
  expect(await pair.manifest()).not.toHaveProperty('prices');
});

test('keepOffersFresh() moves prices once a day, by measured demand and within the step, and names the sum', async () => {
  await publish(PRICED);
  pair.clock.forward(HOUR_MS);
  await demanded(5_000);
  await fresh();
  expect((await prices()).measured).toBeUndefined(); // the day is not over
  pair.clock.forward(DAY_MS);
  await fresh(); // what is usual
  await pair.turns();
  expect(await prices()).toMatchObject({ measured: expect.stringMatching(/^[0-9a-f]{64}$/) as string, cents: { boots: { evening: 10_000 } } });
  pair.clock.forward(HOUR_MS);
  await demanded(9_000);
  pair.clock.forward(DAY_MS);
  const before = await prices();
  await fresh(); // whom they met was not measured: a gate that was not asked is not open
  await pair.turns();
  expect(await prices()).toEqual(before);
  await met(100, 110);
  await fresh();
  await pair.turns();
  expect((await prices()).cents[BOOTS]).toEqual({ night: 10_000, morning: 10_000, afternoon: 10_000, evening: 10_500 });
  const last = (await pair.manifest()).prices;
  pair.clock.forward(DAY_MS);
  await fresh(); // nothing was measured since
  await pair.turns();
  expect((await pair.manifest()).prices).toEqual(last);
});

test('the gate: prices that surely met one group more than another go back to the base at once, and stay until other bands are published', async () => {
  await publish(PRICED);
  pair.clock.forward(HOUR_MS);
  await met(100, 110);
  expect(await fresh()).toBeUndefined();
  pair.clock.forward(HOUR_MS);
  await met(1_500, 200);
  expect(await fresh()).toMatchObject({ first: 'price-low', difference: 0.65 });
  expect([offersNow(pair.leader.store.tables)?.refused?.first, pricedSegments(pair.leader.store.tables)]).toEqual(['price-low', 0]);
  await demanded(9_000);
  pair.clock.forward(2 * DAY_MS);
  await fresh();
  await pair.turns();
  expect((await prices()).measured).toBeUndefined();
  await publish({ ...PRICED, coupons: [] });
  expect(offersNow(pair.leader.store.tables)?.refused?.first).toBe('price-low');
  await publish({ ...PRICED, pricing: { timeZone: 'Europe/Paris', segments: PRICED.pricing?.segments ?? [] } });
  expect(await fresh()).toBeUndefined();
});
