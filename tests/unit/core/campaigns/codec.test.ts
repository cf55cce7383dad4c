import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAdCatalogue, decodeDelivery, encodeAdCatalogue, encodeDelivery, MAX_CAMPAIGNS, parseManagedCampaign, type Campaign, type CampaignId, type Delivery } from '#core/campaigns';
import { utf8Encode } from '#core/units';
import { aCampaign, aCreative, aDelivery, aManagedCampaign, anAdCatalogue } from '#support/campaigns';

const full = aCampaign('full', {
  bid: { kind: 'margin', share: 0.2 }, objective: 'sales', tier: 3, dayparts: [{ weekdays: [1, 2], fromHour: 9, toHour: 17 }],
  audience: { tags: ['hiking'], categories: ['Shoes'], clusters: [2], lifeCycles: ['new', 'lapsing'] }, caps: { hour: 1, total: 10 }, slots: ['list-top'],
  creatives: [aCreative('a', { locale: 'en', itemId: 'b-1' as never, assets: { title: 'T', sponsored: 'S', desc: 'D', image: 'a'.repeat(64) as never, icon: 'b'.repeat(64) as never, priceCents: 900, salePriceCents: 800, ctatext: 'Look', displayurl: 'shop' } })],
});
const delivery = aDelivery([full], {
  bandit: { b: Array.from({ length: 16 }, () => 0.5), precision: Array.from({ length: 136 }, () => 1) },
  experiments: [{ id: 'hold', kind: 'holdout', campaign: full.id, salt: '0'.repeat(32), arms: [{ name: 'shown', thousandths: 900 }, { name: 'held', thousandths: 100 }], startMs: 1, endMs: 2 }],
});

test('ad catalogues and deliveries come back as written', () => {
  for (const catalogue of [anAdCatalogue(), anAdCatalogue([]), anAdCatalogue([full, aCampaign()])]) expect(decodeAdCatalogue(encodeAdCatalogue(catalogue))).toEqual({ ok: true, value: catalogue });
  for (const each of [aDelivery(), delivery]) expect(decodeDelivery(encodeDelivery(each))).toEqual({ ok: true, value: each });
});

test.each<readonly [string, string, Partial<Record<keyof Campaign, unknown>>]>([
  ['an id with a capital', 'id', { id: 'Boots' }], ['an id that every object has a field of', 'id', { id: 'constructor' }], ['a bid of nothing', 'bid.cents', { bid: { kind: 'cpc', cents: 0 } }], ['a tier of its own', 'tier', { tier: 10 }],
  ['a cap of nothing', 'caps.day', { caps: { day: 0 } }], ['a life cycle of its own', 'audience.lifeCycles', { audience: { tags: [], categories: [], clusters: [], lifeCycles: ['rich'] } }],
  ['an audience by age', 'audience.age', { audience: { tags: [], categories: [], clusters: [], lifeCycles: [], age: 30 } }], ['a creative in a style of its own', 'creatives[0].style', { creatives: [{ ...aCreative(), style: 'loud' }] }],
  ['a title too long to show', 'creatives[0].assets.title', { creatives: [aCreative('a', { assets: { title: 'x'.repeat(91), sponsored: 'S' } })] }], ['a window of a year', 'conversion.clickWindowMs', { conversion: { itemIds: [], categories: [], clickWindowMs: 365 * 86_400_000, viewWindowMs: 0 } }],
])('decodeAdCatalogue() refuses %s and names the field', (_what, path, change) => {
  const read = decodeAdCatalogue(encodeAdCatalogue(anAdCatalogue([aCampaign('first'), { ...aCampaign(), ...change } as Campaign])));
  expect(read).toMatchObject({ ok: false, fault: { kind: 'malformed' } });
  expect(read.ok ? '' : read.fault.message).toContain(`campaigns[1].${path}`);
});

test('more campaigns than a device should load are refused', () => {
  expect(decodeAdCatalogue(encodeAdCatalogue(anAdCatalogue(Array.from({ length: MAX_CAMPAIGNS + 1 }, (_, i) => aCampaign(`c${i}`))))).ok).toBe(false);
});

test.each<readonly [string, Partial<Delivery>]>([
  ['a chance above one', { campaigns: { ['boots' as CampaignId]: { passThrough: 1.1, isTargeted: false } } }], ['a short salt', { experiments: [{ ...delivery.experiments[0], salt: '0' } as never] }],
  ['a time before 1970', { issuedMs: -1 }], ['a posterior cut short', { bandit: { b: [1], precision: [1] } }], ['a policy on trial cut short', { candidate: { id: 'next', bandit: { b: [1], precision: [1] } } }], ['a policy on trial without a name', { candidate: { id: '', bandit: delivery.bandit ?? { b: [], precision: [] } } }],
  ['arms that leave devices out', { experiments: [{ ...delivery.experiments[0], arms: [{ name: 'shown', thousandths: 999 }] } as never] }],
])('decodeDelivery() refuses %s', (_what, change) => {
  expect(decodeDelivery(encodeDelivery(aDelivery(undefined, change))).ok).toBe(false);
});

test('no bytes make a decoder throw', () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array(), fc.json().map((text) => utf8Encode(text))), (bytes) => {
    expect([decodeAdCatalogue(bytes).ok, decodeDelivery(bytes).ok]).toEqual([false, false]);
  }));
});

test('parseManagedCampaign() keeps what a merchant says and refuses a budget of nothing', () => {
  expect(parseManagedCampaign(JSON.parse(JSON.stringify(aManagedCampaign())))).toEqual({ ok: true, value: aManagedCampaign() });
  expect(parseManagedCampaign(aManagedCampaign({ budget: { totalCents: 0 } }))).toMatchObject({ ok: false, fault: { message: expect.stringContaining('budget.totalCents') as string } });
});
