import { afterEach, expect, test } from 'vitest';
import { auditDeployment, isBroken } from '#core/audit';
import { decodeOfferSet, PRIOR_REDEEMED_SHARE, type OfferSet } from '#core/offers';
import { fail, ok } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { countedInTurn, countedShopOf, keepOffersFresh, offersNow, publishOffers } from '#server/leader';
import { aCatalogue } from '#support/a-shop';
import { A_MEASURE, aCountsBody, openMeasure } from '#support/measure';
import { aCoupon, anOfferSet } from '#support/offers';
import { post, startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

let running: TestPair | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

/** Noise of a sum has a deviation of 16: less than 64 of them are seen once in 100,000 runs. */
const DEVICES = 180;

async function served({ leaderUrl, manifest }: TestPair): Promise<OfferSet> {
  const response = await fetch(`${leaderUrl}/v1/offers/${(await manifest()).offers?.hash}`);
  return valueOf(decodeOfferSet(new Uint8Array(await response.arrayBuffer())));
}

test('shares of redeemed coupons go from devices’ reports to the set that everybody loads, as the leader’s own word; the merchant’s draft is not stale by it', async () => {
  const pair = await startPair({ plans: [], measures: [{ ...A_MEASURE, measure: 'offers', counts: countedInTurn(['offers'], countedShopOf(aCatalogue({ items: 20 }))) }] });
  running = pair;
  const { store } = pair.leader;
  const set = anOfferSet([aCoupon('used'), aCoupon('unseen')]);
  await store.transact((tables) => publishOffers(tables, { ...set, redeemed: { unseen: 1 } }, pair.clock.nowMs()));
  const { written } = offersNow(store.tables) ?? {};
  await pair.turns();
  expect(await served(pair)).toEqual(set);
  const { id, task } = await openMeasure(pair);
  expect(task.bound).toBe(2);
  for (let device = 0; device < DEVICES; device++) expect((await post(pair.leaderUrl, await aCountsBody(task, id, [1, 1], pair.clock))).status).toBe(201); // used/shown, used/redeemed
  pair.clock.forward(A_MEASURE.windowMs);
  await pair.turns(3);
  await keepOffersFresh(store, pair.clock);
  await pair.turns();
  const { redeemed, ...rest } = await served(pair);
  expect(rest).toEqual(set);
  expect(Object.keys(redeemed ?? {})).toEqual(['used']);
  expect(redeemed?.['used']).toBeGreaterThan(PRIOR_REDEEMED_SHARE); // all of them redeemed it
  expect(offersNow(store.tables)?.written).toBe(written);
  const [hash] = [(await pair.manifest()).offers?.hash];
  await keepOffersFresh(store, pair.clock); // no round since
  await pair.turns();
  expect((await pair.manifest()).offers?.hash).toBe(hash);
  const audited = await auditDeployment({
    policy: pair.policy, nowMs: pair.clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      const response = await fetch(`${pair.leaderUrl}${path}`);
      return response.ok ? ok(new Uint8Array(await response.arrayBuffer())) : fail('missing', `${path}: ${response.status}`);
    },
  });
  expect(audited.checks.filter(isBroken)).toEqual([]);
});
