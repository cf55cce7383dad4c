import type { PortraitsLayout, PortraitsMemory } from '#core/audience';
import { MODEL_KINDS } from '#core/protocol';
import { fail, fromHex, ok, toHex, utf8Encode, type ContentHash, type Result } from '#core/units';
import { MODEL_MAGIC, startsWith, type FileFault } from './format.ts';

/** What byte 5 of a file of portraits says. */
export const PORTRAITS_KIND = MODEL_KINDS.indexOf('portraits');
const MODES = ['kmeans', 'gmm'] as const satisfies readonly PortraitsLayout['kind'][];
const HEADER = 44;
const STATE_MAGIC = utf8Encode('HBPO');
/** Version 1 remembered nothing. */
const STATE_VERSION = 2;
const STATE_HEADER = 24;
/** Largest file read, entries: more than any report carries, which every task is held to. */
const MAX_PORTRAIT_ENTRIES = 2 ** 16;

/** Published portraits of a shop's audience: clusters of tastes in the directions of one catalogue's content vectors. */
export interface PortraitsFile {
  readonly kind: 'portraits';
  /** [P], as `portraitsLayout` of these lays them out. */
  readonly weights: Float32Array<ArrayBuffer>;
  readonly clusters: number;
  readonly dims: number;
  readonly mode: PortraitsLayout['kind'];
  /** The catalogue whose directions they lie in; with another one they mean nothing. */
  readonly catalogue: ContentHash;
}

/**
 * A file of portraits.
 *
 * | bytes | field |
 * |-------|-------|
 * | 4     | "HBMW" |
 * | 1     | version, 1 |
 * | 1     | kind, index of `portraits` in MODEL_KINDS: 5 |
 * | 1     | clusters |
 * | 1     | 0 for `kmeans`, 1 for `gmm` |
 * | 4     | P, little-endian |
 * | 32    | hash of the catalogue |
 * | 4·P   | cluster after cluster: its share, its mean, and for `gmm` its variances; float32 little-endian, finite, no share below 0 |
 *
 * @throws RangeError if the portraits are none that {@link decodePortraits} reads
 */
export function encodePortraits({ weights, clusters, dims, mode, catalogue }: Omit<PortraitsFile, 'kind'>): Uint8Array<ArrayBuffer> {
  const wrong = weightsFault(weights, { clusters, dims, mode });
  if (wrong !== undefined || clusters > 255) throw new RangeError(`Cannot write portraits: ${wrong ?? `${clusters} clusters do not fit a byte`}`);
  const bytes = new Uint8Array(HEADER + 4 * weights.length);
  bytes.set(MODEL_MAGIC);
  bytes.set([1, PORTRAITS_KIND, clusters, MODES.indexOf(mode)], 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, weights.length, true);
  bytes.set(fromHex(catalogue), 12);
  for (const [i, value] of weights.entries()) view.setFloat32(HEADER + 4 * i, value, true);
  return bytes;
}

/** Reads a file of portraits from hostile bytes; anything but what {@link encodePortraits} writes is a fault. */
export function decodePortraits(bytes: Uint8Array): Result<PortraitsFile, FileFault> {
  if (bytes.length < HEADER || !startsWith(bytes, MODEL_MAGIC) || bytes[4] !== 1 || bytes[5] !== PORTRAITS_KIND) return refuse('it is no such file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [clusters, mode, length] = [bytes[6] ?? 0, MODES[bytes[7] ?? 2], view.getUint32(8, true)];
  if (!mode || bytes.length !== HEADER + 4 * length) return refuse(`${length} entries in ${bytes.length} bytes, and mode ${bytes[7]}`);
  const dims = (length / clusters - 1) / (mode === 'gmm' ? 2 : 1);
  if (!(clusters >= 1 && Number.isSafeInteger(dims) && dims >= 1 && length <= MAX_PORTRAIT_ENTRIES)) return refuse(`${length} entries are no ${clusters} clusters`);
  const weights = Float32Array.from({ length }, (_, i) => view.getFloat32(HEADER + 4 * i, true));
  const wrong = weightsFault(weights, { clusters, dims, mode });
  return wrong === undefined ? ok({ kind: 'portraits', weights, clusters, dims, mode, catalogue: toHex(bytes.subarray(12, HEADER)) as ContentHash }) : refuse(wrong);
}

/**
 * The state file of portraits: what their rounds sum up to.
 *
 * | bytes | field |
 * |-------|-------|
 * | 4     | "HBPO" |
 * | 1, 3  | version 2, zeros |
 * | 4     | P, little-endian |
 * | 4     | reports, decayed, float32 little-endian |
 * | 4     | rounds, decayed |
 * | 4     | noise variance of an entry, squared model units |
 * | 4·P   | portraits before the first round, float32 little-endian, finite |
 * | 4·P   | decayed sum of all rounds, model units, the same |
 */
export function encodePortraitsState({ start, sum, reports, rounds, noiseVariance }: PortraitsMemory): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(STATE_HEADER + 8 * sum.length);
  bytes.set(STATE_MAGIC);
  bytes[4] = STATE_VERSION;
  const view = new DataView(bytes.buffer);
  view.setUint32(8, sum.length, true);
  for (const [i, value] of [reports, rounds, noiseVariance, ...start, ...sum].entries()) view.setFloat32(12 + 4 * i, value, true);
  return bytes;
}

/** Reads a state file of portraits from hostile bytes. */
export function decodePortraitsState(bytes: Uint8Array): Result<PortraitsMemory, FileFault> {
  if (bytes.length < STATE_HEADER || !startsWith(bytes, STATE_MAGIC) || bytes[5] !== 0 || bytes[6] !== 0 || bytes[7] !== 0) return refuse('it is no state of portraits');
  if (bytes[4] !== STATE_VERSION) return refuse(`their state has version ${bytes[4]}, wanted ${STATE_VERSION}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(8, true);
  if (length < 1 || length > MAX_PORTRAIT_ENTRIES || bytes.length !== STATE_HEADER + 8 * length) return refuse(`their state has ${length} entries in ${bytes.length} bytes`);
  const [reports, rounds, noiseVariance] = [view.getFloat32(12, true), view.getFloat32(16, true), view.getFloat32(20, true)];
  if (![reports, rounds, noiseVariance].every((value) => value >= 0 && value < Infinity && !Object.is(value, -0))) return refuse('their state holds a count or a variance that is none');
  const vectors = Float32Array.from({ length: 2 * length }, (_, i) => view.getFloat32(STATE_HEADER + 4 * i, true));
  return vectors.every(Number.isFinite) ? ok({ start: vectors.slice(0, length), sum: vectors.slice(length), reports, rounds, noiseVariance }) : refuse('their state holds NaN or Infinity');
}

function weightsFault(weights: Float32Array, { clusters, dims, mode }: Pick<PortraitsFile, 'clusters' | 'dims' | 'mode'>): string | undefined {
  const stride = 1 + dims * (mode === 'gmm' ? 2 : 1);
  if (weights.length !== clusters * stride) return `${weights.length} entries for ${clusters} clusters of ${stride}`;
  if (!weights.every(Number.isFinite)) return 'an entry is NaN or Infinity';
  return weights.some((share, i) => i % stride === 0 && share < 0) ? 'a share is below 0' : undefined;
}

function refuse(why: string): Result<never, FileFault> {
  return fail('malformed-model', `Cannot read the portraits: ${why}`);
}
