import { expect, test } from 'vitest';
import { itemKnn, popularity, sequentialRules, sessionsOf, vsknn } from '#bench/baselines';
import { datasetBuilder, datasetCatalogue, splitLeaveOneOut } from '#bench/data';
import { metricsOf, rankCases, type Metrics } from '#bench/evaluate';
import { arraysEncoder, T11_PARAMETERS } from '#worker/models';
import { initialMix } from '#worker/recommender';
import { trainCentral } from '../../../../bench/evaluate/central.ts';
import { planFederation, trainFederated } from '../../../../bench/evaluate/federated.ts';
import { trainLocal } from '../../../../bench/evaluate/local.ts';
import { ourRankers } from '../../../../bench/evaluate/ours.ts';
import { trainCounts } from '../../../../bench/evaluate/popularity.ts';
import { interactionsOf, type Subject } from '../../../../bench/evaluate/subject.ts';

/** Shoppers who walk a ring of items of ten categories: what comes next is certain, what is popular says nothing. */
function aRing({ users = 60, items = 200, steps = 6 } = {}): Subject {
  const builder = datasetBuilder();
  for (let item = 0; item < items; item++) builder.itemIndex(`i${item}`, { category: [`c${Math.floor(item / 20)}`] });
  for (let user = 0; user < users; user++) {
    for (let step = 0; step < steps; step++) builder.add({ user: `u${user}`, item: `i${(user * 7 + step) % items}`, type: 'view_item', atMs: step * 60_000, basket: 'only' });
  }
  const dataset = builder.build('ring', false);
  const split = splitLeaveOneOut(dataset);
  const catalogue = datasetCatalogue(dataset, trainCounts(split.train, items));
  const devices = split.train.map(({ events }) => ({ interactions: interactionsOf(events, dataset, catalogue) }));
  return { dataset, split, catalogue, encoder: arraysEncoder(catalogue), devices, t11: new Float32Array(T11_PARAMETERS), seed: 1 };
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

test('trainFederated() repeats for a seed, keeps every batch at 50 or more, and its sums lose little against ideal ones', async () => {
  const subject = aRing();
  const plan = planFederation(subject.split.train, 200, { epsilon: undefined, delta: 1e-6 });
  const short = { ...plan, t11: { ...plan.t11, rounds: 1 }, mix: { ...plan.mix, rounds: 3 } };
  const first = await trainFederated(subject, { plan: short, delta: 1e-6, onProgress: quiet });
  const second = await trainFederated(subject, { plan: short, delta: 1e-6, onProgress: quiet });
  expect(second.weights).toEqual(first.weights);
  expect(first.records.map(({ devicesPerRound, keptRounds }) => [devicesPerRound, keptRounds])).toEqual([[60, 0], [60, 0]]);
  expect(first.privacy).toBeUndefined();
  expect(first.weights.mix).not.toEqual(initialMix());
  const dot = first.weights.mix.reduce((sum, x, i) => sum + x * (first.idealMix[i] ?? 0), 0);
  expect(dot / (Math.hypot(...first.weights.mix) * Math.hypot(...first.idealMix))).toBeGreaterThan(0.95); // clipping turns a mean update by some degrees
});

test('all lanes start from the same models and the same on-device inputs', async () => {
  const subject = aRing();
  const weightsFor = async () => ({ t11: subject.t11, mix: initialMix() });
  const rankers = ourRankers(subject, weightsFor, [{ name: 'mix', mixOf: ({ mix }) => mix, isPersonal: false }]);
  expect(rankers.map(({ name }) => name)).toEqual(['content', 'model', 'on-device', 'mix']);
  const question = subject.split.test[0];
  if (!question) throw new Error('no case');
  // Model 0 of the mix is popularity alone: the order of popularity, whatever the history.
  const counts = trainCounts(subject.split.train, 200);
  const scores = Float32Array.from((await rankers[3]?.score(question)) ?? []);
  const pairs = [...scores.keys()].slice(1).map((item) => [Math.sign((counts[item] ?? 0) - (counts[0] ?? 0)), Math.sign((scores[item] ?? 0) - (scores[0] ?? 0))]);
  for (const [byCount, byScore] of pairs) expect(byScore).toBe(byCount);
  const local = await trainLocal(subject, subject.devices[0]?.interactions ?? []);
  const central = await trainCentral(subject, quiet);
  for (const { mix, t11 } of [local, central]) {
    expect(mix).toHaveLength(initialMix().length);
    expect(t11).toHaveLength(T11_PARAMETERS);
    expect([...mix, ...t11].every(Number.isFinite)).toBe(true);
  }
});
