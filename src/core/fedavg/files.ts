import { MODEL_KINDS, type WeightsKind } from '#core/protocol';
import { fail, ok, utf8Encode, type Result } from '#core/units';
import { MODEL_MAGIC, startsWith, type FileFault } from './format.ts';
import { decodePairTable, PAIRS_KIND, type PairTable } from './pair-files.ts';
import type { OptimiserState } from './step.ts';

/** Largest file read: 16 million parameters. */
const MAX_PARAMETERS = 2 ** 24;
const STATE_MAGIC = utf8Encode('HBST');
const VERSION = 1;
const MODEL_HEADER = 12;
const STATE_HEADER = 16;

/** Weights that steps move. */
export interface WeightsFile {
  readonly kind: WeightsKind;
  /** [P], what shelves rank with. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** [P], where there is one on trial: what devices train on and judge. */
  readonly candidate?: Float32Array<ArrayBuffer>;
}

/** What a model file holds: weights that steps move, or a table of sums. */
export type ModelFile = WeightsFile | PairTable;

/**
 * A model file of weights; that of a table is {@link encodePairTable}'s.
 *
 * | bytes | field |
 * |-------|-------|
 * | 4     | "HBMW" |
 * | 1     | version, 1 |
 * | 1     | kind, index into MODEL_KINDS |
 * | 1     | 1 where a candidate follows, else 0 |
 * | 1     | 0 |
 * | 4     | P, little-endian |
 * | 4·P   | weights, float32 little-endian, finite |
 * | 4·P   | the candidate, where there is one |
 *
 * @throws RangeError if a weight is NaN or Infinity: such a model must never be published
 */
export function encodeModel(kind: WeightsKind, weights: Float32Array, candidate?: Float32Array): Uint8Array<ArrayBuffer> {
  if (![weights, ...(candidate ? [candidate] : [])].every((values) => values.every(Number.isFinite))) throw new RangeError(`Cannot write the ${kind} model: it holds NaN or Infinity`);
  if (candidate && candidate.length !== weights.length) throw new RangeError(`Cannot write the ${kind} model: ${weights.length} weights and a candidate of ${candidate.length}`);
  const bytes = header(MODEL_MAGIC, MODEL_HEADER, 4 * weights.length * (candidate ? 2 : 1));
  bytes[5] = MODEL_KINDS.indexOf(kind);
  bytes[6] = candidate ? 1 : 0;
  const view = new DataView(bytes.buffer);
  view.setUint32(8, weights.length, true);
  putFloats(view, MODEL_HEADER, weights);
  if (candidate) putFloats(view, MODEL_HEADER + 4 * weights.length, candidate);
  return bytes;
}

/** Reads a model file of any kind from hostile bytes; anything but what {@link encodeModel} or {@link encodePairTable} writes is a fault. */
export function decodeModel(bytes: Uint8Array): Result<ModelFile, FileFault> {
  if (bytes[5] === PAIRS_KIND) return decodePairTable(bytes);
  const hasCandidate = bytes[6] === 1;
  const opened = open(bytes, { magic: MODEL_MAGIC, headerBytes: MODEL_HEADER, lengthAt: 8, vectors: hasCandidate ? 2 : 1, tailBytes: 0 });
  if (!opened.ok) return opened;
  const kind = MODEL_KINDS[bytes[5] ?? 255];
  if (!kind || kind === 'pairs') return fail('malformed-model', `Cannot read the model: kind ${bytes[5]} at offset 5 is unknown`);
  if ((bytes[6] ?? 0) > 1 || bytes[7] !== 0) return fail('malformed-model', 'Cannot read the model: offset 6 holds neither 0 nor 1, or offset 7 no zero');
  const { view, length } = opened.value;
  const weights = takeFloats(view, MODEL_HEADER, length);
  if (!weights.ok || !hasCandidate) return weights.ok ? ok({ kind, weights: weights.value }) : weights;
  const candidate = takeFloats(view, MODEL_HEADER + 4 * length, length);
  return candidate.ok ? ok({ kind, weights: weights.value, candidate: candidate.value }) : candidate;
}

/**
 * An optimiser state file.
 *
 * | bytes | field |
 * |-------|-------|
 * | 4     | "HBST" |
 * | 1, 3  | version 1, zeros |
 * | 4     | P, little-endian |
 * | 4     | steps taken, little-endian |
 * | 4·P   | first moment, float32 little-endian |
 * | 4·P   | second moment |
 * | 4     | known noise variance inside the second moment |
 */
export function encodeState(state: OptimiserState): Uint8Array<ArrayBuffer> {
  const length = state.first.length;
  const bytes = header(STATE_MAGIC, STATE_HEADER, 8 * length + 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, length, true);
  view.setUint32(12, state.steps, true);
  putFloats(view, STATE_HEADER, state.first);
  putFloats(view, STATE_HEADER + 4 * length, state.second);
  view.setFloat32(STATE_HEADER + 8 * length, state.noiseVariance, true);
  return bytes;
}

/** Reads an optimiser state from hostile bytes. */
export function decodeState(bytes: Uint8Array): Result<OptimiserState, FileFault> {
  const opened = open(bytes, { magic: STATE_MAGIC, headerBytes: STATE_HEADER, lengthAt: 8, vectors: 2, tailBytes: 4 });
  if (!opened.ok) return opened;
  const { view, length } = opened.value;
  if (bytes[5] !== 0 || bytes[6] !== 0 || bytes[7] !== 0) return fail('malformed-model', 'Cannot read the state: offset 5 holds no zeros');
  const first = takeFloats(view, STATE_HEADER, length);
  if (!first.ok) return first;
  const second = takeFloats(view, STATE_HEADER + 4 * length, length);
  if (!second.ok) return second;
  const noise = takeFloats(view, STATE_HEADER + 8 * length, 1);
  if (!noise.ok) return noise;
  const noiseVariance = noise.value[0] ?? 0;
  if (noiseVariance < 0 || second.value.some((x) => x < 0)) return fail('malformed-model', 'Cannot read the state: a variance is negative');
  return ok({ steps: view.getUint32(12, true), first: first.value, second: second.value, noiseVariance });
}

function header(magic: Uint8Array, headerBytes: number, bodyBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerBytes + bodyBytes);
  bytes.set(magic);
  bytes[4] = VERSION;
  return bytes;
}

interface Shape {
  readonly magic: Uint8Array;
  readonly headerBytes: number;
  readonly lengthAt: number;
  readonly vectors: 1 | 2;
  /** After the vectors. */
  readonly tailBytes: number;
}

/** Checks magic, version and size. */
function open(bytes: Uint8Array, { magic, headerBytes, lengthAt, vectors, tailBytes }: Shape): Result<{ view: DataView; length: number }, FileFault> {
  if (bytes.length < headerBytes) return fail('malformed-model', `Cannot read the file: ${bytes.length} bytes, wanted at least ${headerBytes}`);
  if (!startsWith(bytes, magic)) return fail('malformed-model', 'Cannot read the file: its first four bytes are of another format');
  if (bytes[4] !== VERSION) return fail('malformed-model', `Cannot read the file: version ${bytes[4]}, wanted ${VERSION}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(lengthAt, true);
  const wanted = headerBytes + 4 * vectors * length + tailBytes;
  if (length < 1 || length > MAX_PARAMETERS || bytes.length !== wanted) return fail('malformed-model', `Cannot read the file: ${length} parameters in ${bytes.length} bytes, wanted ${wanted}`);
  return ok({ view, length });
}

function putFloats(view: DataView, at: number, values: Float32Array): void {
  for (const [i, value] of values.entries()) view.setFloat32(at + 4 * i, value, true);
}

function takeFloats(view: DataView, at: number, length: number): Result<Float32Array<ArrayBuffer>, FileFault> {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const value = view.getFloat32(at + 4 * i, true);
    if (!Number.isFinite(value)) return fail('malformed-model', `Cannot read the file: NaN or Infinity at offset ${at + 4 * i}`);
    values[i] = value;
  }
  return ok(values);
}
