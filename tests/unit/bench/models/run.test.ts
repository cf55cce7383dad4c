import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { runModels } from '#bench/models';
import { decodeModel } from '#core/fedavg';
import { seededChance } from '#core/units';
import { parseArguments } from '../../../../bench/models/options.ts';

const folder = await mkdtemp(join(tmpdir(), 'homebird-zoo-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Shoppers who walk up a list of 60 items, now and then skipping one. */
const train = join(folder, 'walks.txt');
const chance = seededChance(1);
await writeFile(train, Array.from({ length: 250 }, (_, u) => {
  let item = chance.below(60);
  return `${u + 1} ${Array.from({ length: 8 }, () => (item = (item + 1 + (chance.next() < 0.2 ? 1 : 0)) % 60) + 1).join(' ')}`;
}).join('\n'));

async function run(...argv: string[]): Promise<{ code: number; text: string; json: { rows: { name: string; parameters?: number; bytes?: number; metrics: Record<string, number> }[] } | undefined }> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  const path = join(folder, 'out.json');
  await rm(path, { force: true });
  const code = await runModels([...argv, '--json', path], out);
  const json = await readFile(path, 'utf8').then((text) => JSON.parse(text) as never, () => undefined);
  return { code, text: Buffer.concat(chunks).toString(), json };
}

const SMALL = ['--train', train, '--format', 'sequences', '--split', 'loo', '--sample', '40', '--vectors', 'behaviour'] as const;

test('models prints a row for each encoder and loss, and each is far above popularity', async () => {
  const { code, text, json } = await run(...SMALL, '--encoders', 'cnn,mean', '--losses', 'softmax,gbce', '--effort', '0.3');
  expect(code, text).toBe(0);
  const rows = json?.rows ?? [];
  expect(rows.map(({ name }) => name)).toEqual(['popularity', 'sequential-rules', 'vsknn', ...['cnn', 'mean'].flatMap((name) => [`${name} T11 softmax behaviour`, `${name} T11 gbce behaviour`])]);
  const popularity = rows[0]?.metrics['hr@10'] ?? 1;
  for (const { name, metrics } of rows.slice(3)) expect(metrics['hr@10'], name).toBeGreaterThan(popularity + 0.3);
  expect(text).toContain('validation cases');
});

test('models trains heads on users the encoder did not see', async () => {
  const { json, text } = await run(...SMALL, '--encoders', 'mean', '--heads', 'lr,dnn64,bayes', '--effort', '0.2');
  expect(json?.rows.map(({ name }) => name).slice(3)).toEqual(['mean T11 sampled behaviour, 85 % of users', '+ lr on its best 200', '+ dnn64 on its best 200']);
  for (const { name, metrics } of json?.rows.slice(3) ?? []) expect(metrics['hr@20'], name).toBeGreaterThan(0.6);
  expect(text).toContain('bayes: no purchase follows a look here');
});

test('models compresses: int8 is a quarter of the bytes, pruning half of the weights and little of the quality', async () => {
  const { json } = await run(...SMALL, '--encoders', 'mean', '--compress', '--effort', '0.05');
  const row = (name: string): { bytes: number; parameters: number; ndcg: number } => {
    const found = json?.rows.find((one) => one.name === name);
    return { bytes: found?.bytes ?? 0, parameters: found?.parameters ?? 0, ndcg: found?.metrics['ndcg@10'] ?? 0 };
  };
  const whole = row('mean T11 sampled behaviour');
  expect(row('T11 int8').bytes).toBeLessThan(0.26 * whole.bytes);
  expect(row('T11 int8').ndcg).toBeGreaterThan(0.95 * whole.ndcg);
  expect(row('T256 pruned 50 %').parameters).toBeLessThan(0.52 * (row('mean T256 sampled behaviour').bytes / 4));
  for (const name of ['T64 taught by T256', 'T11 taught by T256']) expect(row(name).ndcg, name).toBeGreaterThan(0.1);
});

test('models writes T11 as a shop publishes it, and begins with such a file beside model 0', async () => {
  const path = join(folder, 'other.model');
  const saved = await run(...SMALL, '--effort', '0.1', '--save', path);
  expect(saved.json?.rows.map(({ name }) => name).slice(3)).toEqual(['T11 untrained', 'T11 model 0', ...[31, 625].map((visits) => `T11 model 0, ${visits} examples`)]);
  const model = decodeModel(new Uint8Array(await readFile(path)));
  expect(model).toMatchObject({ ok: true, value: { kind: 't11' } });
  const { json } = await run(...SMALL, '--effort', '0.1', '--transfer', path);
  const metricsOf = (name: string) => json?.rows.find((row) => row.name === name)?.metrics;
  expect(metricsOf('T11 given')).toEqual(metricsOf('T11 model 0, 625 examples')); // the file holds what was trained
  expect(metricsOf('T11 given, 625 examples')).toBeDefined();
  const broken = await run(...SMALL, '--transfer', train);
  expect(broken).toMatchObject({ code: 2, text: expect.stringContaining(`Cannot transfer ${train}`) as string });
});

test('what is wrong on the command line is named with its choices', async () => {
  const { code, text } = await run(...SMALL.slice(0, 6), '--encoders', 'lstm');
  expect(code).toBe(2);
  expect(text).toContain('choose of attention, gru, cnn, mean');
  for (const [option, kind] of [['--tiers', 'ctr'], ['--encoders', 'portraits'], ['--heads', 'cvr']] as const) {
    const refused = await run(...SMALL.slice(0, 6), option, kind);
    expect([refused.code, refused.text.includes(`Cannot train ${kind} here: a shop that runs ads begins its models by itself`)]).toEqual([2, true]);
  }
  expect((await run('--help')).text).toContain('Models of ads (ctr, cvr, portraits) are not made here');
  expect(() => parseArguments(['--train', 'a', '--format', 'sequences', '--split', 'given'])).toThrow('--test');
  expect(() => parseArguments(['--train', 'a', '--test', 'b', '--format', 'sequences', '--split', 'given', '--cases', 'validation'])).toThrow('tuning files');
});
