import { expect, test } from 'vitest';
import { datasetBuilder, splitByTime, splitLeaveOneOut, type Dataset } from '#bench/data';
import { rankCases } from '#bench/evaluate';
import { seededChance } from '#core/units';
import { bitsOf } from '../../../../bench/evaluate/judged.ts';
import { categoryObserver, discoveryObserver, sampledObserver, type Observer } from '../../../../bench/evaluate/observers.ts';
import { permutationObserver, permutationTable, permutedCases } from '../../../../bench/evaluate/permute.ts';
import type { CaseRanker } from '../../../../bench/evaluate/rank.ts';
import { overSeeds } from '../../../../bench/evaluate/seeds.ts';

/** `users` users of `steps` events over `items` items, by the seed; item i is of category i mod `categories`. */
function aShop({ users = 200, items = 100, steps = 8, categories = 25, seed = 1 } = {}): Dataset {
  const chance = seededChance(seed);
  const builder = datasetBuilder();
  for (let item = 0; item < items; item++) builder.itemIndex(`i${item}`, { category: [`c${item % categories}`] });
  for (let user = 0; user < users; user++) for (let step = 0; step < steps; step++) builder.add({ user: `u${user}`, item: `i${Math.floor(items * chance.next() ** 2)}`, type: 'view_item', atMs: (step * 7 + chance.below(7)) * 86_400_000 });
  return builder.build('shop', true);
}

const constant = (name: string, scores: ArrayLike<number>, scale?: CaseRanker['scale']): CaseRanker => ({ name, score: () => Float32Array.from(scores), ...(scale ? { scale } : {}) });

async function observed<R>(observer: Observer<R>, { rankers, split, cases, permuted }: { rankers: readonly CaseRanker[]; split: ReturnType<typeof splitLeaveOneOut>; cases: typeof split.test; permuted?: readonly number[] }): Promise<{ results: Awaited<ReturnType<typeof rankCases>>; found: R }> {
  const results = await rankCases({ rankers, split, cases, ...(permuted ? { permuted } : {}), onRanked: (ranked) => { observer.see(ranked); } });
  return { results, found: observer.result() };
}

test('sampledObserver(): an oracle gets everything, a constant the middle, chance 10 in 100', async () => {
  const dataset = aShop({ items: 300 });
  const split = splitLeaveOneOut(dataset);
  const chance = seededChance(9);
  const oracle: CaseRanker = { name: 'oracle', score: ({ targets }) => Float32Array.from({ length: 300 }, (_, item) => (targets.includes(item) ? 1 : 0)) };
  const random: CaseRanker = { name: 'random', score: () => Float32Array.from({ length: 300 }, () => chance.next()) };
  const { found } = await observed(sampledObserver({ split, dataset, cases: split.test, negatives: 99, seed: 1 }), { rankers: [oracle, random, constant('constant', new Float32Array(300))], split, cases: split.test });
  expect(found.negatives).toBe(99);
  expect(found.metrics['oracle']).toEqual({ 'hr@10': 1, 'ndcg@10': 1 });
  expect(found.metrics['constant']).toEqual({ 'hr@10': 0, 'ndcg@10': 0 }); // rank 50.5
  expect(Math.abs((found.metrics['random']?.['hr@10'] ?? 0) - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / 200));
});

test('sampledObserver() may draw what the user met after train, and never what she met in train', async () => {
  const dataset = aShop({ users: 40, items: 30 });
  const split = splitLeaveOneOut(dataset);
  // Asked for more negatives than there are: all that may be drawn are drawn.
  const tuned: CaseRanker = { name: 'tuned', score: ({ history }) => Float32Array.from({ length: 30 }, (_, item) => (item === history.at(-1)?.item ? 1 : 0)) };
  const trained: CaseRanker = { name: 'trained', score: ({ history, targets }) => Float32Array.from({ length: 30 }, (_, item) => (targets.includes(item) ? 1 : history.slice(0, -1).some((event) => event.item === item) ? 2 : 0)) };
  const { found } = await observed(sampledObserver({ split, dataset, cases: split.test, negatives: 30, seed: 1 }), { rankers: [tuned, trained], split, cases: split.test });
  const outranked = split.test.filter(({ history, targets }) => {
    const last = history.at(-1)?.item ?? -1;
    return !targets.includes(last) && !history.slice(0, -1).some(({ item }) => item === last);
  });
  expect(outranked.length).toBeGreaterThan(20);
  // The tuning item is a negative wherever train lacks it: only cases whose target is that very item are found first.
  expect(found.metrics['tuned']?.['ndcg@10']).toBeLessThan(1 - outranked.length / 40 + 0.01);
  expect(found.metrics['trained']?.['hr@10']).toBe(1);
});

test('discoveryObserver() removes what the shopper met and asks for the rest', async () => {
  const dataset = aShop();
  const split = splitByTime(dataset, { seed: 1 });
  const own: CaseRanker = { name: 'own', score: ({ history }) => Float32Array.from({ length: 100 }, (_, item) => (history.some((event) => event.item === item) ? 1 : 0)) };
  const oracle: CaseRanker = { name: 'oracle', score: ({ targets }) => Float32Array.from({ length: 100 }, (_, item) => (targets.includes(item) ? 1 : 0)) };
  const { found, results } = await observed(discoveryObserver(split.test), { rankers: [own, oracle], split, cases: split.test });
  const firstTime = split.test.filter(({ history, targets }) => targets.some((target) => !history.some(({ item }) => item === target)));
  expect(found.cases).toBe(firstTime.length);
  expect(found.metrics['own']?.['hr@20']).toBe(0); // nothing it knows is left
  expect(found.metrics['oracle']?.['hr@20']).toBe(1);
  expect(results.get('own')?.hit20.some((hit) => hit > 0)).toBe(true);
});

test('categoryObserver() adds counts up, takes logarithms as shares, and needs more than 20 categories', async () => {
  const dataset = aShop({ items: 50, categories: 25 }); // item i and i + 25 share a category
  const split = splitByTime(dataset, { seed: 1 });
  const cases = split.test.map((question) => ({ ...question, targets: [0, 25] })); // one category, c0
  const observer = categoryObserver(dataset, cases);
  if (!observer) throw new Error('no observer');
  // c0 holds 1 + 1, twenty others 1.5 + 0: first by sum, 21st by best item, and 21st as logarithms: e + e = 5.44 < e^1.5 + 1 = 5.48.
  const scores = Float32Array.from({ length: 50 }, (_, item) => (item % 25 === 0 ? 1 : item < 21 ? 1.5 : 0));
  const { found } = await observed(observer, { rankers: [constant('counts', scores), constant('log', scores, 'log')], split, cases });
  expect(found.metrics['counts']).toEqual({ 'recall@20': 1, 'recall-by-best@20': 0 }); // 20 categories have the better best item
  expect(found.metrics['log']).toEqual({ 'recall@20': 0, 'recall-by-best@20': 0 });
  expect(categoryObserver(aShop({ categories: 20 }), cases)).toBeUndefined();
});

test('permutedCases() lets nobody judge himself', () => {
  for (const cases of [2, 3, 50]) {
    const judges = permutedCases(cases, seededChance(cases));
    expect([...judges].sort((a, b) => a - b)).toEqual(Array.from({ length: cases }, (_, index) => index));
    expect(judges.every((judge, index) => judge !== index)).toBe(true);
  }
});

test('permutationObserver() finds honest scorers at chance, popular ones at theirs, and a scorer that peeks not', async () => {
  const dataset = aShop({ users: 400 });
  const split = splitLeaveOneOut(dataset);
  const permuted = permutedCases(split.test.length, seededChance(3));
  const counts = Float32Array.from({ length: 100 }, (_, item) => 100 - item); // low numbers are popular
  const own: CaseRanker = { name: 'own', score: ({ targets }) => Float32Array.from({ length: 100 }, (_, item) => (targets.includes(item) ? 1 : 0)) };
  let asked = -1;
  const peeks: CaseRanker = { name: 'peeks', score: (question) => {
    asked = split.test.indexOf(question);
    const judgedBy = split.test[permuted[asked] ?? 0]?.targets ?? [];
    return Float32Array.from({ length: 100 }, (_, item) => (judgedBy.includes(item) ? 1 : 0));
  } };
  const { found, results } = await observed(permutationObserver(split.test, 100), { rankers: [constant('popular', counts), own, constant('nothing', new Float32Array(100)), peeks], split, cases: split.test, permuted });
  const verdicts = found(results);
  expect(Object.fromEntries(Object.entries(verdicts).map(([name, { isChance }]) => [name, isChance]))).toEqual({ popular: true, own: true, nothing: true, peeks: false });
  expect(verdicts['popular']?.chance).toBeGreaterThan(0.3); // popular items are popular targets: that is no leak
  expect(verdicts['nothing']).toMatchObject({ 'hr@20': 0, chance: 0 });
  expect(permutationTable(verdicts)).toMatch(/1 of 4 scorers are not at chance/);
  const { own: honest } = verdicts;
  expect(permutationTable(honest ? { own: honest } : {})).toMatch(/every scorer is at chance/);
});

test('bitsOf() tells more of what fewer met', () => {
  const builder = datasetBuilder();
  for (const [user, item] of [['u', 'a'], ['u', 'a'], ['v', 'a'], ['v', 'b'], ['w', 'a']] as const) builder.add({ user, item, type: 'view_item', atMs: 0 });
  const dataset = builder.build('bits', false);
  expect([...bitsOf({ train: dataset.users, known: new Uint8Array(3) })]).toEqual([0, 1, 2]); // log2 of 4 / (3 + 1), 4 / (1 + 1), 4 / (0 + 1)
});

test('overSeeds() gives means and n − 1 deviations, keeps the first run beside, and leaves one run alone', () => {
  const metrics = (hr: number) => ({ x: { 'hr@10': hr, 'ndcg@10': 0, 'hr@20': 1, 'mrr@20': 0, 'coverage@20': 0, 'recall@20': 0, 'gini@20': 0, 'novelty@20': 0 } });
  const run = { metrics: metrics(0.1), cases: 5 };
  expect(overSeeds([run], 1)).toBe(run);
  const both = overSeeds([run, { metrics: metrics(0.3), cases: 6 }], 4);
  expect(both.cases).toBe(5);
  expect(both.seeds).toEqual([4, 5]);
  expect(both.metrics['x']?.['hr@10']).toBeCloseTo(0.2, 9);
  expect(both.spread?.['x']?.['hr@10']).toBeCloseTo(Math.SQRT2 * 0.1, 9);
  expect(both.spread?.['x']?.['hr@20']).toBe(0);
});
