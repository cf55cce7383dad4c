import { adPolicy, BANDIT_FEATURES, BASE_CLICK_CHANCE, chooseAd, DISLIKED_WEIGHT, expectedCents, EXPLORE_SHARE, leaseDraw, showingsOf } from '#core/ads';
import { BANDIT_DIMS, type Campaign, type CampaignId } from '#core/campaigns';
import { HOUR_MS, seededChance } from '#core/units';
import { expect, test } from 'vitest';
import { anAdEvent, someFacts } from '#support/ad-facts';
import { aCampaign, aCreative, aDelivery, CAMPAIGN_START_MS } from '#support/campaigns';
import { expectDistribution } from '#support/chi-square';

const cpc = (cents: number) => ({ kind: 'cpc', cents }) as const;
const named = (id: string, change: Partial<Campaign> = {}): Campaign => aCampaign(id, { bid: cpc(40), ...change });

test('expectedCents() is what one seen impression brings, by kind of bid', () => {
  const of = (bid: Campaign['bid'], assets = {}) => ({ campaign: aCampaign('a', { bid }), creative: aCreative('a', { assets: { title: 'T', sponsored: 'S', ...assets } }) });
  expect(expectedCents(of({ kind: 'cpm', cents: 500 }), 0.1)).toBe(0.5);
  expect(expectedCents(of(cpc(40)), 0.1)).toBe(4);
  expect(expectedCents(of({ kind: 'cpa', cents: 1000 }), 0.1, { buyChance: 0.05 })).toBeCloseTo(5);
  expect(expectedCents(of({ kind: 'margin', share: 0.2 }, { priceCents: 9000, salePriceCents: 5000 }), 0.1, { buyChance: 0.05 })).toBeCloseTo(5);
  expect(expectedCents(of({ kind: 'margin', share: 0.2 }), 0.1, { buyChance: 0.05, orderCents: 1000 })).toBeCloseTo(1);
});

test('adPolicy() gives chances that sum to 1, each above the floor, of the first tier alone', () => {
  const all = [named('a'), named('b', { bid: cpc(80) }), named('late', { tier: 1, bid: cpc(99_000) })];
  const policy = adPolicy({ campaigns: all, facts: someFacts(all), chance: seededChance(3) });
  expect(policy.candidates.map(({ campaign }) => String(campaign.id))).toEqual(['a', 'b']);
  expect(policy.propensities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  for (const propensity of policy.propensities) expect(propensity).toBeGreaterThanOrEqual(EXPLORE_SHARE / 2);
  expect(policy.valueCents).toEqual(Float64Array.of(40 * BASE_CLICK_CHANCE, 80 * BASE_CLICK_CHANCE));
  expect(policy.bars.size).toBe(0);
});

test('chooseAd() draws as often as the logged chances say, over fresh draws of the weights (chi-square)', () => {
  const all = [named('a', { creatives: [aCreative('a-a'), aCreative('a-b', { style: 'price' })] }), named('b', { bid: cpc(45), creatives: [aCreative('b-a', { style: 'quiet' })] }), named('c', { bid: cpc(20) })];
  const chance = seededChance(11);
  const facts = someFacts(all);
  const runs = 2000;
  const logged = new Float64Array(4);
  const drawn = Int32Array.from({ length: runs }, () => {
    const policy = adPolicy({ campaigns: all, facts, chance });
    policy.propensities.forEach((p, i) => (logged[i] = (logged[i] ?? 0) + p / runs));
    return chooseAd(policy, chance)?.index ?? -1;
  });
  expectDistribution(drawn, [...logged].map((p, i) => [i, p] as const));
});

test('chooseAd() calls random what the uniform share drew: 5 % of draws, every candidate alike, and never where there is no choice', () => {
  const chance = seededChance(12);
  const runs = 4000;
  const random = Array.from({ length: runs }, () => chooseAd({ propensities: Float64Array.of(0.9625, 0.0125, 0.0125, 0.0125) }, chance)).filter((drawn) => drawn?.isRandom);
  expect(random.length / runs).toBeCloseTo(EXPLORE_SHARE, 1.5); // half of .03 is 4 deviations of √(.05 · .95 / 4000)
  expectDistribution(Int32Array.from(random, (drawn) => drawn?.index ?? -1), [0, 1, 2, 3].map((i) => [i, 1 / 4] as const));
  expect(Array.from({ length: 100 }, () => chooseAd({ propensities: Float64Array.of(1) }, chance)?.isRandom)).not.toContain(true);
});

test('adPolicy() sends equal values to the least seen', () => {
  const all = [named('a', { bid: { kind: 'cpm', cents: 300 } }), named('b', { bid: { kind: 'cpm', cents: 300 } })];
  const showings = showingsOf([anAdEvent('ad_viewable', { campaignId: 'a', creativeId: 'a-a', atMs: CAMPAIGN_START_MS - 2 * HOUR_MS })]);
  const { propensities } = adPolicy({ campaigns: all, facts: someFacts(all, { showings }), chance: seededChance(1) });
  expect(propensities[1]).toBeCloseTo(1 - EXPLORE_SHARE / 2, 12);
});

test('adPolicy() weighs pass-through and a disliked advertiser', () => {
  const all = [named('a', { bid: { kind: 'cpm', cents: 300 } }), named('b', { bid: { kind: 'cpm', cents: 200 }, advertiser: 'Other' })];
  const best = (change: Parameters<typeof someFacts>[1]): number => {
    const { propensities } = adPolicy({ campaigns: all, facts: someFacts(all, change), chance: seededChance(1) });
    return propensities.indexOf(Math.max(...propensities));
  };
  expect(best({})).toBe(0);
  const { nowMs } = someFacts();
  const delivery = aDelivery(all, { issuedMs: nowMs, campaigns: { a: { passThrough: 0.5, isTargeted: false }, b: { passThrough: 1, isTargeted: false } } as never });
  expect(best({ delivery })).toBe(1);
  expect(best({ wishes: { hidden: [], disliked: ['Fellworks'] } })).toBe(1);
  expect(DISLIKED_WEIGHT).toBeLessThan(200 / 300);
});

test('adPolicy() learns from this device: what was followed is drawn more often, what was seen in vain less', () => {
  const all = [named('a', { creatives: [aCreative('a-a', { style: 'card' })] }), named('b', { creatives: [aCreative('b-a', { style: 'banner' })] })];
  const past = (recId: string, style: 'a' | 'b', isClick: boolean) => ['ad_impression', 'ad_viewable', ...(isClick ? ['ad_click'] : [])].map((type) =>
    anAdEvent(type as 'ad_click', { recId: recId.padStart(32, '0'), campaignId: style, creativeId: `${style}-a`, atMs: CAMPAIGN_START_MS - 30 * 24 * HOUR_MS }));
  const events = Array.from({ length: 30 }, (_, i) => [...past(`${i}a`, 'a', i % 5 === 0), ...past(`${i}b`, 'b', false)]).flat();
  const { propensities, clickChances } = adPolicy({ campaigns: all, facts: someFacts(all, { showings: showingsOf(events) }), chance: seededChance(5) });
  expect(clickChances[0]).toBeGreaterThan(BASE_CLICK_CHANCE);
  expect(clickChances[1]).toBeLessThan(clickChances[0] ?? 0);
  expect(propensities[0]).toBeGreaterThan(0.8);
});

test('adPolicy() goes by a model where there is one', () => {
  const all = [named('a'), named('b')];
  const { clickChances } = adPolicy({ campaigns: all, facts: someFacts(all), chance: seededChance(5), predict: { clickChance: ({ campaign }) => (campaign.id === 'b' ? 0.3 : 0.01), buyChance: () => 0.1, plain: () => ({ clickChance: 0.2, buyChance: 0.1 }) } });
  expect([...clickChances]).toEqual([0.01, 0.3]);
});

test('adPolicy() values what is paid by the purchase by both chances of the model, and chooses by them', () => {
  const all = [named('a', { bid: { kind: 'cpa', cents: 1000 } }), named('b', { bid: { kind: 'cpa', cents: 1000 } })];
  const { valueCents, propensities } = adPolicy({ campaigns: all, facts: someFacts(all), chance: seededChance(5), predict: { clickChance: () => 0.1, buyChance: ({ campaign }) => (campaign.id === 'b' ? 0.3 : 0.01), plain: () => ({ clickChance: 0.1, buyChance: 0.1 }) } });
  expect(valueCents[0]).toBeCloseTo(0.1 * 0.01 * 1000, 9);
  expect(valueCents[1]).toBeCloseTo(0.1 * 0.3 * 1000, 9);
  expect(propensities[1]).toBeGreaterThan(0.8);
});

test('a published posterior is taken as it is, and one that is no distribution is passed over', () => {
  const all = [named('a')];
  const identity = Array.from({ length: BANDIT_DIMS }, (_, i) => Array.from({ length: BANDIT_DIMS - i }, (__, j) => (j === 0 ? 1e6 : 0))).flat();
  const facts = (b: readonly number[], precision: readonly number[]) => someFacts(all, { delivery: aDelivery(all, { issuedMs: someFacts().nowMs, bandit: { b, precision } }) });
  const chancesOf = (own: ReturnType<typeof facts>) => [...adPolicy({ campaigns: all, facts: own, chance: seededChance(1) }).clickChances];
  // Mean is b / 1e6: base .05, style card .01.
  expect(chancesOf(facts([50_000, 10_000, ...Array.from({ length: 14 }, () => 0)], identity))[0]).toBeCloseTo(0.06, 9);
  expect(chancesOf(facts(Array.from({ length: 16 }, () => 0), identity.map(() => 0)))[0]).toBeCloseTo(BASE_CLICK_CHANCE, 9);
  expect(BANDIT_FEATURES).toHaveLength(BANDIT_DIMS);
});

test('leaseDraw() is the same for one file, and uniform over files and campaigns', () => {
  expect(leaseDraw('c4', 7, 'a' as CampaignId)).toBe(leaseDraw('c4', 7, 'a' as CampaignId));
  const draws = Array.from({ length: 2000 }, (_, i) => Math.floor(10 * leaseDraw('c4', i >> 1, (i % 2 ? 'a' : 'b') as CampaignId)));
  expectDistribution(draws, Array.from({ length: 10 }, (_, i) => [i, 0.1] as const));
});
