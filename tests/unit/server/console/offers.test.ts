import { afterEach, expect, test } from 'vitest';
import { startConsole, type TestConsole } from '#support/a-console';
import { aCoupon, anOfferSet } from '#support/offers';
import { startPair, type TestPair } from '#support/pair';

let pair: TestPair;
let at: TestConsole;
afterEach(async () => {
  await at.close();
  await pair.close();
});

test('offers: the owner publishes what makes sense, over what she read; others read', async () => {
  pair = await startPair();
  at = await startConsole({ over: pair });
  const [owner, editor] = [await at.as('owner'), await at.as('editor')];
  expect((await editor.ask('GET', '/api/offers')).json).toEqual({ set: null, hash: null, prices: null, refused: null });
  expect((await editor.ask('PUT', '/api/offers', { set: anOfferSet(), before: null })).status).toBe(403);
  const wrong = await owner.ask('PUT', '/api/offers', { set: { ...anOfferSet(), coupons: [{ ...aCoupon(), code: '' }] }, before: null });
  expect([wrong.status, wrong.json['faults']]).toEqual([422, [{ path: 'coupons[0].code', message: expect.any(String) as string }]]);
  const senseless = await owner.ask('PUT', '/api/offers', { set: anOfferSet([aCoupon('a1', { endMs: 0 })]), before: null });
  expect(senseless.json['faults']).toMatchObject([{ path: 'coupons[0].endMs' }]);
  const done = await owner.ask('PUT', '/api/offers', { set: anOfferSet(), before: null });
  expect([done.status, done.json['set']]).toEqual([200, anOfferSet()]);
  expect((await owner.ask('PUT', '/api/offers', { set: anOfferSet([]), before: null })).status).toBe(409);
  expect((await owner.ask('PUT', '/api/offers', { set: { ...anOfferSet([]), currency: 'USD' }, before: done.json['hash'] })).status).toBe(422);
  expect((await owner.ask('PUT', '/api/offers', { set: anOfferSet([]), before: done.json['hash'] })).status).toBe(200);
  await pair.turns();
  expect((await pair.manifest()).offers?.hash).toBe((await editor.ask('GET', '/api/offers')).json['hash']);
});
