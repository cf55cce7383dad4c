import { concatBytes, fromHex, HOUR_MS, sha256Bytes, toHex, utf8Encode, type Result } from '#core/units';
import type { ProtocolFault } from './fault.ts';
import type { Task, TaskId } from './task.ts';
import { decodeWire, opaque16, opaque32, u16, u64, u8, type WireReader } from './wire.ts';

/** Largest report accepted, in bytes: what Fetch lets a closing tab send with `keepalive`. */
export const MAX_REPORT_BYTES = 65_536;
/** DAP report id. */
export const REPORT_ID_BYTES = 16;
/** A report id as panels and addresses have it: hex. */
export const REPORT_ID_PATTERN = /^[0-9a-f]{32}$/;
const TASK_ID_BYTES = 32;
/** `NONCE_SIZE` of the PINE draft. */
const PINE_NONCE_BYTES = 16;
/** Task id, metadata, length of the public share. */
const UPLOAD_HEAD_BYTES = TASK_ID_BYTES + REPORT_ID_BYTES + 8 + 2 + 4;
/** Around one input share: configuration id, P-256 key and length, length of the ciphertext, its AES-GCM tag, extensions, length of the share. */
const SEAL_BYTES = 1 + 2 + 65 + 4 + 16 + 2 + 4;
/** Times leave a device truncated to the hour, so that they cannot join a report to a visit. */
const TIME_PRECISION_MS = HOUR_MS;

/** One of the two aggregators, as HPKE names it. */
export type AggregatorRole = 'leader' | 'helper';
/** DAP roles: 1 is the client, 2 the leader, 3 the helper. */
const ROLE_CODES = { leader: 2, helper: 3 } as const;

/** A seal and the configuration whose key opens it (DAP `HpkeCiphertext`). */
export interface HpkeCiphertext {
  readonly configId: number;
  /** Encapsulated key, 65 bytes for P-256. */
  readonly enc: Uint8Array;
  readonly payload: Uint8Array;
}

export interface ReportMetadata {
  /** 16 random bytes. */
  readonly reportId: Uint8Array;
  /** Hours since 1970: DAP time in units of the task's time precision. */
  readonly timeHours: number;
}

/** What a device sends, once. */
export interface Report {
  readonly metadata: ReportMetadata;
  readonly publicShare: Uint8Array;
  readonly leader: HpkeCiphertext;
  readonly helper: HpkeCiphertext;
}

/** Hours since 1970 for a report's metadata. */
export function reportTimeHours(nowMs: number): number {
  return Math.max(0, Math.floor(nowMs / TIME_PRECISION_MS));
}

/** `info` of the HPKE seal to one aggregator: "dap-18 input share", sender role, receiver role. */
export function hpkeInfo(role: AggregatorRole): Uint8Array<ArrayBuffer> {
  return concatBytes(utf8Encode('dap-18 input share'), u8(1), u8(ROLE_CODES[role]));
}

/**
 * `aad` of both HPKE seals: a share opens only under its task, id, time and public share.
 *
 * | bytes | field |
 * |-------|-------|
 * | 32    | task id |
 * | 16 + 8 + 2 | report metadata |
 * | 4 + n | public share |
 */
export function inputShareAad(taskId: TaskId, metadata: ReportMetadata, publicShare: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(fromHex(taskId), encodeReportMetadata(metadata), ...opaque32(publicShare));
}

/** Context string of the VDAF (`ctx`): DAP version and task, so that no share means anything under another task. */
export function vdafContext(taskId: TaskId): Uint8Array<ArrayBuffer> {
  return concatBytes(utf8Encode('dap-18'), fromHex(taskId));
}

/**
 * Nonce of a report: for PINE-02, which has no context, SHA-256(task id ‖ report id), its first 16 bytes, so that shares are
 * bound to their task; Prio3 has {@link vdafContext} for that and takes the report id itself (DAP-18).
 */
export function reportNonce({ kind }: Pick<Task, 'kind'>, taskId: TaskId, reportId: Uint8Array): Uint8Array {
  return kind === 'measure' ? reportId : sha256Bytes(concatBytes(fromHex(taskId), reportId)).subarray(0, PINE_NONCE_BYTES);
}

/** What is sealed for one aggregator: no private extensions (2 bytes), then the input share after its 32-bit length. */
export function encodePlaintextInputShare(inputShare: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(u16(0), ...opaque32(inputShare));
}

/** The input share inside an opened seal. */
export function decodePlaintextInputShare(bytes: Uint8Array): Result<Uint8Array, ProtocolFault> {
  return decodeWire('plaintext input share', bytes, (reader) => {
    readNoExtensions(reader);
    return reader.opaque32('payload');
  });
}

/**
 * Body of `POST /v1/reports`.
 *
 * | bytes | field |
 * |-------|-------|
 * | 32    | task id |
 * | 16    | report id |
 * | 8     | time, hours since 1970, big-endian |
 * | 2     | length of extensions, 0 |
 * | 4 + n | public share |
 * | 1, 2 + 65, 4 + n | leader: HPKE config id, encapsulated key, ciphertext |
 * | 1, 2 + 65, 4 + n | helper: the same |
 */
export function encodeUpload(taskId: TaskId, report: Report): Uint8Array<ArrayBuffer> {
  return concatBytes(fromHex(taskId), encodeReport(report));
}

/** Bytes of the body of `POST /v1/reports` for shares of these lengths, seals and lengths included. */
export function uploadBytes({ publicShare, inputShares }: { readonly publicShare: number; readonly inputShares: readonly number[] }): number {
  return inputShares.reduce((sum, share) => sum + SEAL_BYTES + share, UPLOAD_HEAD_BYTES + publicShare);
}

/** Reads the body of `POST /v1/reports` from hostile bytes. */
export function decodeUpload(bytes: Uint8Array): Result<{ readonly taskId: TaskId; readonly report: Report }, ProtocolFault> {
  return decodeWire('report', bytes, (reader) => ({ taskId: toHex(reader.bytes(TASK_ID_BYTES, 'task id')) as TaskId, report: readReport(reader) }));
}

/** A report without its task id (DAP `Report`). */
export function encodeReport(report: Report): Uint8Array<ArrayBuffer> {
  return concatBytes(encodeReportMetadata(report.metadata), ...opaque32(report.publicShare), ...ciphertextParts(report.leader), ...ciphertextParts(report.helper));
}

/** Reads a report without its task id. */
export function decodeReport(bytes: Uint8Array): Result<Report, ProtocolFault> {
  return decodeWire('report', bytes, readReport);
}

/** Report id, time and no extensions: 26 bytes. */
export function encodeReportMetadata(metadata: ReportMetadata): Uint8Array<ArrayBuffer> {
  if (metadata.reportId.length !== REPORT_ID_BYTES) throw new RangeError(`Cannot encode a report id of ${metadata.reportId.length} bytes: wanted ${REPORT_ID_BYTES}`);
  return concatBytes(metadata.reportId, u64(metadata.timeHours), u16(0));
}

/** The parts of an HPKE ciphertext, to be concatenated. */
export function ciphertextParts(ciphertext: HpkeCiphertext): readonly Uint8Array[] {
  return [u8(ciphertext.configId), ...opaque16(ciphertext.enc), ...opaque32(ciphertext.payload)];
}

/** Reads what {@link encodeReportMetadata} writes. */
export function readMetadata(reader: WireReader): ReportMetadata {
  const reportId = reader.bytes(REPORT_ID_BYTES, 'report id');
  const timeHours = reader.u64('time');
  readNoExtensions(reader);
  return { reportId, timeHours };
}

/** Reads what {@link ciphertextParts} writes. */
export function readCiphertext(reader: WireReader, whose: string): HpkeCiphertext {
  return { configId: reader.u8(`${whose} config id`), enc: reader.opaque16(`${whose} key`), payload: reader.opaque32(`${whose} ciphertext`) };
}

function readReport(reader: WireReader): Report {
  return { metadata: readMetadata(reader), publicShare: reader.opaque32('public share'), leader: readCiphertext(reader, 'leader'), helper: readCiphertext(reader, 'helper') };
}

// DAP wants unknown extensions refused, and we know none: a report says nothing but its share.
function readNoExtensions(reader: WireReader): void {
  if (reader.u16('length of extensions') !== 0) reader.refuse('extensions are not allowed');
}
