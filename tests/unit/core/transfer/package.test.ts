import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  framesOf, gatherer, headerBytes, MAX_FRAMES, movedEntries, packageText, parsePackage, PASSPHRASE_ROUNDS, readEnvelope, sealedFile, shopTag, type MovePackage,
} from '#core/transfer';
import { anEntry, anEvent } from '#support/store-contract';

const SHOP = 'larkfield';
const aPackage = (more: Partial<MovePackage> = {}): MovePackage => ({
  shop: SHOP, packedAtMs: 1_800_000_000_123, events: [anEvent(1, { dwellMs: 4000 }), anEvent(2, { query: 'träskor' })], erasedEvents: [anEvent(9).id], pausedUntilMs: 'resumed',
  hiddenItems: ['a'], lessItems: ['b'], interestWishes: [{ kind: 'brand', name: 'Tollund', wish: 'pin' }], adWishes: { hidden: ['boots'], disliked: ['Fellworks'] }, adSecret: 'ab'.repeat(16), entries: movedEntries([anEntry(1, { state: 'acked', baseModel: 'b'.repeat(64) }), anEntry(2)]), ...more,
});
const faultOf = (text: string, shop = SHOP): string => {
  const parsed = parsePackage(text, shop);
  return parsed.ok ? 'none' : parsed.fault.kind;
};

describe('parsePackage()', () => {
  test('gives back what packageText() wrote', () => {
    expect(parsePackage(packageText(aPackage()), SHOP)).toEqual({ ok: true, value: aPackage() });
  });
  test('tells another shop, a newer version and text that is no package apart', () => {
    const text = packageText(aPackage());
    expect(faultOf(text, 'other')).toBe('other-shop');
    expect(faultOf(text.replace('"version":1', '"version":2'))).toBe('newer-version');
    for (const bad of ['', '[]', 'null', '{}', text.slice(1), text.replace('"rho":0.03125', '"rho":-1'), text.replace('"rho":0.03125', '"rho":1e999'), text.replace('"taskId":"0', '"taskId":"x'), text.replace('"type":"view_item"', '"type":"spy"'), text.replace('"wish":"pin"', '"wish":"more"'), text.replace('"pausedUntilMs":"resumed"', '"pausedUntilMs":"later"')]) {
      expect([bad.slice(0, 20), faultOf(bad)]).toEqual([bad.slice(0, 20), 'damaged']);
    }
  });
  test('takes along what ads may not be chosen by, and no fact that there is not', () => {
    const off = aPackage({ interestWishes: [{ kind: 'fact', name: 'price', wish: 'never' }] });
    expect(parsePackage(packageText(off), SHOP)).toEqual({ ok: true, value: off });
    expect(faultOf(packageText(off).replace('"name":"price"', '"name":"age"'))).toBe('damaged');
    expect(faultOf(packageText(off).replace('"wish":"never"', '"wish":"pin"'))).toBe('damaged');
  });
  test('takes a package of before there were ads, and no secret or wishes about ads that are none', () => {
    const { adWishes: _, adSecret: __, ...old } = aPackage();
    expect(parsePackage(packageText(old as MovePackage), SHOP)).toMatchObject({ ok: true, value: { adWishes: { hidden: [], disliked: [] }, adSecret: null } });
    for (const bad of [{ adSecret: 'AB'.repeat(16) }, { adSecret: '' }, { adWishes: { hidden: ['a'] } }, { adWishes: [] }, { adWishes: { hidden: [''], disliked: [] } }]) expect(faultOf(packageText({ ...aPackage(), ...bad } as MovePackage))).toBe('damaged');
  });
  test('throws at nothing', () => {
    fc.assert(fc.property(fc.json(), (text) => {
      expect(faultOf(text)).toBe('damaged');
    }));
  });
});

const HEADER = { isCompressed: true, shop: shopTag(SHOP), packedAtMs: 1_800_000_000_123, rounds: PASSPHRASE_ROUNDS, salt: new Uint8Array(16).fill(1), nonce: new Uint8Array(12).fill(2) };
const aFile = (bytes = 40, more: Partial<typeof HEADER> = {}): Uint8Array => sealedFile(headerBytes({ ...HEADER, ...more }, bytes), new Uint8Array(bytes).fill(7));
const envelopeFault = (file: Uint8Array, shop = SHOP): string => {
  const read = readEnvelope(file, shop);
  return read.ok ? 'none' : read.fault.kind;
};

describe('readEnvelope()', () => {
  test('gives back header and ciphertext', () => {
    const read = readEnvelope(aFile(), SHOP);
    expect(read).toMatchObject({ ok: true, value: { ...HEADER, ciphertext: new Uint8Array(40).fill(7) } });
    expect(read.ok && read.value.header).toEqual(headerBytes(HEADER, 40));
  });
  test('says of each thing that can be wrong what it is', () => {
    expect(envelopeFault(new TextEncoder().encode('{"format":"homebird-export"}'))).toBe('not-ours');
    expect(envelopeFault(new Uint8Array(0))).toBe('not-ours');
    expect(envelopeFault(aFile().slice(0, 20))).toBe('cut-off');
    expect(envelopeFault(aFile().slice(0, -1))).toBe('cut-off');
    expect(envelopeFault(aFile(), 'other')).toBe('other-shop');
    const newer = aFile();
    newer[8] = 2;
    expect(envelopeFault(newer)).toBe('newer-version');
    expect(envelopeFault(aFile(40, { rounds: 1000 }))).toBe('damaged');
    expect(envelopeFault(aFile(40, { rounds: 2 ** 32 - 1 }))).toBe('damaged');
    expect(envelopeFault(aFile(4))).toBe('damaged');
  });
  test('never takes a file of which one bit was changed', () => {
    const file = aFile();
    fc.assert(fc.property(fc.integer({ min: 0, max: file.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const changed = file.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      expect(envelopeFault(changed)).not.toBe('none');
    }));
  });
});

describe('framesOf() and gatherer()', () => {
  test('bring a file over, in any order, with repetitions and other lines between', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 4000 }), fc.infiniteStream(fc.nat(1000)), (file, order) => {
      const frames = framesOf(file) ?? [];
      const shuffled = frames.map((frame) => ({ frame, key: order.next().value })).sort((a, b) => a.key - b.key).map(({ frame }) => frame);
      const gathered = gatherer();
      for (const frame of shuffled.slice(1)) gathered.add(frame);
      if (frames.length > 1) expect(gathered.file()).toBeUndefined();
      gathered.add(['hello', ...shuffled, shuffled[0]].join('\n'));
      expect(gathered.file()).toEqual(file);
      expect(gathered.progress()).toEqual({ got: frames.length, of: frames.length });
    }), { numRuns: 50 });
  });
  test('speak only letters of the densest codes, and refuse what no phone would hold still for', () => {
    const most = MAX_FRAMES * 540;
    expect(framesOf(new Uint8Array(most).fill(255))).toHaveLength(MAX_FRAMES);
    for (const frame of framesOf(new Uint8Array(most).fill(255)) ?? []) expect(frame).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
    expect(framesOf(new Uint8Array(most + 1))).toBeUndefined();
  });
  test('a frame of another file starts anew; a damaged one never makes a file', () => {
    const [one = []] = [framesOf(new Uint8Array(700).fill(1))];
    const [other = []] = [framesOf(new Uint8Array(700).fill(2))];
    const gathered = gatherer();
    gathered.add(one[0] ?? '');
    gathered.add(other[1] ?? '');
    expect([gathered.progress(), gathered.file()]).toEqual([{ got: 1, of: 2 }, undefined]);
    gathered.add((other[0] ?? '').replace(/.{6}$/, '000000'));
    expect(gathered.file()).toBeUndefined();
    gathered.add(other[0] ?? '');
    expect(gathered.file()).toEqual(new Uint8Array(700).fill(2));
  });
});
