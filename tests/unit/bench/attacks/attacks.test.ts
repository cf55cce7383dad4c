import { beforeAll, expect, test } from 'vitest';
import { FLOORS } from '#core/privacy';
import type { ModelKind } from '#core/protocol';
import { areaUnder, gaussianTruePositives, mostTruePositives } from '../../../../bench/attacks/bounds.ts';
import { rateInterval } from '../../../../bench/attacks/intervals.ts';
import { invertHistories } from '../../../../bench/attacks/inversion.ts';
import { invertItems } from '../../../../bench/attacks/items.ts';
import { tellMembers } from '../../../../bench/attacks/membership.ts';
import { above, type Roc } from '../../../../bench/attacks/roc.ts';
import { atTheBound, stageOf, type Stage } from '../../../../bench/attacks/shadow.ts';
import { rhoUnder } from '../../../../bench/attacks/views.ts';
import { aScene } from './a-scene.ts';

/** Share of tests below that hold by chance alone: one in a thousand fails, and the seeds are fixed. */
const CONFIDENCE = 0.999;

/**
 * Most by which a measured ROC lies above `bound`: how far both rates may be off together is taken off
 * first (Dvoretzky, Kiefer and Wolfowitz with Massart's constant, for either column), so a positive answer is a broken promise
 * and no accident.
 */
function excessOver({ present, absent }: Roc, bound: (falsePositives: number) => number): number {
  const slack = (trials: number): number => Math.sqrt(Math.log(4 / (1 - CONFIDENCE)) / (2 * trials));
  let most = Number.NEGATIVE_INFINITY;
  for (const threshold of absent) {
    const falsePositives = Math.min(1, above(absent, threshold) / absent.length + slack(absent.length));
    most = Math.max(most, above(present, threshold) / present.length - slack(present.length) - bound(falsePositives));
  }
  return most;
}

const SIZE = { targets: 40, others: 60, shadows: 30 };

const stages: Partial<Record<ModelKind, Stage>> = {};

beforeAll(async () => {
  const scene = aScene();
  for (const kind of ['mix', 't11', 'pairs'] as const) stages[kind] = await stageOf(scene, kind, SIZE);
});

function stage(kind: ModelKind): Stage {
  const made = stages[kind];
  if (!made) throw new Error(`no stage of ${kind}`);
  return made;
}

test.each([['mix', 0.8], ['t11', 0.4], ['pairs', 0.95]] as const)('invertHistories() finds whose %s update it is among 20, where the update is not masked', async (kind, least) => {
  const { rate } = await invertHistories(stage(kind), 'update', { trials: 60, seed: 1 });
  expect(rate).toBeGreaterThan(least); // chance is .05; many of these shoppers keep to the same two aisles
});

test.each(['t11', 'pairs'] as const)('invertItems() reads items off a %s update that is not masked, far above chance', async (kind) => {
  const { successes, trials, chance } = await invertItems(stage(kind), 'update', { trials: 60, seed: 1 });
  expect(rateInterval(successes, trials, CONFIDENCE).low).toBeGreaterThan(chance);
});

test.each(['leader-share', 'helper-share'] as const)('the same attacks on the %s are at chance', async (view) => {
  const results = [
    await invertHistories(stage('mix'), view, { trials: 60, seed: 2 }),
    await invertHistories(stage('t11'), view, { trials: 10, seed: 2 }),
    await invertItems(stage('pairs'), view, { trials: 20, seed: 2 }),
  ];
  for (const { kind, successes, trials, chance } of results) {
    const { low, high } = rateInterval(successes, trials, CONFIDENCE);
    expect(low, kind).toBeLessThanOrEqual(chance);
    expect(high, kind).toBeGreaterThanOrEqual(chance);
  }
});

test('under one server\'s noise inversion stays within what the noise allows', async () => {
  const { successes, trials, bound } = await invertHistories(stage('mix'), 'one-noise', { trials: 300, seed: 3 });
  expect(bound).toBeCloseTo(mostTruePositives(1 / 32, 1 / 20), 9);
  expect(rateInterval(successes, trials, CONFIDENCE).low).toBeLessThanOrEqual(bound ?? 0);
});

test('tellMembers() is never wrong about an update that is not masked, and so breaks the bound that noise would keep', async () => {
  const [exact, guessed] = await tellMembers(stage('mix'), 'update', { trials: 200, seed: 1 });
  for (const { area, roc } of [exact, guessed]) {
    expect(area).toBeGreaterThan(0.99);
    expect(excessOver(roc, (rate) => mostTruePositives(rhoUnder(1), rate))).toBeGreaterThan(0.3);
  }
});

test.each(['leader-share', 'helper-share'] as const)('tellMembers() cannot tell from the %s whether she reported', async (view) => {
  const trials = 50;
  const [exact, guessed] = await tellMembers(stage('mix'), view, { trials, seed: 2 });
  for (const { area } of [exact, guessed]) expect(Math.abs(area - 0.5)).toBeLessThan(3.3 * Math.sqrt((2 * trials + 1) / (12 * trials * trials))); // Mann and Whitney's deviation under chance, at CONFIDENCE
});

test('the best test against a report of norm B under one noise reaches what exact Gaussian noise gives, and never the bound', async () => {
  const trials = 1000;
  const [{ area, roc, bound }] = await tellMembers(atTheBound(stage('mix')), 'one-noise', { trials, seed: 4 });
  const expected = areaUnder((rate) => gaussianTruePositives(rhoUnder(1), rate));
  expect(Math.abs(area - expected)).toBeLessThan(3.3 * Math.sqrt((2 * trials + 1) / (12 * trials * trials)));
  expect(area).toBeLessThan(bound?.area ?? 0);
  expect(excessOver(roc, (rate) => mostTruePositives(rhoUnder(1), rate))).toBeLessThanOrEqual(0);
});

test('limitation: a year of reports that are all alike and of norm B is found, within its own larger bound', async () => {
  const reports = 128; // ρ 4, all that a device may spend in a year
  const [{ area, roc }] = await tellMembers(atTheBound(stage('mix')), 'one-noise', { trials: 60, seed: 5, reports });
  expect(area).toBeGreaterThan(0.9);
  expect(reports * rhoUnder(1)).toBe(FLOORS.yearRho);
  expect(excessOver(roc, (rate) => mostTruePositives(FLOORS.yearRho, rate))).toBeLessThanOrEqual(0);
});
