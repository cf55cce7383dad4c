import { expect, test } from 'vitest';
import { itemKnn, popularity, sequentialRules, sessionsOf, vsknn } from '#bench/baselines';
import { datasetBuilder, datasetCatalogue, splitLeaveOneOut } from '#bench/data';
import { metricsOf, rankCases, type Metrics } from '#bench/evaluate';
import { T11_PARAMETERS } from '#worker/models';
import { initialMix } from '#worker/recommender';
import { trainCentral } from '../../../../bench/lanes/central.ts';
import { carriedCourse, ungatedCourse, type Carriage, type Course } from '../../../../bench/lanes/course.ts';
import { carryPairs } from '../../../../bench/lanes/carry.ts';
import { trainFederated } from '../../../../bench/lanes/federated.ts';
import { localTeacher } from '../../../../bench/lanes/local.ts';
import { ourRankers } from '../../../../bench/evaluate/ours.ts';
import { planFederation } from '../../../../bench/lanes/plans.ts';
import { trainCounts } from '../../../../bench/lanes/popularity.ts';
import { allPairs } from '../../../../bench/lanes/statistics.ts';
import { subjectOf, type Subject } from '../../../../bench/lanes/subject.ts';
import { neighboursOf } from '#core/cooccurrence';
import { seededChance } from '#core/units';
import { seededRandomness } from '../../../../bench/lanes/chance.ts';

/** Shoppers who walk a ring of items of ten categories: what comes next is certain, what is popular says nothing. */
function aRing({ users = 60, items = 200, steps = 6 } = {}): Subject {
  const builder = datasetBuilder();
  for (let item = 0; item < items; item++) builder.itemIndex(`i${item}`, { category: [`c${Math.floor(item / 20)}`] });
  for (let user = 0; user < users; user++) {
    for (let step = 0; step < steps; step++) builder.add({ user: `u${user}`, item: `i${(user * 7 + step) % items}`, type: 'view_item', atMs: step * 60_000, basket: 'only' });
  }
  const dataset = builder.build('ring', false);
  const split = splitLeaveOneOut(dataset);
  return subjectOf(dataset, split, datasetCatalogue(dataset, trainCounts(split.train, items)), 1);
}

const quiet = (): void => undefined;

function figuresOf(results: Awaited<ReturnType<typeof rankCases>>, name: string): Metrics {
  const scores = results.get(name);
  if (!scores) throw new Error(`no result of ${name}`);
  return metricsOf(scores, 200);
}

const hitRateAt10 = (results: Awaited<ReturnType<typeof rankCases>>, name: string): number => figuresOf(results, name)['hr@10'];

test('rankCases() judges each method by its own targets, and at chance by those of others', async () => {
  const { split } = aRing({ users: 120 });
  const sessions = sessionsOf(split.train);
  const rankers = [popularity(split.train, 200), itemKnn(sessions, 200), sequentialRules(sessions, 200), vsknn(sessions, 200)];
  const permuted = split.test.map((_, index) => (index * 53 + 31) % split.test.length); // 53 and 120 share no factor: everyone judges by another
  const own = await rankCases({ rankers, split, cases: split.test });
  const others = await rankCases({ rankers, split, cases: split.test, permuted });
  expect(hitRateAt10(own, 'sequential-rules')).toBeGreaterThan(0.5);
  for (const { name } of rankers) expect(hitRateAt10(others, name), name).toBeLessThan(0.05 + 4 * 0.02); // chance: 10 of 200; standard error .02 over 120 cases
});

test('a scorer that gives everything the same score gets the middle rank, never a hit', async () => {
  const { split } = aRing();
  const constant = { name: 'constant', score: () => new Float32Array(200) };
  const results = await rankCases({ rankers: [constant], split, cases: split.test });
  expect(figuresOf(results, 'constant')).toMatchObject({ 'hr@10': 0, 'hr@20': 0, 'mrr@20': 0, 'coverage@20': expect.closeTo(0.125, 1) as number });
});

test('subjectOf() keeps the newest choice of each user from all statistics that the mix learns over', () => {
  const { devices, toldCatalogue } = aRing();
  for (const { interactions, told, choices } of devices) {
    expect(choices).toHaveLength(1);
    expect(interactions.slice(0, told)).not.toContainEqual(expect.objectContaining({ item: choices[0]?.target }));
  }
  expect(toldCatalogue.popularity.reduce((sum, log) => sum + Math.expm1(log), 0)).toBeCloseTo(devices.reduce((sum, { told }) => sum + told, 0), 0);
});

test('carryPairs() without noise carries what central counting sees where every pair has a cell', () => {
  const subject = aRing();
  const plan = planFederation(subject.devices, subject.catalogue, { epsilon: undefined, delta: 1e-6 }).pairs;
  const { company, units } = carryPairs(subject.devices, { plan: { ...plan, vanishing: 0 }, noiseMultiplier: 0, chance: seededChance(1), randomness: seededRandomness(1) });
  expect(units).toBeGreaterThan(0);
  expect(company.neighbours).toEqual(neighboursOf(allPairs(subject.devices, subject.catalogue)));
});

test('trainFederated() tells under noise of as small a table as was planned, of each block twice', async () => {
  const subject = aRing();
  const plan = planFederation(subject.devices, subject.catalogue, { epsilon: 8, delta: 1e-6 });
  const short = { ...plan, t11: { ...plan.t11, rounds: 1 }, mix: { ...plan.mix, rounds: 1 } };
  const { records, privacy } = await trainFederated(subject, { plan: short, delta: 1e-6, onProgress: quiet });
  expect(records[0]).toMatchObject({ model: 'pairs', rounds: plan.pairs.layout.blocks, reportsPerDevice: plan.pairs.reports });
  expect(plan.pairs.reports).toBeLessThanOrEqual(plan.pairs.maxBlocks);
  expect(privacy?.reports).toBe(2 * (plan.pairs.reports + 1) + plan.t11.mostReports + plan.mix.mostReports);
  expect(privacy?.epsilon).toBeLessThanOrEqual(8);
});

test('trainFederated() repeats for a seed, keeps every batch at 50 or more, and its sums lose little against ideal ones', async () => {
  const subject = aRing();
  const plan = planFederation(subject.devices, subject.catalogue, { epsilon: undefined, delta: 1e-6 });
  const short = { ...plan, t11: { ...plan.t11, rounds: 1 }, mix: { ...plan.mix, rounds: 3 } };
  const first = await trainFederated(subject, { plan: short, delta: 1e-6, onProgress: quiet });
  const second = await trainFederated(subject, { plan: short, delta: 1e-6, onProgress: quiet });
  expect(second.shared.mix).toEqual(first.shared.mix);
  expect(second.shared.t11).toEqual(first.shared.t11);
  expect(first.records.map(({ model, rounds, keptRounds }) => [model, rounds, keptRounds])).toEqual([['pairs', plan.pairs.layout.blocks, 0], ['t11', 1, 0], ['mix', 3, 0]]);
  for (const { devicesPerRound, reportsPerDevice, rounds, vanished } of first.records) {
    expect(devicesPerRound).toBeGreaterThan(40); // pairs: four of five of 60 arrive; a batch of the others opens from 50 on
    expect(devicesPerRound).toBeLessThanOrEqual(60);
    expect(reportsPerDevice).toBeLessThanOrEqual(rounds);
    expect(vanished).toBeGreaterThan(0);
  }
  expect(first.privacy).toBeUndefined();
  expect(first.shared.mix).not.toEqual(initialMix());
  const [mix, ideal] = [first.shared.mix, first.ideal.mix];
  const dot = mix.reduce((sum, x, i) => sum + x * (ideal[i] ?? 0), 0);
  expect(dot / (Math.hypot(...mix) * Math.hypot(...ideal))).toBeGreaterThan(0.95); // clipping turns a mean update by some degrees
});

test('limitation: the product\'s course serves a step one round later than without the gate, and the last one never', async () => {
  const [plan, start] = [{ model: 'mix', length: 4, clipNorm: 1, perRound: 50, rounds: 2, mostReports: 2 } as const, new Float32Array(4)];
  const wanted = [0.4, 0, 0, 0];
  const served = async (course: Course): Promise<number[]> => {
    const rounds: number[] = [];
    for (let round = 0; round < 2; round++) {
      const open = course.open();
      for (let device = 0; device < 50; device++) {
        await open.report(async (weights) => ({ delta: weights.map((x, i) => (wanted[i] ?? 0) - x), loss: weights.reduce((sum, x, i) => sum + (x - (wanted[i] ?? 0)) ** 2, 0) }));
      }
      open.close();
      rounds.push(course.served()[0] ?? 0);
    }
    return rounds;
  };
  const carriage = (): Carriage => ({ noiseMultiplier: 0, randomness: seededRandomness(1) });
  const [gated, ungated] = [await served(carriedCourse(plan, start, carriage())), await served(ungatedCourse(plan, start, carriage()))];
  expect(gated[0]).toBe(0);
  expect(ungated[0]).toBeGreaterThan(0.1);
  expect(gated[1]).toBeCloseTo(ungated[0] ?? 0, 2); // rounding draws differ
});

test('every lane ranks by the same scorers; what others do is worth more than what one shopper did', async () => {
  const subject = aRing({ users: 120 });
  const local = localTeacher(subject);
  const central = await trainCentral(subject, quiet);
  const rankersOf = (sharedFor: typeof local) => ourRankers(subject, [{ name: 'mix', sharedFor, isPersonal: false }]);
  const alone = await rankCases({ rankers: rankersOf(local), split: subject.split, cases: subject.split.test.slice(0, 40) });
  const together = await rankCases({ rankers: rankersOf(async () => central), split: subject.split, cases: subject.split.test.slice(0, 40) });
  for (const results of [alone, together]) expect([...results.keys()]).toEqual(['content', 'model', 'co-occurrence', 'on-device', 'mix']);
  expect(hitRateAt10(together, 'co-occurrence')).toBeGreaterThan(0.5); // what comes next on the ring is certain
  expect(hitRateAt10(alone, 'co-occurrence')).toBe(0); // a device alone knows nobody's pairs
  expect(hitRateAt10(together, 'mix')).toBeGreaterThan(hitRateAt10(alone, 'mix'));
  for (const { mix, t11 } of [central, await local(subject.devices[0]?.interactions ?? [])]) {
    expect(mix).toHaveLength(initialMix().length);
    expect(t11).toHaveLength(T11_PARAMETERS);
    expect([...mix, ...t11].every(Number.isFinite)).toBe(true);
  }
});
