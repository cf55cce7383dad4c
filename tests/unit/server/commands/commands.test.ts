import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countsWholeUnits } from '#core/fedavg';
import { FLOORS } from '#core/privacy';
import { homebird } from '#support/command-line';
import { aHash, aRound } from '#support/federation';
import { valueOf } from '#support/result';
import { createDemoFigures } from '../../../../server/commands/demo-figures.ts';
import { pairSecretAt } from '../../../../server/commands/data-folder.ts';
import { noticeReader, type ChildNotice } from '../../../../server/commands/output.ts';
import { measuresFor, plansFor } from '../../../../server/commands/plans.ts';
import { roundLine } from '../../../../server/commands/round-watch.ts';
import { readServeOptions, shopNameOf, type ServeOptions } from '../../../../server/commands/serve-options.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebird-commands-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function options(argv: readonly string[], environment = {}): ServeOptions {
  const read = valueOf(readServeOptions(argv, environment, folder));
  if (read === 'help') throw new Error('Wanted options');
  return read;
}

describe('runCommand()', () => {
  test('every command explains itself', async () => {
    for (const command of ['serve', 'helper', 'catalogue', 'simulate', 'verify', 'plan']) {
      const { code, out } = await homebird(command, '--help');
      expect({ command, code }).toEqual({ command, code: 0 });
      expect(out).toContain(`homebird ${command}`);
    }
    expect((await homebird('--help')).out).toContain('verify URL');
  });

  test('an unknown command or option is an error that says what there is', async () => {
    expect(await homebird('fly')).toMatchObject({ code: 2, err: expect.stringContaining('There is no command "fly"') as string });
    expect(await homebird()).toMatchObject({ code: 2 });
    for (const argv of [['serve', '--nonsense'], ['serve', '--shoppers', 'many'], ['helper'], ['verify'], ['verify', 'ftp://x'], ['plan']]) {
      const { code, err } = await homebird(...argv);
      expect({ argv, code }).toEqual({ argv, code: 2 });
      expect(err).not.toBe('');
    }
  });
});

describe('readServeOptions()', () => {
  test('defaults: the demo shop, 200 shoppers, a data folder of its own', () => {
    expect(options([])).toMatchObject({ feed: undefined, shoppers: 200, crowd: 6_000, rounds: undefined, data: join(folder, '.homebird', 'demo'), roundMs: 105_000, laterRoundMs: 600_000 });
  });

  test('the crowd comes to the plain demonstration alone, unless it is asked for', () => {
    for (const argv of [['--shoppers', '60'], ['--rounds', '1'], ['--public-url', 'leader=https://a.example']]) expect([argv, options(argv).crowd]).toEqual([argv, 0]);
    expect(options(['--shoppers', '60', '--crowd', '300']).crowd).toBe(300);
    expect(options(['--shoppers', '0', '--crowd', '300']).crowd).toBe(0); // a deployment without simulated shoppers has none at all
  });

  test('PORT sets the first port and must leave room for five', () => {
    expect(options([], { PORT: '8000' }).port).toBe(8000);
    for (const PORT of ['0', 'x', '65532', '70000']) expect(readServeOptions([], { PORT }, folder).ok).toBe(false);
  });

  test('a feed that is not there is named', () => {
    const read = readServeOptions(['--feed', 'no.csv'], {}, folder);
    expect(!read.ok && read.fault.message).toContain('no.csv');
  });
});

test('shopNameOf() takes the folder where the file name says nothing', () => {
  expect(shopNameOf(undefined)).toBe('Homebird demo shop');
  expect(shopNameOf('/x/retail_demo_store/products.json.gz')).toBe('Retail demo store');
  expect(shopNameOf('/x/flipkart_1050.csv.gz')).toBe('Flipkart 1050');
});

test('plansFor() trains T11 from 1,000 shoppers with k = 500, and keeps the floors at any size', () => {
  expect(plansFor(options(['--shoppers', '200'])).map(({ model, minBatch, noiseMultiplier }) => ({ model, minBatch, noiseMultiplier }))).toEqual([{ model: 'mix', minBatch: 50, noiseMultiplier: 4 }, { model: 'pairs', minBatch: 50, noiseMultiplier: 4 }]);
  expect(plansFor(options(['--shoppers', '1500'])).map(({ model, minBatch }) => ({ model, minBatch }))).toEqual([{ model: 'mix', minBatch: 50 }, { model: 't11', minBatch: 500 }, { model: 'pairs', minBatch: 50 }]);
});

test('plansFor() counts pairs in whole units, leaves them out at --pair-blocks 0, and waits for no more reports than a week pays for', () => {
  const plans = (argv: readonly string[]): ReturnType<typeof plansFor> => plansFor(options(argv));
  const pairs = plans([]).find(({ model }) => model === 'pairs');
  expect(pairs && countsWholeUnits({ clipNorm: pairs.clipNorm, integerNorm: FLOORS.integerNorm })).toBe(true);
  expect(plans(['--pair-blocks', '0']).map(({ model }) => model)).toEqual(['mix']);
  expect(plans(['--shoppers', '200', '--rounds', '1']).map(({ target }) => target?.reports)).toEqual([180, 180]);
  expect(plans(['--shoppers', '1500', '--rounds', '1']).map(({ target }) => target?.reports)).toEqual([900, 900, 900]); // two of three tasks each
  expect(readServeOptions(['--pair-blocks', '38'], {}, folder).ok).toBe(false);
});

test('measuresFor() waits for nine tenths of what simulated shoppers and crowd give to each, and takes the same noise from all', () => {
  const targets = (...argv: string[]): readonly unknown[] => measuresFor(options(argv)).map(({ measure, target }) => [measure, target?.reports]);
  expect(targets()).toEqual([['ads', 5_460], ['quality', 60], ['audience', 2_220]]);
  expect(targets('--shoppers', '240')).toEqual([['ads', 72], ['quality', 72], ['audience', 72]]);
  expect(targets('--shoppers', '60')).toEqual([['ads', 50], ['quality', 50], ['audience', 50]]);
  for (const argv of [[], ['--shoppers', '0']]) for (const { epsilon, minBatch } of measuresFor(options(argv))) expect({ epsilon, minBatch }).toEqual({ epsilon: FLOORS.maxEpsilon, minBatch: FLOORS.minBatch });
});

test('measuresFor() of a demonstration asks for reach twice before all but demand, and looks at prices between any two others; a shop asks for reach thrice a lap', () => {
  const turns = (...argv: string[]): readonly string[] => measuresFor(options(argv)).find(({ measure }) => measure === 'audience')?.subjects ?? [];
  expect(turns().slice(0, 8)).toEqual(['reach', 'demand', 'reach', 'parity', 'demand', 'experiment', 'parity', 'demand']);
  const shop = turns('--shoppers', '0');
  expect(new Set(turns())).toEqual(new Set(shop));
  expect(shop.filter((subject) => subject === 'reach').length).toBe(3);
});

test('pairSecretAt() makes a secret once, for this user only', () => {
  const path = join(folder, 'secret');
  const first = valueOf(pairSecretAt(path));
  expect(valueOf(pairSecretAt(path))).toEqual(first);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('noticeReader() puts lines together and leaves out what is no notice', () => {
  const taken: ChildNotice[] = [];
  const read = noticeReader((notice) => taken.push(notice));
  for (const chunk of ['{"kind":"rea', 'dy"}\nnoise\n{"a":1}\n{"kind":', '"quality","hr":0.5}\n']) read(chunk);
  expect(taken).toEqual([{ kind: 'ready' }, { kind: 'quality', hr: 0.5 }]);
});

test('roundLine() says verified only for a round the audit found whole', () => {
  const record = aRound({ round: 3 as never, leaderReports: 108 });
  const good = { ok: true, checks: [], rounds: [{ kind: 'model' as const, record, task: undefined, epsilon: 1, verdict: undefined, ok: true, leaf: 9 }], logSize: 10, log: undefined, models: undefined, ads: undefined };
  expect(roundLine(record, 'quality 0.1000 → 0.2000', good)).toBe('round 3 closed: 108 reports, quality 0.1000 → 0.2000, verified\n');
  expect(roundLine({ ...record, outcome: 'rolled-back' }, 'quality 0.1000 → 0.1000', good)).toBe('round 3 closed: 108 reports, quality 0.1000 → 0.1000, verified, candidate dropped\n');
  const table = { ...record, model: 'pairs' as const };
  const told = { ...good, rounds: [{ kind: 'model' as const, record: table, task: undefined, epsilon: 1, verdict: undefined, ok: true, leaf: 9 }] };
  expect(roundLine(table, '', told)).toBe('round 3 closed: 108 reports, table of pairs changed, verified (pairs)\n');
  expect(roundLine({ ...table, modelAfter: table.modelBefore }, '', told)).toBe('round 3 closed: 108 reports, nothing stood out, verified (pairs)\n');
  const bad = { ...good, ok: false, checks: [{ id: 'step', round: 3, title: 'The step', ok: false, detail: 'differs' }] };
  expect(roundLine(record, 'quality 0.1000 → 0.2000', bad)).toContain('NOT verified: round 3: The step: differs');
});

test('createDemoFigures() draws a point for model 0 and each round, and survives a restart', () => {
  const path = join(folder, 'quality.json');
  const [before, after] = [aHash('before'), aHash('after')];
  const rounds = [aRound({ modelBefore: before, modelAfter: after })];
  const figures = createDemoFigures(path, 200);
  for (const [hash, hr] of [[before, 0.1], [after, 0.2], [after, Number.NaN]] as const) figures.take({ kind: 'quality', model: 'mix', hash, hr, baseline: 0.05, shoppers: 50 });
  figures.take({ kind: 'quality', model: 'other', hash: before, hr: 1 });
  for (const again of [figures, createDemoFigures(path, 200)]) {
    expect(again.qualityJson(rounds)).toMatchObject({ simulated: true, points: [{ round: 0, model: 'mix', quality: 0.1, baseline: 0.05 }, { round: 1, model: 'mix', quality: 0.2, baseline: 0.05 }] });
  }
});
