import { readFields, type Fields } from '#core/fields';
import { decode, encode, rfc8949EncodeOptions } from 'cborg';
import { contentHash, equalBytes, fail, HASH_PATTERN, type ContentHash, type Result } from '#core/units';
import type { ProtocolFault } from './fault.ts';
import { MEASURE_VDAFS, MODEL_KINDS, type ExactRatio, type MeasureTask, type ModelTask, type Task, type TaskId, type TaskParty, type TaskPromise, type TaskVdaf } from './task.ts';

/** A task is a few hundred bytes; this bounds the work a hostile file can cause. */
const MAX_TASK_BYTES = 4096;
/** P-256 public key, uncompressed. */
const HPKE_KEY_BYTES = 65;
const MAX_URL_LENGTH = 2048;
/** A chunk longer than any update would only pad. */
const MAX_CHUNK_LENGTH = 65_535;
/** The draft counts proofs in a byte. */
const MAX_PROOFS = 255;
/** C in model units: wide of anything a model wants, and no sum of squares overflows. */
const MIN_CLIP_NORM = 1e-6;
const MAX_CLIP_NORM = 1e6;
/** Year 9999: keeps every time an exact integer. */
export const MAX_TIME_MS = 253_402_300_799_000;
/** An origin with an optional path, without a trailing slash. */
const URL_PATTERN = /^https?:\/\/[^\s/?#@]+(\/[^\s/?#]+)*$/;

/** The one encoding of a task: CBOR with RFC 8949 §4.2.1 core deterministic encoding; a map with the field names of {@link ModelTask} or {@link MeasureTask}. */
export function encodeTask(task: Task): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encode(task, rfc8949EncodeOptions));
}

/** SHA-256 of a task's bytes as they stand; decode them too before trusting what they say. */
export function taskIdOf(bytes: Uint8Array): TaskId {
  return contentHash(bytes) as string as TaskId;
}

/** Reads a task from hostile bytes. Anything but the one encoding of a well-formed task is a fault; floors are not checked here. */
export function decodeTask(bytes: Uint8Array): Result<Task, ProtocolFault> {
  if (bytes.length > MAX_TASK_BYTES) return fail('malformed', `Cannot decode a task of ${bytes.length} bytes: wanted at most ${MAX_TASK_BYTES}`);
  let value: unknown;
  try {
    value = decode(bytes, { strict: true, allowIndefinite: false, allowUndefined: false, allowInfinity: false, allowNaN: false, allowBigInt: false, rejectDuplicateMapKeys: true });
  } catch (error) {
    return fail('malformed', `Cannot decode a task as CBOR: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}`);
  }
  const task = readFields('task', value, readTask);
  if (task.ok && !equalBytes(encodeTask(task.value), bytes)) return fail('malformed', 'Cannot accept the task: its CBOR is not the deterministic encoding');
  return task;
}

function readTask(fields: Fields): Task {
  return fields.oneOf('kind', ['model', 'measure']) === 'model' ? readModelTask(fields) : readMeasureTask(fields);
}

function readModelTask(fields: Fields): ModelTask {
  return {
    ...readPromise(fields),
    kind: 'model',
    model: fields.oneOf('model', MODEL_KINDS),
    vdaf: fields.object('vdaf', readVdaf),
    length: fields.integer('length', 1, 2 ** 31 - 1),
    baseModel: hashField(fields, 'baseModel'),
    block: fields.integer('block', 0, 65_535),
    clipNorm: fields.number('clipNorm', MIN_CLIP_NORM, MAX_CLIP_NORM),
    integerNorm: fields.integer('integerNorm', 1, 2 ** 31 - 1),
    noiseVariance: fields.object('noiseVariance', readRatio),
    dpDelta: fields.number('dpDelta', Number.MIN_VALUE, 0.5),
  };
}

function readMeasureTask(fields: Fields): MeasureTask {
  return {
    ...readPromise(fields),
    kind: 'measure',
    vdaf: fields.object('vdaf', (vdaf) => ({ name: vdaf.oneOf('name', MEASURE_VDAFS), chunkLength: vdaf.integer('chunkLength', 1, MAX_CHUNK_LENGTH) })),
    length: fields.integer('length', 1, 2 ** 31 - 1),
    layout: hashField(fields, 'layout'),
    bound: fields.integer('bound', 1, 2 ** 31 - 1),
    epsilon: fields.object('epsilon', readRatio),
    noiseScale: fields.object('noiseScale', readRatio),
  };
}

function readPromise(fields: Fields): TaskPromise {
  return {
    version: fields.oneOf('version', [2]),
    leader: fields.object('leader', readParty),
    helper: fields.object('helper', readParty),
    minBatch: fields.integer('minBatch', 1, 2 ** 31 - 1),
    adjacency: fields.oneOf('adjacency', ['zero-out']),
    opensMs: fields.integer('opensMs', 0, MAX_TIME_MS),
    closesMs: fields.integer('closesMs', 0, MAX_TIME_MS),
    simulated: fields.flag('simulated'),
  };
}

function readRatio(fields: Fields): ExactRatio {
  return { numerator: fields.integer('numerator', 1, Number.MAX_SAFE_INTEGER), denominator: fields.integer('denominator', 1, Number.MAX_SAFE_INTEGER) };
}

function readVdaf(fields: Fields): TaskVdaf {
  return {
    name: fields.text('name', 64),
    chunkLength: fields.integer('chunkLength', 1, MAX_CHUNK_LENGTH),
    chunkLengthNormEquality: fields.integer('chunkLengthNormEquality', 1, MAX_CHUNK_LENGTH),
    numProofs: fields.integer('numProofs', 1, MAX_PROOFS),
    numProofsNormEquality: fields.integer('numProofsNormEquality', 1, MAX_PROOFS),
  };
}

function readParty(fields: Fields): TaskParty {
  return {
    url: urlField(fields, 'url'),
    hpkeConfigId: fields.integer('hpkeConfigId', 0, 255),
    hpkePublicKey: fields.bytes('hpkePublicKey', HPKE_KEY_BYTES),
  };
}

/** A URL without a trailing slash, of bounded length. */
export function urlField(fields: Fields, name: string): string {
  fields.text(name, MAX_URL_LENGTH);
  return fields.pattern(name, URL_PATTERN);
}

/** A content address. */
export function hashField(fields: Fields, name: string): ContentHash {
  return fields.pattern(name, HASH_PATTERN) as ContentHash;
}
