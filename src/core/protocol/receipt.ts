import { decodeJson, encodeJson, type Fields } from '#core/fields';
import { HASH_PATTERN, type Result } from '#core/units';
import type { ProtocolFault } from './fault.ts';
import type { TaskId } from './task.ts';

/** Answer to who asks about a report: that no opened batch counted it is an answer too, and no error. */
export interface Receipt {
  readonly version: 1;
  /** Absent where no opened batch counted a report of this id. */
  readonly proof?: ReceiptProof;
}

/** Proof that one report id is among those of an opened batch: an inclusion path to the root that the round published. */
export interface ReceiptProof {
  readonly task: TaskId;
  /** Place of the id among the batch's ids in byte order. */
  readonly index: number;
  /** Ids in the batch. */
  readonly size: number;
  /** Sibling hashes, bottom up, hex. */
  readonly path: readonly string[];
}

/** Reports of one batch: what a leader accepts is far below. */
const MAX_BATCH = 2 ** 31 - 1;
/** Siblings on the way up from one of 2^31 leaves. */
const MAX_PATH = 31;

/** Body of the answer to `GET /v1/receipts/ID`: JSON. */
export function encodeReceipt(receipt: Receipt): Uint8Array<ArrayBuffer> {
  return encodeJson(receipt);
}

/** Reads a receipt from hostile bytes. */
export function decodeReceipt(bytes: Uint8Array): Result<Receipt, ProtocolFault> {
  return decodeJson('receipt', bytes, (fields): Receipt => {
    const version = fields.oneOf('version', [1]);
    const proof = fields.optional('proof', readProof);
    return proof ? { version, proof } : { version };
  });
}

function readProof(fields: Fields): ReceiptProof {
  return {
    task: fields.pattern('task', HASH_PATTERN) as TaskId,
    index: fields.integer('index', 0, MAX_BATCH),
    size: fields.integer('size', 1, MAX_BATCH),
    path: fields.patterns('path', MAX_PATH, HASH_PATTERN),
  };
}
