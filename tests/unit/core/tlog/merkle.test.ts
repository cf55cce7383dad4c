import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  consistencyFrom, consistencyProof, decodeEntries, decodeTile, encodeEntries, encodeTile, inclusionFrom, inclusionProof, leafHash, parseTilePath, rootFrom, sortedRoot, TILE_WIDTH,
  tilePath, tilesOf, treeRoot, verifyConsistency, verifyInclusion, withTiles, type SubtreeHash, type Tile,
} from '#core/tlog';
import { concatBytes, fail, fromHex, ok, sha256Bytes, toHex, utf8Encode, type Fault, type Result } from '#core/units';

/** RFC 6962 §2.1 by its definition: split at the largest power of two below n. */
function rootByDefinition(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) return sha256Bytes(new Uint8Array(0));
  if (entries.length === 1) return sha256Bytes(concatBytes(Uint8Array.of(0), entries[0] ?? new Uint8Array(0)));
  const split = 2 ** Math.floor(Math.log2(entries.length - 1));
  return sha256Bytes(concatBytes(Uint8Array.of(1), rootByDefinition(entries.slice(0, split)), rootByDefinition(entries.slice(split))));
}

const leavesOf = (size: number): Uint8Array[] => Array.from({ length: size }, (_, i) => leafHash(utf8Encode(`entry ${i}`)));
const sizes = fc.integer({ min: 1, max: 70 });
const placed = sizes.chain((size) => fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }));
const grown = sizes.chain((size) => fc.record({ size: fc.constant(size), old: fc.integer({ min: 0, max: size }) }));

test('treeRoot() is the Merkle tree hash of RFC 6962, for every size to 70', () => {
  for (let size = 0; size <= 70; size++) {
    const entries = Array.from({ length: size }, (_, i) => utf8Encode(`entry ${i}`));
    expect(toHex(treeRoot(entries.map(leafHash)))).toBe(toHex(rootByDefinition(entries)));
  }
});

// The tree of Certificate Transparency's own tests (google/certificate-transparency, merkle_tree_test.cc).
const CT_ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(fromHex);
const CT_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test('treeRoot() reproduces the roots of Certificate Transparency', () => {
  CT_ROOTS.forEach((root, i) => { expect(toHex(treeRoot(CT_ENTRIES.slice(0, i + 1).map(leafHash)))).toBe(root); });
});

test('inclusionProof() verifies, and only for its leaf, place, size and root', () => {
  fc.assert(fc.property(placed, ({ size, index }) => {
    const leaves = leavesOf(size);
    const claim = { leaf: leaves[index] ?? leafHash(new Uint8Array(0)), index, size, root: treeRoot(leaves) };
    const proof = inclusionProof(leaves, index);
    expect(verifyInclusion(claim, proof)).toBe(true);
    expect(verifyInclusion({ ...claim, leaf: leafHash(utf8Encode('another')) }, proof)).toBe(false);
    expect(verifyInclusion({ ...claim, root: claim.leaf }, proof)).toBe(size === 1);
    expect(verifyInclusion({ ...claim, index: index + size }, proof)).toBe(false);
    expect(verifyInclusion(claim, [...proof, claim.leaf])).toBe(false);
    if (proof.length > 0) expect(verifyInclusion(claim, proof.slice(1))).toBe(false);
    if (size > 1) expect(verifyInclusion({ ...claim, index: (index + 1) % size }, proof)).toBe(false);
    proof.forEach((hash, i) => { expect(verifyInclusion(claim, proof.with(i, hash.with(0, (hash[0] ?? 0) ^ 1)))).toBe(false); });
  }));
});

test('consistencyProof() verifies between any two sizes, and only between their roots', () => {
  fc.assert(fc.property(grown, ({ size, old }) => {
    const leaves = leavesOf(size);
    const [older, newer] = [{ size: old, root: treeRoot(leaves.slice(0, old)) }, { size, root: treeRoot(leaves) }];
    const proof = consistencyProof(leaves, old);
    expect(verifyConsistency(older, newer, proof)).toBe(true);
    const forked = leaves.with(Math.max(0, old - 1), leafHash(utf8Encode('rewritten')));
    if (old > 0) expect(verifyConsistency(older, { size, root: treeRoot(forked) }, consistencyProof(forked, old))).toBe(false);
    if (old > 0) expect(verifyConsistency({ ...older, root: newer.root.with(0, (newer.root[0] ?? 0) ^ 1) }, newer, proof)).toBe(false);
    expect(verifyConsistency(older, newer, [...proof, newer.root])).toBe(false);
    expect(verifyConsistency(newer, { size: old, root: older.root }, proof)).toBe(old === size);
    proof.forEach((hash, i) => { expect(verifyConsistency(older, newer, proof.with(i, hash.with(31, (hash[31] ?? 0) ^ 1)))).toBe(false); });
  }));
});

test.each([[-1, 4], [0.5, 4], [4, 4], [0, 0], [Number.NaN, 4]])('verifyInclusion() says no to index %s of %s', (index, size) => {
  expect(verifyInclusion({ leaf: leafHash(new Uint8Array(0)), index, size, root: new Uint8Array(32) }, [])).toBe(false);
});

test('sortedRoot() names a set: the order of its members does not matter, one member does', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.uint8Array({ minLength: 16, maxLength: 16 }), { minLength: 1, maxLength: 20, selector: toHex }), (ids) => {
    expect(toHex(sortedRoot(ids))).toBe(toHex(sortedRoot([...ids].reverse())));
    expect(toHex(sortedRoot(ids))).not.toBe(toHex(sortedRoot(ids.slice(1))));
  }));
});

test('tilePath() writes tiles as C2SP does, and parseTilePath() knows no other spelling', () => {
  expect(tilePath({ level: 0, index: 0, width: TILE_WIDTH })).toBe('tile/0/000');
  expect(tilePath({ level: 1, index: 1_234_067, width: TILE_WIDTH })).toBe('tile/1/x001/x234/067');
  expect(tilePath({ level: 'entries', index: 273, width: 112 })).toBe('tile/entries/273.p/112');
  const tiles: fc.Arbitrary<Tile> = fc.record({ level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })), index: fc.integer({ min: 0, max: 2 ** 40 }), width: fc.integer({ min: 1, max: 256 }) });
  fc.assert(fc.property(tiles, (tile) => { expect(parseTilePath(tilePath(tile))).toEqual(tile); }));
  for (const path of ['tile/0/000.p/256', 'tile/0/000.p/0', 'tile/0/000.p/01', 'tile/00/000', 'tile/0/x000/001', 'tile/0/1', 'tile/-1/000', 'tile/0/000/', '../tile/0/000', 'tile/entries/000.p/', 'tile/0/x001/x002/x003/x004/x005/x006/007']) {
    expect(parseTilePath(path), path).toBeUndefined();
  }
});

test('decodeEntries() reads what encodeEntries() wrote; a cut or another count is a fault', () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 10 }), (entries) => {
    const bytes = encodeEntries(entries);
    expect(decodeEntries(bytes, entries.length)).toEqual({ ok: true, value: entries });
    expect(decodeEntries(bytes, entries.length + 1).ok).toBe(false);
    expect(decodeEntries(bytes.subarray(0, -1), entries.length).ok).toBe(false);
  }));
  expect(() => encodeEntries([new Uint8Array(65_536)])).toThrow(RangeError);
  expect(decodeTile(new Uint8Array(33), 1).ok).toBe(false);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 256 }), (bytes, width) => { decodeEntries(bytes, width); decodeTile(bytes, width); }));
});

/** Hashes of complete subtrees straight from leaves, by recursion. */
const subtreesOver = (leaves: readonly Uint8Array[]): SubtreeHash => {
  const hashOf: SubtreeHash = (level, index) => treeRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
  return hashOf;
};

test('withTiles() makes the proofs of the whole log from a few tiles, in logs of one, two and three levels', async () => {
  for (const size of [1, 5, 256, 257, 700, 65_536 + 300]) {
    const leaves = leavesOf(size);
    const files = new Map(tilesOf(size).flatMap((tile) => (typeof tile.level === 'number' ? [[tilePath(tile), encodeTile({ ...tile, level: tile.level }, subtreesOver(leaves))] as const] : [])));
    const loads: string[] = [];
    const load = async (path: string): Promise<Result<Uint8Array, Fault<'gone'>>> => {
      loads.push(path);
      const bytes = files.get(path);
      return bytes ? ok(bytes) : fail('gone', path);
    };
    const root = await withTiles(size, load, (hashOf) => rootFrom(size, hashOf));
    expect(root.ok && toHex(root.value)).toBe(toHex(treeRoot(leaves)));
    for (const index of [0, Math.floor(size / 2), size - 1]) {
      const proof = await withTiles(size, load, (hashOf) => inclusionFrom(size, index, hashOf));
      expect(proof.ok && proof.value.map(toHex)).toEqual(inclusionProof(leaves, index).map(toHex));
      const old = index + 1;
      const consistency = await withTiles(size, load, (hashOf) => consistencyFrom(old, size, hashOf));
      expect(consistency.ok && consistency.value.map(toHex)).toEqual(consistencyProof(leaves, old).map(toHex));
    }
    expect(loads.length).toBeLessThan(7 * 7); // seven questions of at most two tiles a level and side
  }
});

test('withTiles() passes on the fault of a tile that cannot be loaded, and refuses one of another size', async () => {
  const gone = await withTiles(300, async () => fail('gone', 'no such file'), (hashOf) => rootFrom(300, hashOf));
  expect(gone).toMatchObject({ ok: false, fault: { kind: 'gone' } });
  const short = await withTiles(300, async () => ok(new Uint8Array(31)), (hashOf) => rootFrom(300, hashOf));
  expect(short).toMatchObject({ ok: false, fault: { kind: 'malformed-tile' } });
  const beyond = await withTiles(300, async () => ok(new Uint8Array(32 * 256)), (hashOf) => hashOf(0, 900));
  expect(beyond).toMatchObject({ ok: false, fault: { kind: 'malformed-tile' } });
});
