import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeModel } from '#core/fedavg';
import { contentHash } from '#core/units';
import { appendLeaf } from '#server/log';
import { openLeaderStore } from '#server/libsql';
import { T11_PARAMETERS } from '#worker/models';
import { initialMix } from '#worker/recommender';
import { anEmptyTable } from '#support/deployment';
import { valueOf } from '#support/result';
import { mayBeginWith, readGivenModels } from '../../../../server/commands/given-models.ts';
import { readServeOptions } from '../../../../server/commands/serve-options.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebird-given-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function aFile(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const t11 = (): Uint8Array<ArrayBuffer> => encodeModel('t11', new Float32Array(T11_PARAMETERS).fill(0.25));

describe('readGivenModels()', () => {
  test('takes one file of each kind, whatever their order', () => {
    const paths = [aFile('a.model', t11()), aFile('b.model', encodeModel('mix', initialMix()))];
    for (const order of [paths, paths.toReversed()]) expect(valueOf(readGivenModels(order)).map(({ kind }) => kind).toSorted()).toEqual(['mix', 't11']);
  });

  test('takes a file with a candidate as it is, so that its hash stands in the log of the shop that published it', () => {
    const bytes = encodeModel('mix', initialMix(), initialMix());
    const [given] = valueOf(readGivenModels([aFile('tried.model', bytes)]));
    expect([given?.hash, given?.bytes]).toEqual([contentHash(bytes), bytes]);
  });

  const withNaN = (): Uint8Array => {
    const bytes = t11();
    new DataView(bytes.buffer).setFloat32(12 + 4 * 77, Number.NaN, true);
    return bytes;
  };
  test.each<readonly [string, () => Uint8Array, string]>([
    ['nothing', () => new Uint8Array(0), '0 bytes'],
    ['text', () => new TextEncoder().encode('a model, or so it says'), 'another format'],
    ['a model of another version', () => t11().with(4, 2), 'version 2, wanted 1'],
    ['a kind nobody knows', () => t11().with(5, 9), 'kind 9'],
    ['half a model', () => t11().slice(0, 9_000), '10850 parameters in 9000 bytes'],
    ['a model with bytes left over', () => new Uint8Array([...t11(), 0]), '10850 parameters in 43413 bytes'],
    ['NaN', withNaN, 'NaN or Infinity at offset 320'],
    ['a T11 of another shape', () => encodeModel('t11', new Float32Array(10_602)), '10602 weights, this version of Homebird wants 10850'],
    ['a table of pairs', () => anEmptyTable(), 'table of pairs'],
  ])('refuses %s by the file\'s name', (what, bytes, wanted) => {
    const path = aFile(`${what.replaceAll(' ', '-')}.model`, bytes());
    const read = readGivenModels([path]);
    if (read.ok) throw new Error(`${what} was taken`);
    expect(read.fault).toMatchObject({ kind: 'bad-model' });
    expect(read.fault.message).toContain(path);
    expect(read.fault.message).toContain(wanted);
  });

  test('refuses two of one kind and names both', () => {
    const [first, second] = [aFile('first.model', t11()), aFile('second.model', t11())];
    const read = readGivenModels([first, second]);
    expect(!read.ok && read.fault.message).toContain(first);
    expect(!read.ok && read.fault.message).toContain(second);
  });
});

test('readServeOptions() names a model file that is not there', () => {
  const read = readServeOptions(['--model', 'no.model'], {}, folder);
  expect(!read.ok && read.fault.message).toContain(join(folder, 'no.model'));
  expect(readServeOptions(['--model', folder], {}, folder).ok).toBe(false);
});

test('mayBeginWith() leaves a folder that a running leader holds alone', async () => {
  mkdirSync(join(folder, 'held'));
  const store = valueOf(openLeaderStore(join(folder, 'held', 'leader', 'leader.db')));
  const given = valueOf(readGivenModels([aFile('held.model', t11())]));
  expect(await mayBeginWith(given, join(folder, 'held'))).toMatchObject({ ok: false, fault: { kind: 'in-use' } });
  expect(await mayBeginWith([], join(folder, 'held'))).toEqual({ ok: true, value: undefined });
  await store.close();
  expect(await mayBeginWith(given, join(folder, 'held'))).toEqual({ ok: true, value: undefined }); // a first start that was cut short before its models
});

test('mayBeginWith() goes on with a folder that began with this very file, and refuses it to another', async () => {
  const [own] = valueOf(readGivenModels([aFile('own.model', t11())]));
  if (!own) throw new Error('Wanted a model');
  const other = valueOf(readGivenModels([aFile('other.model', encodeModel('t11', new Float32Array(T11_PARAMETERS)))]));
  const store = valueOf(openLeaderStore(join(folder, 'begun', 'leader', 'leader.db')));
  await store.transact(({ log }) => appendLeaf(log, { type: 'model', model: 't11', hash: own.hash, round: 0 }));
  await store.close();
  expect(await mayBeginWith([own], join(folder, 'begun'))).toEqual({ ok: true, value: undefined });
  const refused = await mayBeginWith(other, join(folder, 'begun'));
  expect(!refused.ok && refused.fault).toMatchObject({ kind: 'has-models', message: expect.stringContaining(`${join(folder, 'begun')} has a t11 model of its own already, and 0 rounds. Leave --model out`) as string });
});
