import { concatBytes, fromHex, toHex, utf8Encode, type ContentHash, type Result } from '#core/units';
import type { ProtocolFault } from './fault.ts';
import { ciphertextParts, encodeReportMetadata, readCiphertext, readMetadata, REPORT_ID_BYTES, type HpkeCiphertext, type ReportMetadata } from './report.ts';
import type { TaskId } from './task.ts';
import { decodeWire, opaque16, opaque32, u32, u64, u8, type WireReader } from './wire.ts';

/** Reports of one aggregation job: about 260 kB, and the helper answers within a second. */
export const MAX_JOB_REPORTS = 64;

/** DAP batch mode `leader-selected`; the batch id is the task id, because a task has one batch. */
const LEADER_SELECTED = 2;
/** Ping-pong message types (VDAF draft §5.7.1). */
const PING_PONG = { initialize: 0, finish: 2 } as const;

/** One report as the leader relays it to the helper, with the leader's prepare share. */
export interface PrepareRequest {
  readonly metadata: ReportMetadata;
  readonly publicShare: Uint8Array;
  /** The helper's sealed input share. */
  readonly helper: HpkeCiphertext;
  /** The leader's prepare share. */
  readonly prepareShare: Uint8Array;
}

/** Body of an aggregation job request, leader → helper. */
export interface AggregationJob {
  readonly taskId: TaskId;
  readonly requests: readonly PrepareRequest[];
}

/** Why the helper left a report out (DAP `ReportError` and its code). */
export const REPORT_ERRORS = { batch_collected: 1, report_replayed: 2, report_dropped: 3, hpke_unknown_config_id: 4, hpke_decrypt_error: 5, vdaf_prep_error: 6, task_expired: 7, invalid_message: 8, report_too_early: 9 } as const;
export type ReportError = keyof typeof REPORT_ERRORS;

/** The helper's word on one report: it is in the helper's sum, with the prepare message the leader needs, or it is not. */
export type PrepareResponse =
  | { readonly reportId: Uint8Array; readonly kind: 'finished'; readonly message: Uint8Array }
  | { readonly reportId: Uint8Array; readonly kind: 'rejected'; readonly error: ReportError };

/** What the leader asks when it closes a batch: only a matching count and root open the helper's share. */
export interface AggregateShareRequest {
  readonly taskId: TaskId;
  readonly reports: number;
  /** Merkle root of the sorted report ids, 32 bytes (in the place of DAP's XOR checksum, which collides at will). */
  readonly idsRoot: Uint8Array;
}

/** The helper's answer: its own NOISED share, which is published, so it is not sealed. */
export interface AggregateShareResponse {
  readonly reports: number;
  readonly idsRoot: Uint8Array;
  /** Canonical elements of the VDAF's field: 4 bytes an entry over Field32. */
  readonly share: Uint8Array;
  /** Ed25519 over {@link aggregateShareText} by the key the policy pins as `helperKey`, 64 bytes. */
  readonly signature: Uint8Array;
}

/** Bytes of an Ed25519 signature. */
const SIGNATURE_BYTES = 64;

/**
 * What the helper signs when it releases a share: the text of a C2SP signed note. Without its signature, share and counts
 * would be the leader's word. The first line keeps it apart from cosignatures, whose signed bytes begin `cosignature/v1`.
 */
export function aggregateShareText({ taskId, reports, idsRoot, share }: {
  readonly taskId: TaskId; readonly reports: number; /** Hex. */ readonly idsRoot: string; readonly share: ContentHash;
}): Uint8Array<ArrayBuffer> {
  return utf8Encode(`homebird aggregate share v1\n${taskId}\n${reports}\n${idsRoot}\n${share}\n`);
}

/**
 * Aggregation job, leader → helper (DAP `AggregationJobInitReq`).
 *
 * | bytes | field |
 * |-------|-------|
 * | 4     | aggregation parameter, empty |
 * | 1, 2 + 32 | batch mode 2, batch id = task id |
 * | 4 + n | requests: metadata 26, public share 4 + n, helper ciphertext, ping-pong initialize 4 + n |
 */
export function encodeAggregationJob(job: AggregationJob): Uint8Array<ArrayBuffer> {
  const requests = job.requests.flatMap((request) => [
    encodeReportMetadata(request.metadata),
    ...opaque32(request.publicShare),
    ...ciphertextParts(request.helper),
    ...opaque32(concatBytes(u8(PING_PONG.initialize), ...opaque32(request.prepareShare))),
  ]);
  return concatBytes(...batchParts(job.taskId), ...opaque32(concatBytes(...requests)));
}

/** Reads an aggregation job from hostile bytes. */
export function decodeAggregationJob(bytes: Uint8Array): Result<AggregationJob, ProtocolFault> {
  return decodeWire('aggregation job', bytes, (reader) => {
    const taskId = readBatch(reader);
    const requests = readList(reader, 'requests', (entry): PrepareRequest => ({
      metadata: readMetadata(entry),
      publicShare: entry.opaque32('public share'),
      helper: readCiphertext(entry, 'helper'),
      prepareShare: readPingPong(entry, PING_PONG.initialize),
    }));
    return { taskId, requests };
  });
}

/** The helper's answers in the order of the requests (DAP `AggregationJobResp`). */
export function encodeAggregationAnswer(responses: readonly PrepareResponse[]): Uint8Array<ArrayBuffer> {
  const parts = responses.flatMap((response) => response.kind === 'finished'
    ? [response.reportId, u8(0), ...opaque32(concatBytes(u8(PING_PONG.finish), ...opaque32(response.message)))]
    : [response.reportId, u8(2), u8(REPORT_ERRORS[response.error])]);
  return concatBytes(...opaque32(concatBytes(...parts)));
}

/** Reads the helper's answers from hostile bytes. */
export function decodeAggregationAnswer(bytes: Uint8Array): Result<readonly PrepareResponse[], ProtocolFault> {
  return decodeWire('aggregation answer', bytes, (reader) => readList(reader, 'responses', (entry): PrepareResponse => {
    const reportId = entry.bytes(REPORT_ID_BYTES, 'report id');
    const type = entry.u8('response type');
    if (type === 0) return { reportId, kind: 'finished', message: readPingPong(entry, PING_PONG.finish) };
    if (type !== 2) return entry.refuse(`response type ${type} is none of ours`);
    const code = entry.u8('report error');
    const error = (Object.keys(REPORT_ERRORS) as ReportError[]).find((name) => REPORT_ERRORS[name] === code);
    return { reportId, kind: 'rejected', error: error ?? entry.refuse(`report error ${code} is unknown`) };
  }));
}

/** Closes a batch (DAP `AggregateShareReq`): aggregation parameter, batch, u64 reports, 32 bytes root. */
export function encodeAggregateShareRequest(request: AggregateShareRequest): Uint8Array<ArrayBuffer> {
  return concatBytes(...batchParts(request.taskId), u64(request.reports), exactly(request.idsRoot, 32));
}

/** Reads the closing of a batch from hostile bytes. */
export function decodeAggregateShareRequest(bytes: Uint8Array): Result<AggregateShareRequest, ProtocolFault> {
  return decodeWire('aggregate share request', bytes, (reader) => ({ taskId: readBatch(reader), reports: reader.u64('reports'), idsRoot: reader.bytes(32, 'ids root') }));
}

/** u64 reports, 32 bytes root, 32-bit length and noised share, 64 bytes signature. */
export function encodeAggregateShareResponse(response: AggregateShareResponse): Uint8Array<ArrayBuffer> {
  return concatBytes(u64(response.reports), exactly(response.idsRoot, 32), ...opaque32(response.share), exactly(response.signature, SIGNATURE_BYTES));
}

/** Reads the helper's aggregate share from hostile bytes. */
export function decodeAggregateShareResponse(bytes: Uint8Array): Result<AggregateShareResponse, ProtocolFault> {
  return decodeWire('aggregate share', bytes, (reader) => ({
    reports: reader.u64('reports'), idsRoot: reader.bytes(32, 'ids root'), share: reader.opaque32('share'), signature: reader.bytes(SIGNATURE_BYTES, 'signature'),
  }));
}

/**
 * What the helper signs when a task is given up: its sum is deleted and it will never release a share of it. It refuses to
 * sign once it has released one, so that a batch opened in secret cannot be passed off as given up.
 */
export function abandonedTaskText(taskId: TaskId): Uint8Array<ArrayBuffer> {
  return utf8Encode(`homebird abandoned task v1\n${taskId}\n`);
}

function batchParts(taskId: TaskId): readonly Uint8Array[] {
  return [u32(0), u8(LEADER_SELECTED), ...opaque16(fromHex(taskId))];
}

function readBatch(reader: WireReader): TaskId {
  if (reader.u32('length of aggregation parameter') !== 0) reader.refuse('an aggregation parameter is not allowed');
  const mode = reader.u8('batch mode');
  if (mode !== LEADER_SELECTED) reader.refuse(`batch mode ${mode} is none of ours`);
  const id = reader.opaque16('batch id');
  if (id.length !== 32) reader.refuse(`the batch id has ${id.length} bytes, wanted 32`);
  return toHex(id) as TaskId;
}

// The list is the message's last field, so its entries are read in place: offsets in faults stay those of the message.
function readList<Entry>(reader: WireReader, field: string, read: (reader: WireReader) => Entry): Entry[] {
  const length = reader.u32(`length of ${field}`);
  if (length !== reader.remaining) reader.refuse(`${field} want ${length} bytes, ${reader.remaining} are left`);
  const entries: Entry[] = [];
  while (!reader.atEnd) {
    if (entries.length === MAX_JOB_REPORTS) reader.refuse(`${field} are more than ${MAX_JOB_REPORTS}`);
    entries.push(read(reader));
  }
  return entries;
}

function readPingPong(reader: WireReader, wanted: number): Uint8Array {
  const length = reader.u32('length of ping-pong message');
  const type = reader.u8('ping-pong type');
  if (type !== wanted) reader.refuse(`ping-pong type ${type} is not ${wanted}`);
  const payload = reader.opaque32('ping-pong payload');
  if (length !== payload.length + 5) reader.refuse(`the ping-pong message says ${length} bytes and holds ${payload.length + 5}`);
  return payload;
}

function exactly(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`Cannot encode ${bytes.length} bytes: wanted ${length}`);
  return bytes;
}
