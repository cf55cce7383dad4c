import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COSIGNATURE_V1, keyLine } from '#core/tlog';
import { openWitnessStore } from '#server/libsql';
import { signerIn } from '#server/pair';
import { homebird } from '#support/command-line';
import { valueOf } from '#support/result';
import { readServeOptions } from '../../../../server/commands/serve-options.ts';

const KEY = keyLine('witness.example/w1', new Uint8Array(32).fill(9), COSIGNATURE_V1);
const LOG = keyLine('homebird/shop/1', new Uint8Array(32).fill(8));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebird-witness-command-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('homebird witness', () => {
  test('explains itself', async () => {
    expect(await homebird('witness', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('homebird witness --data DIR') as string });
    expect((await homebird('--help')).out).toContain('  witness ');
  });

  test.each<readonly [string, readonly string[], string]>([
    ['no folder', ['--log', LOG], 'Wanted --data DIR'],
    ['no log', ['--data', 'd'], 'Wanted a log to witness: --log VKEY or --logs FILE'],
    ['a log without a key', ['--data', 'd', '--log', 'homebird/shop'], 'Cannot read the key line "homebird/shop": wanted name+hash+base64'],
    ['a key of cosignatures for a log', ['--data', 'd', '--log', KEY], 'Cannot witness witness.example/w1: its key is not a plain Ed25519 key (type 1)'],
    ['a list that is not there', ['--data', 'd', '--logs', '/nowhere/list'], 'Cannot read /nowhere/list: there is no such file'],
    ['a key under the name of another log', ['--data', 'd', '--log', LOG, '--log', keyLine('homebird/shop/1', new Uint8Array(32).fill(7))], 'Cannot witness homebird/shop/1: it is named twice, with different keys'],
    ['a name with a space', ['--data', 'd', '--log', LOG, '--name', 'two words'], 'Cannot use --name two words: wanted an address without a scheme, such as witness.example/w1'],
    ['a port that is none', ['--data', 'd', '--log', LOG, '--port', 'x'], 'Cannot use --port x: wanted a whole number from 0 to 65535'],
  ])('refuses %s with the reason and where its help is', async (_, argv, why) => {
    const { code, err } = await homebird('witness', ...argv);
    expect([code, err.split('\n')[0]]).toEqual([2, why]);
    expect(err).toContain('see homebird witness --help');
  });

  test('keeps the name of its first start, and says so to another one', async () => {
    const data = join(folder, 'named');
    const store = valueOf(openWitnessStore(join(data, 'witness.db')));
    await signerIn(store, () => 'witness.example/w1');
    await store.close();
    const list = join(folder, 'list.txt');
    writeFileSync(list, `logs/v0\nvkey ${LOG}\norigin none\n`);
    const { code, err } = await homebird('witness', '--data', data, '--logs', list, '--name', 'witness.example/w2', '--port', '0');
    expect([code, err]).toEqual([1, 'This witness is called witness.example/w1, and others trust it by that name: start without --name, or with another --data folder\n']);
  });
});

describe('homebird serve', () => {
  const read = (...argv: string[]): ReturnType<typeof readServeOptions> => readServeOptions(argv, {}, folder);

  test('takes witnesses by address and key, and how many must have signed', () => {
    const other = keyLine('w2', new Uint8Array(32).fill(7), COSIGNATURE_V1);
    expect(read()).toMatchObject({ ok: true, value: { witnesses: undefined } });
    expect(read('--witness', `https://witness.example/=${KEY}`)).toMatchObject({ ok: true, value: { witnesses: { each: [{ url: 'https://witness.example', key: KEY }], quorum: 1 } } });
    expect(read('--witness', `https://a.example/x?=y=${KEY}`, '--witness', `http://b.example:1=${other}`, '--witness-quorum', '2')).toMatchObject({
      ok: true, value: { witnesses: { each: [{ url: 'https://a.example/x', key: KEY }, { url: 'http://b.example:1', key: other }], quorum: 2 } },
    });
  });

  test.each<readonly [string, readonly string[]]>([
    ['no key', ['--witness', 'https://witness.example']],
    ['no address', ['--witness', KEY]],
    ['another scheme', ['--witness', `ftp://witness.example=${KEY}`]],
    ['half a key', ['--witness', `https://witness.example=${KEY.slice(0, -4)}`]],
    ['a log\'s key', ['--witness', `https://witness.example=${LOG}`]],
    ['a quorum of nobody', ['--witness-quorum', '1']],
    ['a quorum above all', ['--witness', `https://witness.example=${KEY}`, '--witness-quorum', '2']],
    ['nine witnesses', Array.from({ length: 9 }, () => ['--witness', `https://witness.example=${KEY}`]).flat()],
  ])('refuses %s', (_, argv) => {
    expect(read(...argv)).toMatchObject({ ok: false, fault: { kind: 'usage' } });
  });
});
