import { expect, test } from 'vitest';
import { madePassphrase, open, seal } from '../../../src/panel/sealing.ts';
import { valueOf } from '#support/result';

const MADE = { shop: 'larkfield', nowMs: 1_800_000_000_000 };
const TEXT = JSON.stringify({ events: Array.from({ length: 50 }, (_, i) => ({ id: i, label: 'träskor' })) });
const file = valueOf(await seal(TEXT, 'correct horse', MADE));
const kindOf = async (bytes: Uint8Array, passphrase = 'correct horse', shop = 'larkfield'): Promise<string> => {
  const opened = await open(bytes, passphrase, shop);
  return opened.ok ? opened.value : opened.fault.kind;
};

test('open() gives back what seal() sealed, smaller on the way', async () => {
  expect(await kindOf(file)).toBe(TEXT);
  expect(file.length).toBeLessThan(TEXT.length / 2);
});
test('seal() takes salt and nonce from the randomness it is given, where the layout says', async () => {
  let next = 0;
  const counting = { fill: (out: Uint8Array) => void out.set(out.map(() => (next += 1))) };
  const sealed = valueOf(await seal(TEXT, 'correct horse', { ...MADE, randomness: counting }));
  expect([...sealed.subarray(38, 66)]).toEqual(Array.from({ length: 28 }, (_, i) => i + 1));
  next = 0;
  expect(valueOf(await seal(TEXT, 'correct horse', { ...MADE, randomness: counting }))).toEqual(sealed);
  next = 0;
  expect(madePassphrase(counting)).toBe('1234-5678-9abc-defg');
});
test('open() takes the same passphrase in another Unicode form, and no other', async () => {
  const sealed = valueOf(await seal(TEXT, 'café au lait', MADE));
  expect(await kindOf(sealed, ' cafe\u0301 au lait ')).toBe(TEXT);
  expect(await kindOf(sealed, 'cafe au lait')).toBe('wrong-passphrase');
});
test('open() says of each thing that can be wrong what it is', async () => {
  expect(await kindOf(file, 'wrong')).toBe('wrong-passphrase');
  expect(await kindOf(file.slice(0, -9))).toBe('cut-off');
  expect(await kindOf(file, 'correct horse', 'other')).toBe('other-shop');
  expect(await kindOf(new TextEncoder().encode('{}'))).toBe('not-ours');
  const newer = file.slice();
  newer[8] = 2;
  expect(await kindOf(newer)).toBe('newer-version');
});
test('seal() never seals twice alike, and madePassphrase() never makes one twice', async () => {
  expect(valueOf(await seal(TEXT, 'correct horse', MADE))).not.toEqual(file);
  expect(new Set(Array.from({ length: 100 }, madePassphrase)).size).toBe(100);
  expect(madePassphrase()).toMatch(/^([0-9a-hj-km-np-tv-z]{4}-){3}[0-9a-hj-km-np-tv-z]{4}$/);
});
