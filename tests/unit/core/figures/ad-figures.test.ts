import { describe, expect, test } from 'vitest';
import { adsLayout } from '#core/ads';
import { adFigures, adTotalsOf, adTotalsOverTime, tellsConversions, type AdFigures } from '#core/figures';
import { noiseVarianceOf, type PublishedSum } from '#core/measurement';
import { seededChance, type Chance } from '#core/units';
import { aCampaign, anAdCatalogue } from '#support/campaigns';
import { SEED } from '#support/seed';

const campaign = aCampaign('boots', { bid: { kind: 'cpc', cents: 40 } });
const layout = adsLayout(anAdCatalogue([campaign]));
const NOISE = { noiseScale: { numerator: 64, denominator: 1 } };

/** A published sum whose cells of `boots` count these events, and cents, and this noise in steps. */
function aSum(counts: readonly number[], change: Partial<PublishedSum> = {}, noise = (): number => 0): PublishedSum {
  return { layout, sum: layout.cells.map((_, i) => (counts[i] ?? 0) / (layout.units[i] ?? 1) + noise()), noiseVariance: noiseVarianceOf(NOISE), reports: 100, closedMs: 0, ...change };
}

test('adFigures() by hand: counts, rates, spend and return of exact sums', () => {
  const figures = adFigures(adTotalsOf([aSum([1000, 800, 40, 10, 30_000], { noiseVariance: 0 }), aSum([1000, 800, 40, 10, 30_000], { noiseVariance: 0 })]), 'boots', campaign);
  expect(figures).toMatchObject({ impressions: { value: 2000, low: 2000, high: 2000 }, clicks: { value: 80 }, value: { value: 60_000 }, spent: { value: 3_200, stdError: 0 }, reports: 200 });
  expect(figures.ctr.value).toBeCloseTo(80 / 1600, 12);
  expect(figures.ctr.stdError).toBeCloseTo(Math.sqrt((0.05 * 0.95) / 1600), 12); // binomial
  expect(figures.cvr.value).toBeCloseTo(20 / 80, 12);
  expect(figures.returned?.value).toBeCloseTo(60_000 / 3_200, 12);
  expect([figures.ctr.reportsWanted, figures.spent.reportsWanted]).toEqual([0, 0]);
});

test('adFigures() tells conversions after a view alone apart, and makes no rate or value of them', () => {
  const figures = adFigures(adTotalsOf([aSum([1000, 800, 40, 10, 30_000, 500])]), 'boots', campaign);
  expect(figures).toMatchObject({ conversions: { value: 10 }, viewthroughs: { value: 500 }, value: { value: 30_000 } });
  expect([figures.cvr.value, figures.returned?.value]).toEqual([expect.closeTo(10 / 40, 12), expect.closeTo(30_000 / 1_600, 12)]);
});

/** A round from before conversions were told apart: `conversions` and `value` hold those after a view too. */
const older = { ...layout, cells: layout.cells.map((cell, i) => (cell.endsWith('/viewthroughs') ? `spare-${layout.cells.length + i}` : cell)) };

test('adFigures() of older rounds and newer ones together: what was shown and spent of all, conversions and their rates of the newer alone', () => {
  const [before, now] = [aSum([1000, 800, 40, 90, 900_000], { layout: older }), aSum([1000, 800, 40, 10, 30_000, 50], { closedMs: 1 })];
  expect([before, now].map(tellsConversions)).toEqual([false, true]);
  const figures = adFigures(adTotalsOf([before, now]), 'boots', campaign);
  expect(figures).toMatchObject({ clicks: { value: 80 }, spent: { value: 3_200 }, conversions: { value: 10 }, value: { value: 30_000 }, viewthroughs: { value: 50 }, reports: 200 });
  expect([figures.cvr.value, figures.returned?.value]).toEqual([expect.closeTo(10 / 40, 12), expect.closeTo(30_000 / 1_600, 12)]);
  expect(adFigures(adTotalsOf([before]), 'boots', campaign)).toMatchObject({ clicks: { value: 40 }, conversions: { stdError: Infinity, reportsWanted: undefined }, cvr: { stdError: Infinity }, returned: { stdError: Infinity } });
  // What a bid was charged for then stays spent.
  expect(adFigures(adTotalsOf([before, now]), 'boots', { bid: { kind: 'cpa', cents: 5 } })).toMatchObject({ spent: { value: 500 }, returned: { value: expect.closeTo(30_000 / 50, 9) as number } });
});

test('adTotalsOverTime() keeps older rounds apart in every span', () => {
  const spans = adTotalsOverTime([aSum([1000, 800, 40, 90], { layout: older }), aSum([1000, 800, 40, 10], { closedMs: 60_000 })], 60_000);
  expect(spans.map(({ fromMs, totals }) => [fromMs, adFigures(totals, 'boots', campaign)]).map(([fromMs, figures]) => [fromMs, (figures as AdFigures).clicks.value, (figures as AdFigures).conversions.value])).toEqual([[0, 40, 0], [60_000, 40, 10]]);
});

test('adFigures() of a margin is spent as it is earned and has no return of its own', () => {
  const figures = adFigures(adTotalsOf([aSum([1000, 800, 40, 10, 30_000])]), 'boots', { bid: { kind: 'margin', share: 0.1 } });
  expect(figures.spent.value).toBeCloseTo(3_000, 9);
  expect(figures.returned).toBeUndefined();
});

test('adFigures() says how many reports are still wanted, and nothing where nothing stands out', () => {
  const [one, four] = [1, 4].map((rounds) => adFigures(adTotalsOf(Array.from({ length: rounds }, () => aSum([4000, 2000, 4, 0, 0]))), 'boots', campaign));
  expect(one?.clicks.reportsWanted).toBeGreaterThan(0);
  // Four rounds alike stand twice as far out: what is wanted in all stays the same.
  expect((four?.clicks.reportsWanted ?? 0) + 400).toBeCloseTo((one?.clicks.reportsWanted ?? 0) + 100, -1);
  expect(one?.conversions.reportsWanted).toBeUndefined();
  expect(one?.cvr).toMatchObject({ stdError: Infinity, low: -Infinity, high: Infinity });
  expect(adFigures(adTotalsOf([aSum([])]), 'gone', campaign)).toMatchObject({ reports: 0, impressions: { stdError: Infinity } });
});

/** Both servers' discrete Laplace noise. */
function noise(chance: Chance): number {
  const geometric = (): number => Math.floor(Math.log(1 - chance.next()) / (-NOISE.noiseScale.denominator / NOISE.noiseScale.numerator));
  return geometric() - geometric() + geometric() - geometric();
}

/** Draws with probability `p` among `n`, by its normal limit: n·p is in the hundreds and more here. */
function binomial(n: number, p: number, chance: Chance): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next());
  return Math.max(0, Math.round(n * p + normal * Math.sqrt(n * p * (1 - p))));
}

describe('intervals hold the truth', () => {
  const DRAWS = 2_000;
  const TRUTH = { viewables: 60_000, ctr: 0.04, cvr: 0.3, basketCents: 6_000 };

  /** One simulated month: 40 rounds of noised sums, of shoppers drawn anew, and what they really did. */
  function month(chance: Chance): { readonly figures: AdFigures; readonly spentCents: number; readonly valueCents: number } {
    const clicks = binomial(TRUTH.viewables, TRUTH.ctr, chance);
    const conversions = binomial(clicks, TRUTH.cvr, chance);
    let valueCents = 0;
    for (let i = 0; i < conversions; i++) {
      valueCents += Math.round(-TRUTH.basketCents * Math.log(1 - chance.next()));
    }
    const rounds = 40;
    const sums = Array.from({ length: rounds }, (_, round) => aSum([70_000, TRUTH.viewables, clicks, conversions, valueCents].map((total) => Math.floor(total / rounds) + (round < total % rounds ? 1 : 0)), {}, () => noise(chance)));
    return { figures: adFigures(adTotalsOf(sums), 'boots', campaign), spentCents: 40 * clicks, valueCents };
  }

  test('of counts, spend, rates and return, in 95 of 100 draws', () => {
    const chance = seededChance(SEED);
    const held = { spent: 0, value: 0, ctr: 0, cvr: 0, returned: 0 };
    for (let draw = 0; draw < DRAWS; draw++) {
      const { figures, spentCents, valueCents } = month(chance);
      const truth = { spent: spentCents, value: valueCents, ctr: TRUTH.ctr, cvr: TRUTH.cvr, returned: (TRUTH.cvr * TRUTH.basketCents) / 40 };
      for (const name of ['spent', 'value', 'ctr', 'cvr', 'returned'] as const) {
        const figure = figures[name];
        if (figure && figure.low <= truth[name] && truth[name] <= figure.high) held[name] += 1;
      }
    }
    // Four deviations of a share of 2,000 draws are 2 %; conversions are counted as rare events, which 30 % are not, so theirs may be wider.
    for (const name of ['spent', 'value', 'ctr'] as const) expect(Math.abs(held[name] / DRAWS - 0.95), name).toBeLessThan(0.02);
    for (const name of ['cvr', 'returned'] as const) expect(held[name] / DRAWS, name).toBeGreaterThan(0.93);
  });
});
