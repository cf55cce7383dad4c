import { MODEL_KINDS, type WeightsKind } from '#core/protocol';
import { fail, ok, utf8Encode, type Result } from '#core/units';
import { MODEL_MAGIC, startsWith, type FileFault } from './format.ts';
import { decodePairTable, PAIRS_KIND, type PairTable } from './pair-files.ts';
import { decodePortraits, PORTRAITS_KIND, type PortraitsFile } from './portrait-files.ts';
import type { OptimiserState } from './step.ts';

/** Largest file read: 16 million parameters. */
const MAX_PARAMETERS = 2 ** 24;
const STATE_MAGIC = utf8Encode('HBST');
const VERSION = 1;
const MODEL_HEADER = 12;
const LENGTH_AT = 8;
const STATE_HEADER = 12;

/** Weights that steps move. */
export interface WeightsFile {
  readonly kind: WeightsKind;
  /** [P], what shelves rank with. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** [P], what the last step made of them, until the next batch has judged it. */
  readonly candidate?: Float32Array<ArrayBuffer>;
}

/** What a model file holds: weights that steps move, a table of sums, or portraits, which are means of sums. */
export type ModelFile = WeightsFile | PairTable | PortraitsFile;

/** What a state file holds: the moments that belong to the weights, and those that belong to the candidate behind them. */
export interface StateFile extends OptimiserState {
  readonly candidate?: OptimiserState;
}

/**
 * A model file of weights; that of a table is {@link encodePairTable}'s, that of portraits {@link encodePortraits}'s.
 *
 * | bytes | field |
 * |-------|-------|
 * | 4     | "HBMW" |
 * | 1     | version, 1 |
 * | 1     | kind, index into MODEL_KINDS |
 * | 1     | candidates, 0 or 1 |
 * | 1     | 0 |
 * | 4     | P, little-endian |
 * | 4·P   | weights, float32 little-endian, finite |
 * | 4·P   | the candidate, where there is one |
 *
 * @throws RangeError if a weight is NaN or Infinity: such a model must never be published
 */
export function encodeModel(kind: WeightsKind, weights: Float32Array, candidate?: Float32Array): Uint8Array<ArrayBuffer> {
  const vectors = candidate ? [weights, candidate] : [weights];
  if (!vectors.every((values) => values.every(Number.isFinite))) throw new RangeError(`Cannot write the ${kind} model: it holds NaN or Infinity`);
  if (candidate && candidate.length !== weights.length) throw new RangeError(`Cannot write a candidate of ${candidate.length} weights behind ${weights.length}`);
  const bytes = header(MODEL_MAGIC, MODEL_HEADER, 4 * vectors.length * weights.length);
  bytes[5] = MODEL_KINDS.indexOf(kind);
  bytes[6] = vectors.length - 1;
  const view = new DataView(bytes.buffer);
  view.setUint32(8, weights.length, true);
  for (const [i, values] of vectors.entries()) putFloats(view, MODEL_HEADER + 4 * i * weights.length, values);
  return bytes;
}

/** Reads a model file of any kind from hostile bytes; anything but what {@link encodeModel} and the others write is a fault. */
export function decodeModel(bytes: Uint8Array): Result<ModelFile, FileFault> {
  if (bytes[5] === PAIRS_KIND) return decodePairTable(bytes);
  if (bytes[5] === PORTRAITS_KIND) return decodePortraits(bytes);
  const candidates = bytes[6] === 1 ? 1 : 0;
  const opened = open(bytes, MODEL_MAGIC, { header: MODEL_HEADER, body: (length) => 4 * (1 + candidates) * length });
  if (!opened.ok) return opened;
  const { view, length } = opened.value;
  const kind = MODEL_KINDS[bytes[5] ?? 255];
  if (!kind || kind === 'pairs' || kind === 'portraits') return fail('malformed-model', `Cannot read the model: kind ${bytes[5]} at offset 5 is unknown`);
  if (bytes[6] !== candidates || bytes[7] !== 0) return fail('malformed-model', 'Cannot read the model: offset 6 holds neither 0 nor 1, or offset 7 no zero');
  const weights = takeFloats(view, MODEL_HEADER, length);
  if (!weights.ok || candidates === 0) return weights.ok ? ok({ kind, weights: weights.value }) : weights;
  const candidate = takeFloats(view, MODEL_HEADER + 4 * length, length);
  return candidate.ok ? ok({ kind, weights: weights.value, candidate: candidate.value }) : candidate;
}

/**
 * An optimiser state file.
 *
 * | bytes | field |
 * |-------|-------|
 * | 4     | "HBST" |
 * | 1     | version, 1 |
 * | 1     | candidates, 0 or 1 |
 * | 2     | 0 |
 * | 4     | P, little-endian |
 * | 4     | steps taken, little-endian |
 * | 4·P   | first moment, float32 little-endian |
 * | 4·P   | second moment |
 * | 4     | known noise variance inside the second moment |
 * | 8·P+8 | the candidate's, from its steps on, where there is one |
 */
export function encodeState(state: StateFile): Uint8Array<ArrayBuffer> {
  const length = state.first.length;
  const states = state.candidate ? [state, state.candidate] : [state];
  const bytes = header(STATE_MAGIC, STATE_HEADER, states.length * momentsBytes(length));
  bytes[5] = states.length - 1;
  const view = new DataView(bytes.buffer);
  view.setUint32(8, length, true);
  for (const [i, { steps, first, second, noiseVariance }] of states.entries()) {
    const at = STATE_HEADER + i * momentsBytes(length);
    view.setUint32(at, steps, true);
    putFloats(view, at + 4, first);
    putFloats(view, at + 4 + 4 * length, second);
    view.setFloat32(at + 4 + 8 * length, noiseVariance, true);
  }
  return bytes;
}

/** Reads an optimiser state from hostile bytes. */
export function decodeState(bytes: Uint8Array): Result<StateFile, FileFault> {
  const candidates = bytes[5] === 1 ? 1 : 0;
  const opened = open(bytes, STATE_MAGIC, { header: STATE_HEADER, body: (length) => (1 + candidates) * momentsBytes(length) });
  if (!opened.ok) return opened;
  const { view, length } = opened.value;
  if (bytes[5] !== candidates || bytes[6] !== 0 || bytes[7] !== 0) return fail('malformed-model', 'Cannot read the state: offset 5 holds neither 0 nor 1, or offset 6 no zeros');
  const state = takeMoments(view, STATE_HEADER, length);
  if (!state.ok || candidates === 0) return state;
  const candidate = takeMoments(view, STATE_HEADER + momentsBytes(length), length);
  return candidate.ok ? ok({ ...state.value, candidate: candidate.value }) : candidate;
}

/** Steps, both moments and the variance. */
function momentsBytes(length: number): number {
  return 8 * length + 8;
}

function takeMoments(view: DataView, at: number, length: number): Result<OptimiserState, FileFault> {
  const first = takeFloats(view, at + 4, length);
  if (!first.ok) return first;
  const second = takeFloats(view, at + 4 + 4 * length, length);
  if (!second.ok) return second;
  const noise = takeFloats(view, at + 4 + 8 * length, 1);
  if (!noise.ok) return noise;
  const noiseVariance = noise.value[0] ?? 0;
  if (noiseVariance < 0 || second.value.some((x) => x < 0)) return fail('malformed-model', 'Cannot read the state: a variance is negative');
  return ok({ steps: view.getUint32(at, true), first: first.value, second: second.value, noiseVariance });
}

function header(magic: Uint8Array, headerBytes: number, bodyBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerBytes + bodyBytes);
  bytes.set(magic);
  bytes[4] = VERSION;
  return bytes;
}

/** Bytes of the header, and of what follows it. */
interface Size {
  readonly header: number;
  readonly body: (length: number) => number;
}

/** Checks magic, version and size. */
function open(bytes: Uint8Array, magic: Uint8Array, size: Size): Result<{ view: DataView; length: number }, FileFault> {
  if (bytes.length < size.header) return fail('malformed-model', `Cannot read the file: ${bytes.length} bytes, wanted at least ${size.header}`);
  if (!startsWith(bytes, magic)) return fail('malformed-model', 'Cannot read the file: its first four bytes are of another format');
  if (bytes[4] !== VERSION) return fail('malformed-model', `Cannot read the file: version ${bytes[4]}, wanted ${VERSION}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(LENGTH_AT, true);
  const wanted = size.header + size.body(length);
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
