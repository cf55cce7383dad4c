import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parityOf, type GroupSums } from '#core/offers';
import { seededChance, type Chance } from '#core/units';
import { realSet } from '#support/real-products';

const RULE = { bound: 0.05, falseAlarm: 0.05, noiseStdDev: 20, leastDevices: 50 };

test('parityOf() by hand: refuses what surely differs beyond the bound, and nothing else', () => {
  const groups: readonly GroupSums[] = [{ name: 'low', devices: 2_000, total: 1_000 }, { name: 'high', devices: 2_000, total: 600 }];
  const verdict = parityOf(groups, RULE);
  // One pair: z = √(2 ln 20) = 2.4477; variances (.25 + .1)/…: .2500/2000 + 400·1.25/4e6, .2101/2000 + 400·1.09/4e6.
  expect(verdict.widest?.difference).toBeCloseTo(0.2, 12);
  expect(verdict.widest?.margin).toBeCloseTo(2.4477 * Math.sqrt(0.25 / 2000 + 500 / 4e6 + 0.2101 / 2000 + 436 / 4e6), 3);
  expect(verdict.isRefused).toBe(true);
  expect(parityOf(groups, { ...RULE, bound: 0.2 }).isRefused).toBe(false);
  expect(parityOf(groups, { ...RULE, noiseStdDev: 200 }).isRefused).toBe(false);
});

test('parityOf() by hand: that none of few has it is not known without doubt', () => {
  const share = 0.5 / 101;
  const { widest } = parityOf([{ name: 'one', devices: 100, total: 0 }, { name: 'other', devices: 100, total: 0 }], { ...RULE, noiseStdDev: 0 });
  expect(widest?.margin).toBeCloseTo(2.4477 * Math.sqrt((2 * share * (1 - share)) / 100), 5);
});

test('parityOf() judges no group that may be smaller than k', () => {
  expect(parityOf([{ name: 'few', devices: 80, total: 80 }, { name: 'many', devices: 5_000, total: 0 }], RULE)).toEqual({ isRefused: false, unknown: ['few'] });
  expect(parityOf([], RULE)).toEqual({ isRefused: false, unknown: [] });
  expect(() => parityOf([], { ...RULE, falseAlarm: 0 })).toThrow(RangeError);
});

/** Noised sums of groups whose shares are given. */
function noised(shares: readonly number[], devices: number, chance: Chance, noiseStdDev: number): readonly GroupSums[] {
  return shares.map((share, i) => {
    let total = 0;
    for (let device = 0; device < devices; device++) total += Number(chance.next() < share);
    return { name: `group ${i}`, devices: devices + noiseStdDev * chance.normal(), total: total + noiseStdDev * chance.normal() };
  });
}

test('parityOf() calls equal groups different in at most one of twenty releases, and finds a gap of three bounds', () => {
  const chance = seededChance(5);
  const rule = { ...RULE, bound: 0 };
  const runs = 300;
  let [alarms, found] = [0, 0];
  for (let run = 0; run < runs; run++) {
    alarms += Number(parityOf(noised([0.3, 0.3, 0.3, 0.3, 0.3], 600, chance, 20), rule).isRefused);
    found += Number(parityOf(noised([0.3, 0.3, 0.45], 2_000, chance, 20), RULE).isRefused);
  }
  expect(alarms / runs).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs)); // three deviations of 300 draws
  expect(found / runs).toBeGreaterThan(0.95);
});

const FILES = ['transactions_sample', 'campaigns', 'coupon_redemptions'].map((name) => realSet(`completejourney/${name}.csv.gz`));

/** Rows of one of these files: plain numbers and names, no quotes. */
function rowsOf(file: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = gunzipSync(readFileSync(file)).toString().trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell])));
}

test.skipIf(FILES.includes(undefined))('parityOf() of coupons in completejourney by third of price, from noised sums (needs ../shared/data)', () => {
  const [transactions = [], campaigns = [], redemptions = []] = FILES.map((file) => rowsOf(file ?? ''));
  const spent = new Map<string, { cents: number; units: number }>();
  for (const row of transactions) {
    const household = row['household_id'] ?? '';
    const known = spent.get(household) ?? { cents: 0, units: 0 };
    spent.set(household, { cents: known.cents + Number(row['sales_value']), units: known.units + Number(row['quantity'] ?? 1) });
  }
  const byPrice = [...spent].filter(([, { units }]) => units > 0).sort(([, a], [, b]) => a.cents / a.units - b.cents / b.units).map(([household]) => household);
  const third = Math.ceil(byPrice.length / 3);
  const groups = ['low', 'middle', 'high'].map((name, i) => ({ name, members: new Set(byPrice.slice(i * third, (i + 1) * third)) }));
  const [asked, redeemed] = [new Set(campaigns.map((row) => row['household_id'] ?? '')), new Set(redemptions.map((row) => row['household_id'] ?? ''))];
  const chance = seededChance(9);
  const noise = 20;
  const sums = (isIn: (household: string) => boolean, has: (household: string) => boolean): readonly GroupSums[] => groups.map(({ name, members }) => {
    const all = [...members].filter(isIn);
    return { name, devices: all.length + noise * chance.normal(), total: all.filter(has).length + noise * chance.normal() };
  });
  const exposure = parityOf(sums(() => true, (household) => asked.has(household)), { ...RULE, bound: 0.1 });
  const redemption = parityOf(sums((household) => asked.has(household), (household) => redeemed.has(household)), { ...RULE, bound: 0.1 });
  // Of 2,373 households; noise of 20 devices in each sum. Campaigns were sent alike; those who buy cheaper redeem more, not surely.
  expect(exposure).toMatchObject({ isRefused: false, widest: { first: 'low', second: 'middle' } });
  expect([exposure.widest?.difference, exposure.widest?.margin].map((figure) => figure?.toFixed(3))).toEqual(['-0.042', '0.141']);
  expect(redemption).toMatchObject({ isRefused: false, widest: { first: 'low', second: 'high' } });
  expect([redemption.widest?.difference, redemption.widest?.margin].map((figure) => figure?.toFixed(3))).toEqual(['0.124', '0.181']);
  expect([exposure.unknown, redemption.unknown]).toEqual([[], []]);
  // The same households offered by third on purpose: everybody of the lowest third, a third of the others.
  const unfair = sums(() => true, (household) => groups[0]?.members.has(household) === true || Number(household) % 3 === 0);
  expect(parityOf(unfair, { ...RULE, bound: 0.1 }).isRefused).toBe(true);
});
