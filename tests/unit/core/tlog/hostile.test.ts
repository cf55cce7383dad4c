import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acceptCheckpoint, COSIGNATURE_V1, cosignedAt, cosignNote, decodeCheckpoint, decodeEntries, decodeTile, encodeCheckpoint, encodeEntries, keyLine, openNote, parseKeyLine, parseTilePath,
  signaturesBy, signNote, tilePath, tilesOf, trustOf, unverifiedText, type LogPins, type NoteKey, type NoteSigner,
} from '#core/tlog';
import { concatBytes, fromHex, toBase64, toHex, utf8Encode } from '#core/units';
import { ed25519 } from '#page/crypto';
import { valueOf } from '#support/result';
import vectors from './tlog_note_homebird_1.json' with { type: 'json' };

const signerOf = (fields: { readonly name: string; readonly secretKey: string; readonly publicKey: string }): NoteSigner => ({ name: fields.name, secretKey: fromHex(fields.secretKey), publicKey: fromHex(fields.publicKey) });
const [log, helper] = [signerOf(vectors.log), signerOf(vectors.helper)];
const logKey = valueOf(parseKeyLine(keyLine(log.name, log.publicKey)));
const helperKey = valueOf(parseKeyLine(keyLine(helper.name, helper.publicKey, COSIGNATURE_V1)));
const checkpoint = encodeCheckpoint({ origin: log.name, size: 42, root: new Uint8Array(32).fill(5) });
const note = await signNote(checkpoint, log, ed25519);
const signatureLines = note.slice(checkpoint.length + 1);

/** The signature line of a key with other bytes behind its name and id. */
const lineOf = (key: NoteKey, bytes: Uint8Array, name = key.name): string => `— ${name} ${toBase64(concatBytes(key.hash, bytes))}\n`;

describe('a note', () => {
  test.each<readonly [string, string]>([
    ['without signatures', `${checkpoint}\n`],
    ['without an empty line', checkpoint + signatureLines],
    ['without its last newline', note.slice(0, -1)],
    ['with a tab in its text', note.replace('\n42\n', '\n42\t\n')],
    ['with a carriage return', note.replaceAll('\n', '\r\n')],
    ['with a control character in a name', note + lineOf(helperKey, new Uint8Array(72), 'a\u0001b')],
    ['with a lone surrogate', note.replace(log.name, `${log.name}\ud800`)],
    ['with a hyphen for the dash', note.replace('— ', '- ')],
    ['with two spaces', note.replace('— ', '—  ')],
    ['with a signature without padding', note.replace(/=*\n$/, '\n').replace(/(.)\n$/, '\n')],
    ['with a signature of four bytes', note + lineOf(helperKey, new Uint8Array(0))],
    ['with an empty line at its end', `${note}\n`],
    ['with 17 signatures', note + lineOf(helperKey, new Uint8Array(72)).repeat(16)],
    ['of 100,000 characters', `${'x'.repeat(100_000)}\n${note}`],
  ])('%s is refused', async (_, text) => {
    expect((await openNote(text, logKey, ed25519)).ok).toBe(false);
    expect((await cosignedAt(text, helperKey, ed25519)).ok).toBe(false);
  });

  test('may hold empty lines and DEL in its text, and 16 signatures', async () => {
    const odd = await signNote('a\n\n\u007f\n', log, ed25519);
    expect(await openNote(odd, logKey, ed25519)).toEqual({ ok: true, value: 'a\n\n\u007f\n' });
    expect((await openNote(note + lineOf(helperKey, new Uint8Array(72)).repeat(15), logKey, ed25519)).ok).toBe(true);
  });

  test('keeps its meaning under any signatures of unknown keys, also of the same name or the same id', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ minLength: 1, maxLength: 100 })), { maxLength: 15 }), async (strangers) => {
      const lines = strangers.map(([sameName, bytes]) => (sameName ? `— ${log.name} ${toBase64(concatBytes(Uint8Array.of(1, 2, 3, 4), bytes))}\n` : lineOf(logKey, bytes, 'somebody.example')));
      for (const whole of [note + lines.join(''), `${checkpoint}\n${lines.join('')}${signatureLines}`]) {
        expect(await openNote(whole, logKey, ed25519)).toEqual({ ok: true, value: checkpoint });
        expect(signaturesBy(whole, [logKey])).toEqual({ ok: true, value: signatureLines });
      }
    }), { numRuns: 50 });
  });

  test('with the same signature twice opens; with a false one beside it, or of another length, it does not', async () => {
    expect((await openNote(note + signatureLines, logKey, ed25519)).ok).toBe(true);
    for (const bytes of [new Uint8Array(64), new Uint8Array(63), new Uint8Array(65)]) {
      for (const lines of [lineOf(logKey, bytes) + signatureLines, signatureLines + lineOf(logKey, bytes)]) {
        expect(await openNote(`${checkpoint}\n${lines}`, logKey, ed25519)).toMatchObject({ ok: false, fault: { kind: 'bad-signature' } });
      }
    }
  });

  test('cosigned twice counts the newer time; with a false, a short or a timeless one beside it, none', async () => {
    const once = valueOf(await cosignNote(note, helper, 1_000, ed25519));
    const twice = valueOf(await cosignNote(once, helper, 2_000, ed25519));
    expect(await cosignedAt(twice, helperKey, ed25519)).toEqual({ ok: true, value: 2_000 });
    for (const bytes of [new Uint8Array(72), new Uint8Array(72).fill(255), new Uint8Array(71), new Uint8Array(64)]) expect(await cosignedAt(once + lineOf(helperKey, bytes), helperKey, ed25519)).toMatchObject({ ok: false, fault: { kind: 'bad-signature' } });
    const timeless = valueOf(await cosignNote(note, helper, 0, ed25519));
    expect(await cosignedAt(timeless, helperKey, ed25519)).toMatchObject({ ok: false, fault: { kind: 'bad-signature' } });
  });

  test('is never signed over by a cosignature, nor a cosignature by a note\'s signature', async () => {
    const asNote = valueOf(parseKeyLine(keyLine(helper.name, helper.publicKey)));
    const cosigned = valueOf(await cosignNote(note, helper, 1_000, ed25519));
    expect((await openNote(cosigned, asNote, ed25519)).ok).toBe(false);
    const signed = await signNote(`cosignature/v1\ntime 1000\n${checkpoint}`, helper, ed25519);
    expect((await cosignedAt(signed, helperKey, ed25519)).ok).toBe(false);
  });
});

test.each(['two words', 'a+b', 'tab\tbed', 'no\u00a0break', 'next\u0085line', 'em\u2003space', 'ideographic\u3000space', 'line\u2028end', ''])('the name "%s" is no key\'s name', (name) => {
  expect(() => keyLine(name, log.publicKey)).toThrow(RangeError);
  expect(parseKeyLine(`${name}+00000000+${toBase64(concatBytes(Uint8Array.of(1), log.publicKey))}`).ok).toBe(false);
  expect(unverifiedText(note + lineOf(helperKey, new Uint8Array(72), name))).toMatchObject(name.includes(' ') || name === '' || name.includes('+') || /\s|\u0085/.test(name) ? { ok: false } : { ok: true });
});

test('a name of any other characters is one, as long as they are no spaces: letters, an emoji, a byte order mark', () => {
  for (const name of ['log.example/ö', '🐦', '\ufeffmark', 'a=b,c']) expect(valueOf(parseKeyLine(keyLine(name, log.publicKey))).name).toBe(name);
});

test('parseKeyLine() answers any text with a key whose line it is, or a fault', () => {
  const line = keyLine(log.name, log.publicKey);
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.tuple(fc.nat(line.length), fc.string({ maxLength: 2 })).map(([at, insert]) => line.slice(0, at) + insert + line.slice(at + 1))), (text) => {
    const key = parseKeyLine(text);
    if (key.ok) expect(keyLine(key.value.name, key.value.publicKey, key.value.algorithm)).toBe(text);
  }));
  expect(parseKeyLine(`${'a'.repeat(1_000_000)}+`).ok).toBe(false);
});

test('decodeCheckpoint() refuses empty lines, sizes that are no numbers, and roots of another length', () => {
  const root = toBase64(new Uint8Array(32));
  for (const bad of ['', '\n', 'a\n1\n', `a\n1\n${root}`, `a\n1\n${root}\n\n`, `a\n1\n${root}\n\nx\n`, `\n1\n${root}\n`, `a\n\n${root}\n`, `a\n+1\n${root}\n`, `a\n1 \n${root}\n`, `a\n1\n${root.slice(4)}\n`, `a\n1\n${root}AAAA\n`, `a\n1000000000000000\n${root}\n`]) expect([bad, decodeCheckpoint(bad).ok]).toEqual([bad, false]);
  expect(decodeCheckpoint(`a\n999999999999999\n${root}\none\ntwo\n`)).toMatchObject({ ok: true, value: { size: 999_999_999_999_999 } });
});

describe('tiles', () => {
  test('a path names one tile or none, whatever it is', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 0, max: 2 ** 47 }), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
      for (const tile of [{ level, index, width }, { level: 'entries' as const, index, width }]) expect(parseTilePath(tilePath(tile))).toEqual(tile);
    }));
    fc.assert(fc.property(fc.string({ maxLength: 40 }), (path) => {
      const tile = parseTilePath(`tile/${path}`);
      if (tile) expect(tilePath(tile)).toBe(`tile/${path}`);
    }));
    for (const path of ['tile/64/000', 'tile/99/000', 'tile/00/000', 'tile/-1/000', 'tile/data/000', 'tile/8/0/000', 'tile/0/0', 'tile/0/0000', 'tile/0/x000/001', 'tile/0/000.p/0', 'tile/0/000.p/256', 'tile/0/000.p/01', 'tile/0/000.p/', 'tile/0/000/', '/tile/0/000', `tile/0/${'x001/'.repeat(6)}000`]) expect([path, parseTilePath(path)]).toEqual([path, undefined]);
  });

  test('of a log of any size: full ones left of one partial at each level, as many hashes as it has subtrees, none empty', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 200_000 }), (size) => {
      const all = tilesOf(size);
      for (const level of new Set(all.map((tile) => tile.level))) {
        const tiles = all.filter((tile) => tile.level === level);
        const hashes = level === 'entries' ? size : Math.floor(size / 256 ** level);
        expect(tiles.reduce((sum, { width }) => sum + width, 0)).toBe(hashes);
        expect(tiles.slice(0, -1).every(({ width }) => width === 256)).toBe(true);
        expect(tiles.map(({ index }) => index)).toEqual(tiles.map((_, i) => i));
      }
    }), { numRuns: 50 });
    // The specification's own examples.
    const shape = (size: number): string[] => tilesOf(size).filter(({ level, width }) => level !== 'entries' && width < 256).map(tilePath);
    expect(shape(70_000)).toEqual(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
    expect(shape(256)).toEqual(['tile/1/000.p/1']);
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
  });

  test('a tile of any other length than its width says is refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 256 }), (bytes, width) => {
      expect(decodeTile(bytes, width).ok).toBe(bytes.length === 32 * width);
    }));
  });
});

describe('entry bundles', () => {
  test('give back any entries, empty ones and the longest too', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), (entries) => {
      expect(decodeEntries(encodeEntries(entries), entries.length)).toEqual({ ok: true, value: entries });
    }), { numRuns: 50 });
    const longest = new Uint8Array(65_535).fill(1);
    expect(valueOf(decodeEntries(encodeEntries([longest, new Uint8Array(0)]), 2))[0]).toEqual(longest);
    expect(() => encodeEntries([new Uint8Array(65_536)])).toThrow(RangeError);
  });

  test('are refused when cut anywhere, when one is missing, and when more follow', () => {
    const bundle = encodeEntries([utf8Encode('one'), utf8Encode('three'), utf8Encode('')]);
    for (let at = 0; at < bundle.length; at++) expect([at, decodeEntries(bundle.subarray(0, at), 3).ok]).toEqual([at, false]);
    expect(decodeEntries(bundle, 4).ok).toBe(false);
    expect(decodeEntries(bundle, 2)).toMatchObject({ ok: false, fault: { message: 'Cannot read the bundle: it goes on after 2 entries' } });
  });

  test('of millions of empty entries are given up after the first 256', () => {
    expect(decodeEntries(new Uint8Array(16 * 1024 * 1024), 256)).toMatchObject({ ok: false, fault: { message: 'Cannot read the bundle: it goes on after 256 entries' } });
  });
});

describe('trustOf() and acceptCheckpoint()', () => {
  const pins: LogPins = { logOrigin: log.name, logKey: vectors.log.keyLine, helperKey: vectors.helper.keyLine };
  const within = { fromMs: 1_000_000, toMs: 9_000_000 };

  test('take a note of the log that the helper cosigned in time, and no other', async () => {
    const trust = valueOf(trustOf(pins));
    expect(toHex(trust.log.publicKey)).toBe(vectors.log.publicKey);
    for (const [seconds, kind] of [[1_000, undefined], [9_000, undefined], [999, 'stale-cosignature'], [9_001, 'stale-cosignature']] as const) {
      const accepted = await acceptCheckpoint(valueOf(await cosignNote(note, helper, seconds, ed25519)), trust, within, ed25519);
      expect([seconds, accepted.ok ? undefined : accepted.fault.kind]).toEqual([seconds, kind]);
    }
    expect(await acceptCheckpoint(note, trust, within, ed25519)).toMatchObject({ ok: false, fault: { kind: 'unsigned-note' } });
    expect(await acceptCheckpoint(note, { ...trust, origin: 'another' }, within, ed25519)).toMatchObject({ ok: false, fault: { kind: 'other-log' } });
  });

  test.each<readonly [string, Partial<LogPins>]>([
    ['the helper has the log\'s key', { helperKey: keyLine('helper', log.publicKey, COSIGNATURE_V1) }],
    ['the helper\'s key signs notes', { helperKey: keyLine('helper', helper.publicKey) }],
    ['nobody of no witnesses is asked for', { witnesses: { keys: [], quorum: 1 } }],
    ['a witness need not sign', { witnesses: { keys: [keyLine('w', new Uint8Array(32).fill(1), COSIGNATURE_V1)], quorum: 0 } }],
    ['a witness is named twice', { witnesses: { keys: [1, 2].map((n) => keyLine(`w${n}`, new Uint8Array(32).fill(1), COSIGNATURE_V1)), quorum: 1 } }],
    ['a key line is none', { logKey: 'none' }],
  ])('refuse keys where %s', (_, change) => {
    expect(trustOf({ ...pins, ...change }).ok).toBe(false);
  });
});
