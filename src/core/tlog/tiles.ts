import { concatBytes, fail, ok, type Fault, type Result } from '#core/units';
import { HASH_BYTES, nodeHash, type SubtreeHash } from './merkle.ts';

/** Hashes of a full tile (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** Levels of the tree inside one tile. */
export const TILE_HEIGHT = 8;
/** Highest level of a tile that has a name (C2SP tlog-tiles). */
const MAX_LEVEL = 63;
/** An entry's length stands in 16 bits of its bundle. */
const MAX_ENTRY_BYTES = 65_535;

/** Bytes that are no tile or entry bundle. */
export type TileFault = Fault<'malformed-tile'>;

/** One file of the log: `level` is a tile level (0 holds leaf hashes) or `entries`; `width` below 256 is a partial tile. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

/** Path below `/log/`, e.g. `tile/0/x001/234.p/5` (C2SP tlog-tiles). */
export function tilePath(tile: Tile): string {
  let rest = tile.index;
  let path = String(rest % 1000).padStart(3, '0');
  for (rest = Math.floor(rest / 1000); rest > 0; rest = Math.floor(rest / 1000)) path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  return `tile/${tile.level}/${path}${tile.width < TILE_WIDTH ? `.p/${tile.width}` : ''}`;
}

/** The tile a path below `/log/` names, or undefined: only the one spelling of each tile is known. */
export function parseTilePath(path: string): Tile | undefined {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!match) return undefined;
  const [, level = '', groups = '', width] = match;
  const tile: Tile = { level: level === 'entries' ? level : Number(level), index: Number(groups.replaceAll(/[x/]/g, '')), width: width === undefined ? TILE_WIDTH : Number(width) };
  if (tile.level !== 'entries' && tile.level > MAX_LEVEL) return undefined;
  return tile.width >= 1 && Number.isSafeInteger(tile.index) && tilePath(tile) === path ? tile : undefined;
}

/** All files a log of `size` entries has at its edge or full, hash tiles and entry bundles. */
export function tilesOf(size: number): Tile[] {
  const tiles: Tile[] = [];
  const add = (level: number | 'entries', hashes: number): void => {
    for (let index = 0; index * TILE_WIDTH < hashes; index++) tiles.push({ level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) });
  };
  add('entries', size);
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) add(level, hashes);
  return tiles;
}

/** Bytes of a hash tile: the roots of `width` complete subtrees of 256^level leaves. `hashOf` as in `merkle`. */
export function encodeTile(tile: Tile & { readonly level: number }, hashOf: SubtreeHash): Uint8Array<ArrayBuffer> {
  const hashes = Array.from({ length: tile.width }, (_, i) => hashOf(TILE_HEIGHT * tile.level, tile.index * TILE_WIDTH + i));
  return concatBytes(...hashes);
}

/** The hashes in a tile of `width`. */
export function decodeTile(bytes: Uint8Array, width: number): Result<Uint8Array[], TileFault> {
  if (bytes.length !== width * HASH_BYTES) return fail('malformed-tile', `Cannot read a tile of ${bytes.length} bytes: wanted ${width * HASH_BYTES}`);
  return ok(Array.from({ length: width }, (_, i) => bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES)));
}

/** An entry bundle: each entry after its 16-bit big-endian length. @throws RangeError if an entry is longer than 65,535 bytes */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concatBytes(...entries.flatMap((entry) => {
    if (entry.length > MAX_ENTRY_BYTES) throw new RangeError(`Cannot bundle an entry of ${entry.length} bytes: wanted at most ${MAX_ENTRY_BYTES}`);
    return [Uint8Array.of(entry.length >>> 8, entry.length & 255), entry];
  }));
}

/** The `width` entries of a bundle. */
export function decodeEntries(bytes: Uint8Array, width: number): Result<Uint8Array[], TileFault> {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (entries.length === width) return fail('malformed-tile', `Cannot read the bundle: it goes on after ${width} entries`);
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (at + 2 + length > bytes.length) return fail('malformed-tile', `Cannot read entry ${entries.length} at offset ${at}: it wants ${length} bytes`);
    entries.push(bytes.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries.length === width ? ok(entries) : fail('malformed-tile', `Cannot read the bundle: it holds ${entries.length} entries, wanted ${width}`);
}

/** A tile the computation asked for and that is not loaded; never leaves this room. */
class MissingTile extends Error {
  readonly level: number;
  readonly index: number;
  constructor(level: number, index: number) {
    super(`tile ${level}/${index}`);
    this.level = level;
    this.index = index;
  }
}

/**
 * Runs `compute` (a root or a proof, see `rootFrom`, `inclusionFrom`, `consistencyFrom`) over the tiles of a log of `size`,
 * loading only those it asks for. The tiles are not verified here: what comes of them is, against a signed root.
 *
 * @param load - gives the file at a path below `/log/`; its faults are passed on
 */
export async function withTiles<Value, F extends Fault>(
  size: number,
  load: (path: string) => Promise<Result<Uint8Array, F>>,
  compute: (hashOf: SubtreeHash) => Value,
): Promise<Result<Value, F | TileFault>> {
  const loaded = new Map<string, readonly Uint8Array[]>();
  const hashOf: SubtreeHash = (level, index) => {
    if (level % TILE_HEIGHT !== 0) return nodeHash(hashOf(level - 1, 2 * index), hashOf(level - 1, 2 * index + 1));
    const [tileLevel, tileIndex] = [level / TILE_HEIGHT, Math.floor(index / TILE_WIDTH)];
    const hash = loaded.get(`${tileLevel}/${tileIndex}`)?.[index % TILE_WIDTH];
    if (!hash) throw new MissingTile(tileLevel, tileIndex);
    return hash;
  };
  for (;;) {
    try {
      return ok(compute(hashOf));
    } catch (error) {
      if (!(error instanceof MissingTile)) throw error;
      const key = `${error.level}/${error.index}`;
      const hashes = Math.floor(size / TILE_WIDTH ** error.level) - error.index * TILE_WIDTH;
      if (loaded.has(key) || hashes < 1) return fail('malformed-tile', `Cannot find the hashes of tile ${key} in a log of ${size}`);
      const tile: Tile = { level: error.level, index: error.index, width: Math.min(TILE_WIDTH, hashes) };
      const bytes = await load(tilePath(tile));
      if (!bytes.ok) return bytes;
      const decoded = decodeTile(bytes.value, tile.width);
      if (!decoded.ok) return decoded;
      loaded.set(key, decoded.value);
    }
  }
}
