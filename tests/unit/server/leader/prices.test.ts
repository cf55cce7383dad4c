import { afterEach, expect, test } from 'vitest';
import { auditDeployment, isBroken, type AuditReport } from '#core/audit';
import type { ItemId } from '#core/catalogue';
import { basePrices, DEMAND_BOUND, demandCell, demandLayout, encodeOfferSet, encodePriceFile, type OfferSet } from '#core/offers';
import { contentHash, DAY_MS, fail, ok, utf8Encode, type ContentHash } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { keepOffersFresh, publishOffers } from '#server/leader';
import { appendLeaf } from '#server/log';
import { A_MEASURE, aCountsBody, openMeasure } from '#support/measure';
import { anOfferSet, aPricing } from '#support/offers';
import { post, startPair, type TestPair } from '#support/pair';

let running: TestPair | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

const BOOTS = 'boots' as ItemId;
const DEVICES = 55;

async function audit({ leaderUrl, policy, clock }: TestPair): Promise<AuditReport> {
  return auditDeployment({
    policy, nowMs: clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      const response = await fetch(`${leaderUrl}${path}`);
      return response.ok ? ok(new Uint8Array(await response.arrayBuffer())) : fail('missing', `${path}: ${response.status}`);
    },
  });
}

/** Publishes other bands as the leader does, but for `changeCents` in one price of their first file. */
async function publishForged({ leader, clock }: TestPair, set: OfferSet & Required<Pick<OfferSet, 'pricing'>>, changeCents: number): Promise<void> {
  await leader.store.transact((tables) => {
    const logged = (type: 'offers' | 'prices', bytes: Uint8Array): { readonly hash: ContentHash; readonly leaf: number } => {
      const hash = contentHash(bytes);
      tables.files.add(type, hash, bytes);
      return { hash, leaf: appendLeaf(tables.log, { type, hash }) };
    };
    const offers = logged('offers', encodeOfferSet(set));
    const file = basePrices({ set, offers: offers.hash, nowMs: clock.nowMs() });
    const cents = file.cents[BOOTS] ?? { night: 0, morning: 0, afternoon: 0, evening: 0 };
    const prices = logged('prices', encodePriceFile({ ...file, cents: { [BOOTS]: { ...cents, evening: cents.evening + changeCents } } }));
    tables.settings.set('offers', utf8Encode(JSON.stringify({ offers, prices })));
  });
}

test('prices go from devices’ reports of demand to a file that every audit makes again; one cent that a leader changes in it is named', async () => {
  const pair = await startPair({ plans: [], measures: [{ ...A_MEASURE, measure: 'demand', counts: () => ({ layout: demandLayout(1), bound: DEMAND_BOUND }) }] });
  running = pair;
  await pair.leader.store.transact((tables) => publishOffers(tables, { ...anOfferSet(), pricing: aPricing(BOOTS) }, pair.clock.nowMs()));
  await pair.turns();
  const { id, task } = await openMeasure(pair);
  const evening = demandLayout(1).cells.indexOf(demandCell(0, 'evening'));
  const counts = Array.from({ length: evening + 1 }, (_, i) => (i === evening ? 4 : 0));
  for (let device = 0; device < DEVICES; device++) expect((await post(pair.leaderUrl, await aCountsBody(task, id, counts, pair.clock))).status).toBe(201);
  pair.clock.forward(A_MEASURE.windowMs);
  await pair.turns(3);
  pair.clock.forward(DAY_MS);
  await keepOffersFresh(pair.leader.store, pair.clock);
  await pair.turns();
  const honest = await audit(pair);
  expect(honest.checks.filter(isBroken)).toEqual([]);
  expect(honest.checks.filter((check) => check.id === 'prices').map(({ detail }) => detail)).toEqual([expect.stringMatching(/every price at its base$/), expect.stringMatching(/from sum [0-9a-f]{12}, as published$/)]);

  await publishForged(pair, { ...anOfferSet(), pricing: aPricing(BOOTS, 20_000) }, 1);
  await pair.turns();
  const forged = await audit(pair);
  expect(forged.checks.filter(isBroken)).toMatchObject([{ id: 'prices', detail: expect.stringMatching(/boots, evening: 20001 cents published, 20000 recomputed$/) as string }]);
});
