import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairLayout } from '#core/cooccurrence';
import { epsilonOf } from '#core/privacy';
import { homebird, type CommandRun } from '#support/command-line';
import { aRange } from '#support/pairs';
import { expectedQuality, reportsOfTraining, type MeasuredCurve } from '../../../../server/commands/expected-quality.ts';
import { MEASURED_CURVE } from '../../../../server/commands/measured-curve.ts';

const plan = (...argv: readonly string[]): Promise<CommandRun> => homebird('plan', ...argv);

/** Twice popularity at 100 users, six times at 10,000; at ε 2 half of that. */
const CURVE: MeasuredCurve = {
  dataset: 'made', split: 'loo', seed: 1, cases: 100, items: 50, realUsers: 1000,
  points: [[100, 0.2], [10_000, 0.6]].flatMap(([users = 0, mix = 0]) => [
    { users, epsilon: 8, reports: 1_000_000 / users / 100, mix, popularity: 0.01 }, // noised popularity is not what a shop compares with
    { users, epsilon: 2, reports: 1_000_000 / users / 100, mix: mix / 2, popularity: 0.01 },
    { users, epsilon: null, reports: 0, mix, popularity: 0.1 },
  ]),
};

describe('expectedQuality()', () => {
  test('gives the measured points, and their middle on a logarithmic scale', () => {
    expect(expectedQuality(CURVE, { users: 100, epsilon: 8 })).toMatchObject({ kind: 'measured', epsilon: 8, ratio: expect.closeTo(2, 9) as number, isReplicated: false });
    expect(expectedQuality(CURVE, { users: 1000, epsilon: 8 })).toMatchObject({ ratio: expect.closeTo(4, 9) as number, isReplicated: true });
    expect(expectedQuality(CURVE, { users: 10_000, epsilon: 8 })).toMatchObject({ ratio: expect.closeTo(6, 9) as number });
  });

  test('reads the line of at most the ε asked for, never a less noisy one', () => {
    fc.assert(fc.property(fc.double({ min: 2, max: 100, noNaN: true }), fc.integer({ min: 100, max: 10_000 }), (epsilon, users) => {
      const expected = expectedQuality(CURVE, { users, epsilon });
      expect(expected.kind === 'measured' && expected.epsilon <= epsilon).toBe(true);
    }));
    expect(expectedQuality(CURVE, { users: 100, epsilon: 7.9 })).toMatchObject({ epsilon: 2, ratio: expect.closeTo(1, 9) as number });
  });

  test('limitation: says nothing below, and no more than the end above, what was measured', () => {
    expect(expectedQuality(CURVE, { users: 99, epsilon: 8 })).toEqual({ kind: 'outside', why: 'measured from 100 browsers on' });
    expect(expectedQuality(CURVE, { users: 10_001, epsilon: 8 })).toEqual({ kind: 'outside', why: 'measured up to 10000 browsers, where HR@20 was 6.0 times that of popularity' });
    expect(expectedQuality(CURVE, { users: 100, epsilon: 1.9 })).toEqual({ kind: 'outside', why: 'measured from epsilon 2 on' });
  });
});

test('reportsOfTraining() takes the larger of the nearest sizes, so that no epsilon is claimed too small', () => {
  expect([50, 100, 9999, 10_000, 1_000_000].map((users) => reportsOfTraining(CURVE, users))).toEqual([100, 100, 100, 1, 1]);
});

test('the measured curve has every ε at every size, and popularity without noise to compare with', () => {
  const sizes = new Set(MEASURED_CURVE.points.map(({ users }) => users));
  const epsilons = new Set(MEASURED_CURVE.points.map(({ epsilon }) => epsilon));
  expect(epsilons).toContain(null);
  expect(MEASURED_CURVE.points).toHaveLength(sizes.size * epsilons.size);
  for (const { mix, popularity } of MEASURED_CURVE.points) for (const share of [mix, popularity]) expect(share > 0 && share < 1).toBe(true);
});

test('the curve that plan reads is the one that docs/BENCHMARKS.md shows', () => {
  const lines = readFileSync(new URL('../../../../docs/BENCHMARKS.md', import.meta.url), 'utf8').split('\n');
  const shown = (value: number): string => value.toFixed(4).slice(1);
  for (const { users, epsilon, reports, mix, popularity } of MEASURED_CURVE.points) {
    const row = lines.find((line) => line.startsWith(`| ${users.toLocaleString('en')} | .`)) ?? '';
    if (epsilon === null) expect(row).toContain(`| ${shown(popularity)} | ${shown(mix)} |`);
    else expect(row).toMatch(new RegExp(`${shown(mix).replace('.', '\\.')} \\(ε [\\d.]+, z [\\d.]+, ${reports} reports\\)`));
  }
});

describe('homebird plan', () => {
  test('more visitors can train more, and it says what it costs', async () => {
    const [small, large] = [await plan('--daily-visitors', '10', '--consent', '10'), await plan('--daily-visitors', '100000')];
    expect(small.out).toContain('Too few visitors');
    expect(small.out).toMatch(/Expected quality: not known for 1 browsers/);
    expect(large.out).toContain('Largest model that learns with rounds of a week or less: T11, 5893 devices a round, a round every 4.7 h');
    expect(large.out).toContain('(visitors would do for T256, but no device trains models above T11 today: docs/MODEL.md)');
    expect(large.out).toContain('one report costs a shopper epsilon 1.14;'); // PRIVATE_AGGREGATION §3: 1.143 for one z = 4 report
  });

  test('a round takes at most a week of visitors: a smaller cohort where R = 1 is too far', async () => {
    expect((await plan('--daily-visitors', '2000')).out).toContain('T11, 4200 devices a round, a round every 7.0 days');
  });

  test('--epsilon picks the least z that keeps a training within it', async () => {
    const reports = reportsOfTraining(MEASURED_CURVE, 3000);
    const { out } = await plan('--daily-visitors', '10000', '--epsilon', '2');
    const z = Number(/z = ([\d.]+), the least that keeps a training within epsilon 2/.exec(out)?.[1]);
    expect(epsilonOf(reports / (2 * z * z), 1e-6)).toBeLessThanOrEqual(2);
    expect(epsilonOf(reports / (2 * (z - 0.25) ** 2), 1e-6)).toBeGreaterThan(2);
    expect(out).toMatch(/Expected quality with 3000 browsers, a training within epsilon 2\.00: HR@20 [\d.]+ times that of popularity/);
    expect(out).toMatch(/as measured at epsilon 2 on .*: a public data set, not your shop/);
  });

  test('--items tells of the table of pairs: blocks, weeks, and browsers wanted', async () => {
    const { out } = await plan('--daily-visitors', '1000', '--items', '200');
    expect(out).toContain('pairs: those of 200 items take 4 blocks, those of categories up to 3 more; a device that reports of nothing else has told of all in at most 4 weeks; a pair shows from 91 times in one round on'); // 40,000 cells, 80,000 with 200 categories; 4 × 4 × 256 × √2 ÷ 64
    expect(out).toContain('wanted: 20 users an item, 4000 browsers in all; with 300 a day that is 14 days if none comes twice');
    for (const [items, categories] of [[664, 200], [665, 200], [693, 200], [693, 2], [693, 1]] as const) {
      const layout = pairLayout(aRange(items, 1, categories));
      const hasAll = Array.from({ length: items }, (_, item) => item).every((from) => layout.cellOf(from, items - 1) >= 0);
      expect(layout.blocks).toBeLessThanOrEqual(37);
      expect((await plan('--daily-visitors', '1000', '--items', `${items}`)).out).toContain(hasAll && items < 665 ? 'those of 664 items take 34 blocks, those of categories up to 3 more' : ' where categories are few; beside many, alike and popular ones share 37 with them');
      expect(hasAll).toBe(items < 665 || categories < 3);
    }
    expect((await plan('--daily-visitors', '1000', '--items', '5000')).out).toContain('5000 items have more pairs than the table holds, so alike and popular ones take its 37 blocks; a device');
    expect((await plan('--daily-visitors', '1000', '--items', '5000', '--epsilon', '2')).out).toContain('not known below epsilon 4');
  });

  test('--ads tells of models of ads: what five tasks leave to each, devices by noise and from which batch, and of a plan without ads nothing', async () => {
    const { out } = await plan('--daily-visitors', '20000', '--ads'); // 6,000 report in a day
    expect(out).toContain('ads: reports are shared among mix, pairs, ctr, cvr, portraits, about 1200 a day for each; those of ads begin once a round had 2000 reports, and open from 550 (ctr), 550 (cvr), 800 (portraits)');
    // z·√(2P) ÷ (alignment · R): 4 · √3,634 ÷ .6 is below its batch, ÷ .1 is not; 4 · √25,986 ÷ .6 and ÷ .1; portraits 4 · √792 ÷ .2 is below their batch.
    expect(out).toMatch(/^ctr +1817 +550 +11\.0 h +2412 +2\.0 days$/m);
    expect(out).toMatch(/^cvr +12993 +1075 +21\.5 h +6449 +5\.4 days$/m);
    expect(out).toMatch(/^portraits +396 +800 +16\.0 h +800 +16\.0 h$/m);
    expect(out).toContain('learn with rounds of a week or less: ctr every 2.0 days, cvr every 5.4 days, portraits every 16.0 h;');
    expect((await plan('--daily-visitors', '20000', '--ads', '--z', '8')).out).toMatch(/^cvr +12993 +2150 /m);
    const [shop, small] = [await plan('--daily-visitors', '20000'), await plan('--daily-visitors', '2000', '--ads')];
    expect(shop.out).not.toMatch(/\bads\b|ctr|measurements/);
    expect(small.out).toContain('Models of ads that learn with rounds of a week or less: ctr every 7.0 days, portraits every 6.7 days;');
    expect((await plan('--daily-visitors', '200', '--ads')).out).toContain('Too few visitors for models of ads with rounds of a week');
  });

  test('--ads says what measurements cost: one a day of ε ¼ and what models take spend ρ 4', async () => {
    const { out } = await plan('--daily-visitors', '1000', '--ads');
    expect(out).toContain('measurements: one report a day at most costs a shopper epsilon 0.25 with no delta; it goes to one of 3 (ads, quality, audience), about 100 a day each;');
    expect(out).toContain('one every day, and 2 to models a week, spend a year\'s budget in 14 weeks'); // 4 ÷ (7/32 + 2/32)
    expect((await plan('--daily-visitors', '1000', '--ads', '--z', '8')).out).toContain('and 8 to models a week, spend'); // a quarter of the cost each
  });

  test.each([
    [[], /Wanted --daily-visitors N/],
    [['--daily-visitors', '-1'], /--daily-visitors/],
    [['--daily-visitors', '0'], /--daily-visitors 0: wanted a whole number from 1/],
    [['--daily-visitors', '9', '--items', 'many'], /--items many: wanted a whole number/],
    [['--daily-visitors', '9', '--consent', '101'], /--consent 101: wanted a whole number from 1 to 100/],
    [['--daily-visitors', '9', '--z', '3'], /--z 3: wanted a number from 4/],
    [['--daily-visitors', '9', '--epsilon', 'low'], /--epsilon low: wanted a number above 0/],
    [['--daily-visitors', '9', '--epsilon', '0'], /--epsilon 0: wanted a number above 0/],
    [['--daily-visitors', '9', '--epsilon', '0.0001'], /--epsilon 0.0001: no noise that can be drawn/],
    [['--daily-visitors', '9', '--epsilon', '8', '--z', '4'], /--z with --epsilon/],
  ])('%j is an error that names the option', async (argv, message) => {
    const { code, err } = await plan(...argv);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
