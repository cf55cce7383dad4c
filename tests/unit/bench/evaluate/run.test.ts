import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runEvaluate } from '#bench/evaluate';
import { seededChance } from '#core/units';

/** A whole run trains model 0 and a lane: seconds alone, a minute beside a full test run on two cores. */
const RUN_TIMEOUT_MS = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'homebird-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const train = join(folder, 'shop.csv');

type Figures = Record<string, Record<string, number>>;

/** What `runEvaluate` printed, its exit code, and its JSON. */
async function evaluated(...argv: string[]): Promise<{ code: number; text: string; json: () => Record<string, unknown> & { metrics: Figures } }> {
  let text = '';
  const out = new Writable({ write(chunk, _encoding, done) { text += String(chunk); done(); } });
  const path = join(folder, 'out.json');
  const code = await runEvaluate(argv.includes('--json') ? argv : [...argv, '--json', path], out);
  return { code, text, json: () => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown> & { metrics: Figures } };
}

beforeAll(() => {
  // 70 shoppers who keep to one of six categories; 60 products; popularity says nothing.
  const chance = seededChance(5);
  const rows = Array.from({ length: 70 }, (_, user) => Array.from({ length: 8 }, (_, step) => {
    const item = (user % 6) + 6 * chance.below(10);
    return `u${user},i${item},${step % 5 === 4 ? 'purchase' : 'view'},${1_700_000_000 + step * 86_400 + user},c${item % 6}`;
  })).flat();
  writeFileSync(train, `user_id,item_id,event_type,timestamp,category\n${rows.join('\n')}\n`);
});

const SCORERS = ['popularity', 'recency-popularity', 'item-knn', 'sequential-rules', 'vsknn', 'pair-counts', 'ease', 'own-history', 'content', 'model', 'co-occurrence', 'on-device', 'mix'];

describe('runEvaluate()', () => {
  test('prints every scorer and its figures, and ranks by taste above popularity', async () => {
    const { code, text, json } = await evaluated('--train', train, '--format', 'events', '--split', 'time', '--lane', 'local', '--seed', '3', '--sample', '20');
    expect(code, text).toBe(0);
    const result = json();
    expect(result).toMatchObject({ dataset: 'shop', split: 'time', lane: 'local', items: 60, seed: 3, epsilon: null });
    expect(Object.keys(result.metrics)).toEqual(SCORERS);
    for (const row of Object.values(result.metrics)) expect(Object.keys(row)).toEqual(['hr@10', 'ndcg@10', 'hr@20', 'mrr@20', 'coverage@20', 'recall@20', 'gini@20', 'novelty@20']);
    expect(result.metrics['mix']?.['hr@10']).toBeGreaterThan(2 * (result.metrics['popularity']?.['hr@10'] ?? 1)); // 10 of 60 items are of her category
    expect(result['seconds']).toBeGreaterThan(0);
    expect(result['peakRssBytes']).toBeGreaterThan(1e7);
  }, RUN_TIMEOUT_MS);

  test('federates under noise within the epsilon asked for, and names its unit, cohort and rounds', async () => {
    const { code, text, json } = await evaluated('--train', train, '--format', 'events', '--split', 'loo', '--lane', 'federated', '--epsilon', '3', '--delta', '1e-5', '--sample', '10');
    expect(code, text).toBe(0);
    const result = json() as unknown as { metrics: Figures; privacy: { epsilon: number }; federation: { model: string; devicesPerRound: number; rounds: number; clipNorm: number }[] };
    expect(Object.keys(result.metrics)).toEqual([...SCORERS, 'mix-ideal']);
    expect(result.privacy.epsilon).toBeLessThanOrEqual(3);
    expect(result.privacy.epsilon).toBeGreaterThan(2.7); // z goes in quarters
    expect(result.privacy).toMatchObject({ delta: 1e-5, unit: 'one browser profile in one shop' });
    expect(result.federation.map(({ model }) => model)).toEqual(['pairs', 't11', 'mix']);
    for (const { devicesPerRound, rounds } of result.federation) expect(rounds === 0 || devicesPerRound >= 50).toBe(true);
    expect(result.federation.find(({ model }) => model === 't11')?.rounds).toBeGreaterThan(0);
  }, RUN_TIMEOUT_MS);

  test('permutes labels over two seeds: a verdict, means, deviations, and every field of one run', async () => {
    const { code, text, json } = await evaluated('--train', train, '--format', 'events', '--split', 'loo', '--lane', 'local', '--sample', '40', '--permute', '--seeds', '2', '--negatives', '20');
    expect(code, text).toBe(0);
    expect(text).toMatch(/permutation: every scorer is at chance/);
    expect(text).toMatch(/SAMPLED, 20 negatives \(not the full ranking\)/);
    const result = json();
    expect(result).toMatchObject({ seed: 1, seeds: [1, 2], permuted: true, cases: 40 });
    const [first, second] = result['runs'] as [Figures, Figures];
    expect(result.metrics['mix']?.['hr@20']).toBeCloseTo(((first['mix']?.['hr@20'] ?? 0) + (second['mix']?.['hr@20'] ?? 0)) / 2, 9);
    for (const name of ['dataset', 'seconds', 'peakRssBytes', 'slices', 'versusPopularity', 'spread', 'sampled', 'permutation']) expect(result).toHaveProperty(name);
  }, RUN_TIMEOUT_MS);

  test('draws a curve: a point for each number of users, copies labelled', async () => {
    const svg = join(folder, 'curve.svg');
    const { code, text, json } = await evaluated('--train', train, '--format', 'events', '--split', 'loo', '--lane', 'federated', '--sample', '5', '--curve', '--users', '60,80', '--epsilons', 'none', '--svg', svg);
    expect(code, text).toBe(0);
    expect(json()).toMatchObject({ figure: 'hr@20', realUsers: 70, cases: 5, points: [{ users: 60, isReplicated: false, epsilon: null }, { users: 80, isReplicated: true, epsilon: null }] });
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg .*Hollow: replicated/s);
  }, RUN_TIMEOUT_MS);

  test('limitation: fewer users than a batch needs cannot federate', async () => {
    const few = join(folder, 'few.csv');
    writeFileSync(few, readFileSync(train, 'utf8').split('\n').filter((line) => !/^u[3-6]\d/.test(line)).join('\n'));
    const { code, text } = await evaluated('--train', few, '--format', 'events', '--split', 'loo', '--lane', 'federated');
    expect(code).toBe(2);
    expect(text).toMatch(/error: Cannot federate 30 users: a batch opens from 50 on; choose --lane central or local/);
  });

  test.each([
    [['--format', 'events', '--split', 'loo', '--lane', 'local'], /without --train: wanted a file/],
    [['--train', train, '--format', 'csv', '--split', 'loo', '--lane', 'local'], /format "csv": choose one of events, sequences/],
    [['--train', train, '--format', 'events', '--split', 'half', '--lane', 'local'], /choose one of time, last-day, loo, given/],
    [['--train', train, '--format', 'events', '--split', 'loo', '--lane', 'cloud'], /lane "cloud": choose one of central, federated, local/],
    [['--train', train, '--format', 'events', '--split', 'given', '--lane', 'local'], /without --test/],
    [['--train', train, '--format', 'events', '--split', 'loo', '--lane', 'local', '--epsilon', '4'], /choose --lane federated/],
    [['--train', train, '--format', 'events', '--split', 'loo', '--lane', 'central', '--ungated'], /Cannot leave out the gate of the central lane: choose --lane federated/],
    [['--train', train, '--format', 'events', '--split', 'loo', '--lane', 'federated', '--epsilon', 'lots'], /--epsilon lots: wanted a number above 0/],
    [['--train', train, '--format', 'events', '--split', 'loo', '--lane', 'local', '--json', join(folder, 'none', 'out.json')], /Cannot write .*none.out\.json: its folder is not there/],
    [['--train', train, '--formats', 'events'], /options are --train --test --format/],
  ])('%j is an error that names the choices', async (argv, message) => {
    const { code, text } = await evaluated(...argv);
    expect(code).toBe(2);
    expect(text).toMatch(message);
  });

  test('--help says what there is', async () => {
    const { code, text } = await evaluated('--help');
    expect(code).toBe(0);
    expect(text).toMatch(/--lane L +central \| federated \| local/);
  });
});
