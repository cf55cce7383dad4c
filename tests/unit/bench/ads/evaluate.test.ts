import { readFileSync, writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { AdMetrics } from '#bench/ads';
import { runEvaluate } from '#bench/evaluate';
import { aClickLog, aFile } from './a-log.ts';

interface Run {
  readonly code: number;
  readonly text: string;
}

async function evaluate(...argv: string[]): Promise<Run> {
  let text = '';
  const out = new Writable({ write: (chunk, _, done) => { text += String(chunk); done(); } });
  return { code: await runEvaluate(['--format', 'ctr', '--label', 'clicked', '--user', 'shopper', ...argv], out), text };
}

interface Figures {
  readonly metrics: Readonly<Record<string, AdMetrics>>;
  readonly baselines: Readonly<Record<string, AdMetrics>>;
  readonly skippedRows: Readonly<Record<string, number>>;
}

async function figuresOf(text: string, ...argv: string[]): Promise<Figures> {
  const json = aFile('', 'out.json');
  const { code, text: said } = await evaluate('--train', aFile(text), '--json', json, ...argv);
  expect(code, said).toBe(0);
  return JSON.parse(readFileSync(json, 'utf8')) as Figures;
}

const log = aClickLog({ rows: 2400, users: 120, seed: 1 });
/** What two tests look at. */
const central = figuresOf(log, '--lane', 'central');

describe('lanes of --format ctr', () => {
  test('central beats every simple method, and its mix knows the shopper', async () => {
    const { metrics, baselines } = await central;
    for (const name of ['lr', 'fm', 'dnn', 'mix']) {
      expect(Object.keys(metrics[name] ?? {})).toEqual(['auc', 'userAuc', 'logloss', 'ne', 'ece']);
      expect(metrics[name]?.auc).toBeGreaterThan(0.6); // .025 a deviation on 480 rows
    }
    for (const [name, { logloss }] of Object.entries(baselines)) expect(metrics.mix?.logloss, name).toBeLessThan(logloss);
    expect(metrics.mix?.logloss).toBeLessThan(metrics.lr?.logloss ?? 0);
    expect(metrics.mix?.ece).toBeLessThan(0.06); // 480 rows in 15 bins: .04 by chance alone
  });

  test('federated keeps nine tenths of what central gains over a coin', async () => {
    const [{ metrics: { mix: all } }, { metrics: { mix } }] = [await central, await figuresOf(log, '--lane', 'federated')];
    expect((mix?.auc ?? 0) - 0.5).toBeGreaterThan(0.9 * ((all?.auc ?? 0) - 0.5));
  });

  test('a seed gives the same figures again', async () => {
    const small = aClickLog({ rows: 500, users: 20, seed: 3 });
    const [a, b] = [await figuresOf(small, '--lane', 'central', '--split', 'time'), await figuresOf(small, '--lane', 'central', '--split', 'time')];
    expect(a.metrics).toEqual(b.metrics);
  });
});

describe('files of --format ctr', () => {
  test('gzip, semicolons and Windows line ends are read; bad rows are counted and left out', async () => {
    const bad = log.replaceAll('"campaign, ', '"campaign ').replaceAll(',', ';').replaceAll('\n', '\r\n')
      .concat('9;u1;maybe;c;p1;1;1700000000\r\n', '9;;1;c;p1;1;1700000000\r\n', '9;u1;1\r\n');
    const path = aFile('', 'log.csv.gz');
    writeFileSync(path, gzipSync(bad));
    const json = aFile('', 'out.json');
    const { code, text } = await evaluate('--train', path, '--lane', 'local', '--json', json);
    expect(code, text).toBe(0);
    expect((JSON.parse(readFileSync(json, 'utf8')) as Figures).skippedRows).toEqual({ 'label that is not 0 or 1': 1, 'empty user': 1, 'row of another width': 1 });
  });

  test.each([
    ['an unknown column', log.replace('clicked', 'klick'), [], /--label clicked: line 1 of .* it has row, shopper, klick/],
    ['labels that are no 0 or 1', log.replaceAll(/,(u\d+),[01],/g, ',$1,7,'), [], /column clicked of .* as --label: line 2 says "7"; wanted 0 and 1/],
    ['one class', log.replaceAll(/,(u\d+),[01],/g, ',$1,0,'), [], /column clicked says 0 in every usable row, lines 2 to 2401/],
    ['too few rows', log.split('\n').slice(0, 20).join('\n'), [], /19 usable rows are too few/],
    ['no time to split by', log.replace('timestamp', 'number'), ['--split', 'time'], /no column is one; name it with --time/],
    ['a header alone', 'row,shopper,clicked,campaign\n', [], /no row follows/],
  ])('%s: an error that says where', async (_, text, argv, wanted) => {
    const { code, text: said } = await evaluate('--train', aFile(text), '--lane', 'central', ...argv);
    expect(code).toBe(2);
    expect(said).toMatch(wanted);
  });
});

test('--epsilon keeps all reports of a device within what was asked, and says so', async () => {
  const json = aFile('', 'out.json');
  const { code, text } = await evaluate('--train', aFile(aClickLog({ rows: 1200, users: 150, seed: 2 })), '--lane', 'federated', '--epsilon', '8', '--json', json);
  expect(code, text).toBe(0);
  const { privacy, sumReports } = JSON.parse(readFileSync(json, 'utf8')) as { readonly privacy: { readonly epsilon: number; readonly reports: number }; readonly sumReports: number };
  expect(privacy.epsilon).toBeLessThanOrEqual(8);
  expect(privacy.reports).toBeGreaterThanOrEqual(sumReports);
});
