import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import { encodeOfferSet, type PublishedOffers } from '#core/offers';
import { fail, ok, type Fault, type Result } from '#core/units';
import { publishOffers } from '#server/leader';
import { createTill, publishedFrom, tillRoutes } from '#server/till';
import { aCatalogue } from '#support/a-shop';
import { documentedTill } from '#support/documented-till';
import { aCoupon, anOfferSet, aPricing } from '#support/offers';
import { startPair, type TestPair } from '#support/pair';

const { products } = aCatalogue({ items: 5 });
const [FIRST, SECOND] = products.map(({ id }) => id);
const SET = { ...anOfferSet([aCoupon('tenth', { startMs: 0 })]), currency: products[0]?.currency ?? '', pricing: aPricing(FIRST as ItemId, 9_000) };

let pair: TestPair;
let app: Hono;
beforeEach(async () => {
  pair = await startPair();
  await pair.turns();
  app = new Hono();
  tillRoutes(app, createTill({ clock: pair.clock, products, read: publishedFrom(pair.leaderUrl, pair.policy.logKey) }));
});
afterEach(() => pair.close());

async function asked(body: unknown): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> {
  const response = await app.request('/till/quote', { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}
const basket = (code = '') => ({ code, lines: [{ itemId: FIRST, pieces: 2 }, { itemId: 'not-sold-here', pieces: 1 }] });
const publish = async (set = SET): Promise<void> => {
  await pair.leader.store.transact((tables) => publishOffers(tables, set, pair.clock.nowMs()));
  await pair.turns();
};

test('a till charges the catalogue before there are offers, then what the leader publishes; the documented one reads the same', async () => {
  const own = products[0]?.priceCents ?? 0;
  expect((await asked(basket('tenth'))).json).toMatchObject({ paidCents: 2 * own, refused: 'unknown' });
  expect(await (await app.request('/till/prices.json')).json()).toEqual({});
  await publish();
  pair.clock.forward(30_000);
  expect(await (await app.request('/till/prices.json')).json()).toEqual({ [String(FIRST)]: 9_000 });
  expect((await asked(basket('Tenth'))).json).toMatchObject({ totalCents: 18_000, reductionCents: 1_800, paidCents: 16_200, code: 'TENTH' });
  expect(await documentedTill.readOffers(pair.leaderUrl)).toMatchObject({ set: SET, prices: { cents: { [String(FIRST)]: { evening: 9_000 } } } });
});

test('a coupon that was taken back is honoured for the day that a browser may show it', async () => {
  await publish();
  await asked(basket());
  await publish({ ...SET, coupons: [] });
  pair.clock.forward(30_000);
  expect((await asked(basket('tenth'))).json).toMatchObject({ code: 'TENTH' });
  pair.clock.forward(24 * 3_600_000);
  expect((await asked(basket('tenth'))).json).toMatchObject({ code: 'TENTH' });
  pair.clock.forward(1);
  expect((await asked(basket('tenth'))).json).toMatchObject({ refused: 'unknown' });
});

test('a browser’s word on prices is refused, as is what is no basket', async () => {
  for (const body of ['{', '[]', { lines: [], code: 7 }, { ...basket(), paidCents: 1 }, { code: '', lines: [{ itemId: SECOND, pieces: 1, priceCents: 1 }] }, { code: '', lines: [{ itemId: SECOND, pieces: 0 }] }, { code: '', lines: Array.from({ length: 201 }, () => ({ itemId: SECOND, pieces: 1 })) }]) expect((await asked(body)).status).toBe(422);
  expect((await asked('x'.repeat(70_000))).status).toBe(413);
});

test('createTill() looks at the leader again after half a minute, once for all who wait, and goes on with what it read where the leader is silent', async () => {
  let [reads, answer]: [number, Result<PublishedOffers | undefined, Fault>] = [0, ok({ set: SET })];
  const till = createTill({ clock: pair.clock, products, read: () => { reads += 1; return Promise.resolve(answer); } });
  const paid = async (): Promise<string | undefined> => (await till.quote([{ itemId: String(FIRST), pieces: 1 }], 'tenth')).code;
  expect([...await Promise.all([paid(), paid()]), await paid(), reads]).toEqual(['TENTH', 'TENTH', 'TENTH', 1]);
  answer = fail('offline', 'The leader is silent');
  pair.clock.forward(30_000);
  expect([await paid(), await paid(), reads]).toEqual(['TENTH', 'TENTH', 2]);
});

test('createTill() takes nothing from a set in another currency than the shop’s', async () => {
  const till = createTill({ clock: pair.clock, products, read: () => Promise.resolve(ok({ set: { ...SET, currency: 'XTS' } })) });
  expect(await till.quote([{ itemId: String(FIRST), pieces: 1 }], 'tenth')).toMatchObject({ refused: 'unknown' });
});

test('publishedFrom() refuses a file whose bytes are not those that the manifest names', async () => {
  await publish();
  const forged = encodeOfferSet({ ...SET, coupons: [aCoupon('everything', { startMs: 0, reduction: { kind: 'percent', percent: 90 } })] });
  const between = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/v1/offers/')) response.end(forged);
    else void fetch(`${pair.leaderUrl}${path}`).then(async (answer) => response.end(Buffer.from(await answer.arrayBuffer())));
  }).listen(0, '127.0.0.1');
  await once(between, 'listening');
  try {
    const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
    expect(await publishedFrom(url, pair.policy.logKey)()).toMatchObject({ ok: false, fault: { kind: 'changed' } });
  } finally {
    between.close();
  }
});
