import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COSIGNATURE_V1, cosignedAt, cosignNote, decodeCheckpoint, encodeCheckpoint, keyLine, openNote, parseKeyLine, signNote, type NoteKey, type NoteSigner } from '#core/tlog';
import { fromHex, toHex } from '#core/units';
import { ed25519 } from '#page/crypto';
import vectors from './tlog_note_homebird_1.json' with { type: 'json' };

const signer = signerOf(vectors.log);
const cosigner = signerOf(vectors.helper);
const checkpoint = { origin: 'homebird.example/log', size: 42, root: new Uint8Array(32).fill(5) };

function signerOf(fields: { readonly name: string; readonly secretKey: string; readonly publicKey: string }): NoteSigner {
  return { name: fields.name, secretKey: fromHex(fields.secretKey), publicKey: fromHex(fields.publicKey) };
}

function keyOf(line: string): NoteKey {
  const key = parseKeyLine(line);
  if (!key.ok) throw new Error(key.fault.message);
  return key.value;
}

test('openNote() opens what signNote() signed, and nothing with a byte changed', async () => {
  const note = await signNote(encodeCheckpoint(checkpoint), signer, ed25519);
  const key = keyOf(keyLine(signer.name, signer.publicKey));
  expect(await openNote(note, key, ed25519)).toEqual({ ok: true, value: encodeCheckpoint(checkpoint) });
  for (let i = 0; i < note.length; i++) {
    const changed = note.slice(0, i) + String.fromCharCode(note.charCodeAt(i) ^ 1) + note.slice(i + 1);
    expect((await openNote(changed, key, ed25519)).ok, `character ${i}`).toBe(false);
  }
});

test('a note keeps its other signatures: a cosigned checkpoint opens with either key', async () => {
  const note = await signNote(encodeCheckpoint(checkpoint), signer, ed25519);
  const cosigned = await cosignNote(note, cosigner, 1_772_323_200, ed25519);
  if (!cosigned.ok) throw new Error(cosigned.fault.message);
  expect((await openNote(cosigned.value, keyOf(keyLine(signer.name, signer.publicKey)), ed25519)).ok).toBe(true);
  const helperKey = keyOf(keyLine(cosigner.name, cosigner.publicKey, COSIGNATURE_V1));
  expect(await cosignedAt(cosigned.value, helperKey, ed25519)).toEqual({ ok: true, value: 1_772_323_200 });
  expect(await cosignedAt(note, helperKey, ed25519)).toMatchObject({ ok: false, fault: { kind: 'unsigned-note' } });
  const otherTree = cosigned.value.replace('\n42\n', '\n43\n');
  expect(await cosignedAt(otherTree, helperKey, ed25519)).toMatchObject({ ok: false, fault: { kind: 'bad-signature' } });
});

test('openNote() refuses a stranger\'s signature under the right name', async () => {
  const note = await signNote('hello\n', { ...cosigner, name: signer.name }, ed25519);
  expect(await openNote(note, keyOf(keyLine(signer.name, signer.publicKey)), ed25519)).toMatchObject({ ok: false, fault: { kind: 'unsigned-note' } });
});

test('parseKeyLine() refuses a line whose hash is not its key\'s', () => {
  const line = keyLine(signer.name, signer.publicKey);
  expect(parseKeyLine(line).ok).toBe(true);
  for (const bad of ['', 'name', line.replace(signer.name, 'other.example'), line.replace(/\+[0-9a-f]{8}\+/, '+00000000+'), line.slice(0, -4), `${line}\n`, line.toUpperCase()]) expect(parseKeyLine(bad).ok, bad).toBe(false);
  expect(() => keyLine('two words', signer.publicKey)).toThrow(RangeError);
});

test('notes and checkpoints answer hostile text with a fault', async () => {
  const key = keyOf(keyLine(signer.name, signer.publicKey));
  const good = await signNote(encodeCheckpoint(checkpoint), signer, ed25519);
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.tuple(fc.nat(), fc.string({ maxLength: 3 })).map(([at, insert]) => good.slice(0, at % good.length) + insert + good.slice((at % good.length) + 1)));
  await fc.assert(fc.asyncProperty(text, async (note) => {
    const opened = await openNote(note, key, ed25519);
    if (opened.ok) expect(opened.value).toBe(encodeCheckpoint(checkpoint));
    decodeCheckpoint(note);
  }), { numRuns: 300 });
  expect((await openNote(`x\n\n${'— a AAAAAAAA\n'.repeat(1000)}`, key, ed25519)).ok).toBe(false);
});

test('decodeCheckpoint() reads what encodeCheckpoint() wrote, allows extension lines, and wants exact numbers', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, root) => {
    const read = decodeCheckpoint(encodeCheckpoint({ origin: 'a/b', size, root }));
    expect(read.ok && [read.value.origin, read.value.size, toHex(read.value.root)]).toEqual(['a/b', size, toHex(root)]);
  }));
  const text = encodeCheckpoint(checkpoint);
  expect(decodeCheckpoint(`${text}extension\n`).ok).toBe(true);
  for (const bad of [text.replace('42', '042'), text.replace('42', '-1'), text.replace('42', '1e3'), text.replace('42', '9'.repeat(17)), text.slice(0, -2), '\n42\n', 'a\n1\nAAAA\n']) expect(decodeCheckpoint(bad).ok, bad).toBe(false);
});

test('signed notes and cosignatures reproduce their vectors', async () => {
  expect(keyLine(signer.name, signer.publicKey)).toBe(vectors.log.keyLine);
  expect(keyLine(cosigner.name, cosigner.publicKey, COSIGNATURE_V1)).toBe(vectors.helper.keyLine);
  expect(await signNote(vectors.text, signer, ed25519)).toBe(vectors.note);
  expect(await cosignNote(vectors.note, cosigner, vectors.timeSeconds, ed25519)).toEqual({ ok: true, value: vectors.cosigned });
});

test('openNote() opens the example of the C2SP signed-note specification\'s reference implementation', async () => {
  // golang.org/x/mod/sumdb/note, Example: PeterNeumann.
  const key = keyOf('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const note = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  expect((await openNote(note, key, ed25519)).ok).toBe(true);
});
