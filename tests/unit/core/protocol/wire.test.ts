import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  aggregateShareText, decodeAggregateShareRequest, decodeAggregateShareResponse, decodeAggregationAnswer, decodeAggregationJob, decodeHpkeConfig, decodePlaintextInputShare, decodeReport, decodeUpload,
  encodeAggregateShareRequest, encodeAggregateShareResponse, encodeAggregationAnswer, encodeAggregationJob, encodeHpkeConfig, encodePlaintextInputShare, encodeReport,
  encodeUpload, hpkeInfo, inputShareAad, MAX_JOB_REPORTS, MAX_REPORT_BYTES, problem, problemKindOf, REPORT_ERRORS, reportTimeHours, vdafContext, type AggregationJob,
  type PrepareResponse, type Report, type ReportError, type TaskId,
} from '#core/protocol';
import { contentHash, fromHex, toHex, utf8Decode, type Result } from '#core/units';
import vectors from './protocol_messages_homebird_2.json' with { type: 'json' };

const bytesOf = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const some = fc.uint8Array({ maxLength: 40 });
const taskIds = bytesOf(32).map((bytes) => toHex(bytes) as TaskId);
const ciphertexts = fc.record({ configId: fc.integer({ min: 0, max: 255 }), enc: some, payload: some });
const metadata = fc.record({ reportId: bytesOf(16), timeHours: fc.integer({ min: 0, max: 2 ** 53 - 1 }) });
const reports: fc.Arbitrary<Report> = fc.record({ metadata, publicShare: some, leader: ciphertexts, helper: ciphertexts });
const jobs: fc.Arbitrary<AggregationJob> = fc.record({
  taskId: taskIds, requests: fc.array(fc.record({ metadata, publicShare: some, helper: ciphertexts, prepareShare: some }), { maxLength: 5 }),
});
const answers: fc.Arbitrary<PrepareResponse[]> = fc.array(fc.oneof(
  fc.record({ reportId: bytesOf(16), kind: fc.constant('finished' as const), message: some }),
  fc.record({ reportId: bytesOf(16), kind: fc.constant('rejected' as const), error: fc.constantFrom(...(Object.keys(REPORT_ERRORS) as ReportError[])) }),
), { maxLength: 5 });
const closings = fc.record({ taskId: taskIds, reports: fc.integer({ min: 0, max: 2 ** 53 - 1 }), idsRoot: bytesOf(32) });
const shares = fc.record({ reports: fc.integer({ min: 0, max: 2 ** 53 - 1 }), idsRoot: bytesOf(32), share: some, signature: bytesOf(64) });
const configs = fc.record({ id: fc.integer({ min: 0, max: 255 }), publicKey: bytesOf(65) });

interface Format {
  readonly name: string;
  readonly values: fc.Arbitrary<unknown>;
  readonly encode: (value: never) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => Result<unknown>;
}
const formats: readonly Format[] = [
  { name: 'report', values: reports, encode: encodeReport, decode: decodeReport },
  { name: 'upload', values: fc.record({ taskId: taskIds, report: reports }), encode: ({ taskId, report }: { taskId: TaskId; report: Report }) => encodeUpload(taskId, report), decode: decodeUpload },
  { name: 'plaintext input share', values: some, encode: encodePlaintextInputShare, decode: decodePlaintextInputShare },
  { name: 'aggregation job', values: jobs, encode: encodeAggregationJob, decode: decodeAggregationJob },
  { name: 'aggregation answer', values: answers, encode: encodeAggregationAnswer, decode: decodeAggregationAnswer },
  { name: 'aggregate share request', values: closings, encode: encodeAggregateShareRequest, decode: decodeAggregateShareRequest },
  { name: 'aggregate share response', values: shares, encode: encodeAggregateShareResponse, decode: decodeAggregateShareResponse },
  { name: 'HPKE configuration', values: configs, encode: encodeHpkeConfig, decode: decodeHpkeConfig },
];

test.each(formats)('$name: decoding gives back what was encoded', ({ values, encode, decode }) => {
  fc.assert(fc.property(values, (value) => {
    const read = decode(encode(value as never));
    expect(read.ok && read.value).toEqual(value);
  }));
});

test.each(formats)('$name: every cut is a fault that names an offset, and bytes left over are too', ({ values, encode, decode }) => {
  fc.assert(fc.property(values, fc.nat(), (value, cut) => {
    const bytes = encode(value as never);
    const short = decode(bytes.subarray(0, cut % bytes.length));
    expect(short.ok).toBe(false);
    if (!short.ok) expect(short.fault).toMatchObject({ kind: 'malformed', message: expect.stringMatching(/offset \d+/) as string });
    expect(decode(new Uint8Array([...bytes, 0])).ok).toBe(false);
  }));
});

test.each(formats)('$name: hostile bytes never throw, and what is read encodes to the same bytes', ({ values, encode, decode }) => {
  const changed = fc.tuple(values, fc.nat(), fc.integer({ min: 1, max: 255 })).map(([value, at, change]) => {
    const bytes = encode(value as never);
    return bytes.with(at % bytes.length, (bytes[at % bytes.length] ?? 0) ^ change);
  });
  fc.assert(fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 120 })), (bytes) => {
    const read = decode(bytes);
    if (read.ok) expect(toHex(encode(read.value as never))).toBe(toHex(bytes)); // one value, one encoding
  }), { numRuns: 500 });
});

test('decodeAggregationJob() stops at MAX_JOB_REPORTS', () => {
  const request = { metadata: { reportId: new Uint8Array(16), timeHours: 1 }, publicShare: new Uint8Array(0), helper: { configId: 1, enc: new Uint8Array(0), payload: new Uint8Array(0) }, prepareShare: new Uint8Array(0) };
  const job = (count: number): AggregationJob => ({ taskId: '00'.repeat(32) as TaskId, requests: Array.from({ length: count }, () => request) });
  expect(decodeAggregationJob(encodeAggregationJob(job(MAX_JOB_REPORTS))).ok).toBe(true);
  expect(decodeAggregationJob(encodeAggregationJob(job(MAX_JOB_REPORTS + 1))).ok).toBe(false);
});

test('a report of the longest T11 fits one keepalive request', () => {
  const seal = (bytes: number): Report['leader'] => ({ configId: 1, enc: new Uint8Array(65), payload: new Uint8Array(bytes + 16) });
  const report = { metadata: { reportId: new Uint8Array(16), timeHours: 500_000 }, publicShare: new Uint8Array(0), leader: seal(6 + 4 * 11_000), helper: seal(6 + 16) };
  expect(encodeUpload('00'.repeat(32) as TaskId, report).length).toBeLessThan(MAX_REPORT_BYTES);
});

test('reportTimeHours() keeps the hour and nothing below it', () => {
  expect(reportTimeHours(1_772_323_200_000)).toBe(reportTimeHours(1_772_323_200_000 + 3_599_999));
  expect(reportTimeHours(-5)).toBe(0);
});

test('hpkeInfo() and vdafContext() name protocol, roles and task', () => {
  expect(utf8Decode(hpkeInfo('leader').subarray(0, 18))).toBe('dap-18 input share');
  expect([...hpkeInfo('leader').subarray(18)]).toEqual([1, 2]);
  expect([...hpkeInfo('helper').subarray(18)]).toEqual([1, 3]);
  expect(vdafContext('ab'.repeat(32) as TaskId)).toHaveLength(6 + 32);
});

test('messages reproduce their vectors', () => {
  const { report, job, answer, shareRequest, shareResponse } = vectors;
  const ciphertext = (fields: { configId: number; enc: string; payload: string }): Report['leader'] => ({ configId: fields.configId, enc: fromHex(fields.enc), payload: fromHex(fields.payload) });
  const meta = { reportId: fromHex(report.reportId), timeHours: report.timeHours };
  const value: Report = { metadata: meta, publicShare: fromHex(report.publicShare), leader: ciphertext(report.leader), helper: ciphertext(report.helper) };
  const taskId = vectors.task.id as TaskId;
  expect(toHex(encodeUpload(taskId, value))).toBe(report.body);
  expect(toHex(inputShareAad(taskId, meta, value.publicShare))).toBe(report.aad);
  expect(toHex(encodeAggregationJob({ taskId, requests: [{ metadata: meta, publicShare: value.publicShare, helper: value.helper, prepareShare: fromHex(job.prepareShare) }] }))).toBe(job.bytes);
  expect(toHex(encodeAggregationAnswer([{ reportId: meta.reportId, kind: 'finished', message: fromHex(answer.message) }, { reportId: meta.reportId, kind: 'rejected', error: 'report_replayed' }]))).toBe(answer.bytes);
  expect(toHex(encodeAggregateShareRequest({ taskId, reports: 60, idsRoot: fromHex(shareRequest.idsRoot) }))).toBe(shareRequest.bytes);
  expect(toHex(encodeAggregateShareResponse({ reports: 60, idsRoot: fromHex(shareRequest.idsRoot), share: fromHex(shareResponse.share), signature: fromHex(shareResponse.signature) }))).toBe(shareResponse.bytes);
  expect(toHex(aggregateShareText({ taskId, reports: 60, idsRoot: shareRequest.idsRoot, share: contentHash(fromHex(shareResponse.share)) }))).toBe(shareResponse.signed);
});

test('problem() has a type of ours, and problemKindOf() reads only those', () => {
  expect(problem('task-closed', 'closed an hour ago')).toEqual({ type: 'urn:homebird:problem:task-closed', title: 'The task is closed', status: 410, detail: 'closed an hour ago' });
  expect(problemKindOf(problem('conflict', ''))).toBe('conflict');
  for (const value of [null, 3, 'x', {}, { type: 'about:blank' }, { type: 'urn:homebird:problem:constructor' }, { type: 'conflict' }]) expect(problemKindOf(value)).toBeUndefined();
});
