import { encodeAggregateShareRequest, encodeAggregationJob, decodeUpload, MAX_REPORT_BYTES, type TaskId } from '#core/protocol';
import { concatBytes, toHex, utf8Encode, type Chance } from '#core/units';
import { AUTH_HEADER, authToken, parsePairSecret } from '#server/pair';
import { valueOf } from './reports.ts';
import type { Message } from './wire.ts';

/** What the fuzzer begins with. */
export interface Material {
  /** Reports that the leader has: the same bytes again are known. */
  readonly accepted: readonly Uint8Array[];
  /** Good reports never sent whole. */
  readonly fresh: readonly Uint8Array[];
  /** Good reports of a task that is closed. */
  readonly closed: readonly Uint8Array[];
  /** Good reports of a task that opens tomorrow. */
  readonly future: readonly Uint8Array[];
  /** Reports that open and do not prove what they hold, each to be sent once. */
  readonly forged: readonly Uint8Array[];
  /** The task that is open. */
  readonly taskId: TaskId;
  readonly taskBytes: Uint8Array;
  /** Text of the pair's secret: a hostile leader has it. */
  readonly secret: string;
  /** A checkpoint that the helper cosigned. */
  readonly checkpoint: string;
}

/** One way to go wrong: its share of all messages, and a message of it. */
interface Kind {
  readonly weight: number;
  make(chance: Chance): Message;
}

const REPORTS = '/v1/reports';
/** Start of the body that does not say which bits a report is made of: task id, report id, time. */
const HEAD_BYTES = 56;

function randomBytes(chance: Chance, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => chance.below(256));
}

function oneOf<Value>(values: readonly Value[], chance: Chance): Value {
  const value = values[chance.below(values.length)];
  if (value === undefined) throw new RangeError('Cannot draw from nothing');
  return value;
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** Bytes cut out, doubled or put in somewhere: every length field behind them is wrong then. */
function misshapen(bytes: Uint8Array, chance: Chance): Uint8Array {
  const [at, size] = [chance.below(bytes.length), 1 + chance.below(40)];
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (chance.below(3) === 0) return concatBytes(before, after.subarray(size));
  return concatBytes(before, chance.below(2) === 0 ? randomBytes(chance, size) : after.subarray(0, size), after);
}

/** A length field anywhere that promises up to 4 GB. */
function overlong(bytes: Uint8Array, chance: Chance): Uint8Array {
  const copy = bytes.slice();
  copy.set(randomBytes(chance, 4), HEAD_BYTES + chance.below(Math.max(1, copy.length - HEAD_BYTES - 4)));
  return copy;
}

/** Where the leader's half of an upload ends and the helper's begins. */
function leaderEnd(body: Uint8Array): number {
  const { report: { helper } } = valueOf(decodeUpload(body));
  return body.length - 7 - helper.enc.length - helper.payload.length;
}

const report = (body: Uint8Array): Message => ({ to: 'leader', method: 'POST', path: REPORTS, body });

function leaderKinds({ accepted, fresh, closed, future, forged }: Material): Readonly<Record<string, Kind>> {
  let taken = 0;
  let told = 0;
  const unknownTask = (chance: Chance): Uint8Array => concatBytes(randomBytes(chance, 32), oneOf(fresh, chance).subarray(32));
  return {
    'random bytes': { weight: 18, make: (chance) => report(randomBytes(chance, chance.below(10) === 0 ? chance.below(4_000) : chance.below(300))) },
    'json': { weight: 3, make: (chance) => report(utf8Encode(JSON.stringify({ taskId: chance.next(), report: [chance.below(9), null, '\u0000'.repeat(chance.below(50))] }))) },
    'truncated report': { weight: 12, make: (chance) => report(oneOf(fresh, chance).slice(0, chance.below(fresh[0]?.length ?? 1))) },
    'flipped report': { weight: 2, make: (chance) => { const body = oneOf(fresh, chance); return report(flipped(body, chance.below(8 * leaderEnd(body)))); } },
    // The leader cannot know: it takes the report, and the helper refuses its half. Each once: the id is known from then on.
    'flipped share of the helper': { weight: 0.1, make: (chance) => { const body = fresh[(taken += 1) % fresh.length] ?? oneOf(fresh, chance); return report(flipped(body, 8 * (leaderEnd(body) + 7) + chance.below(8 * (body.length - leaderEnd(body) - 7)))); } },
    'misshapen report': { weight: 8, make: (chance) => report(misshapen(oneOf(fresh, chance), chance)) },
    'length that lies': { weight: 6, make: (chance) => report(overlong(oneOf(fresh, chance), chance)) },
    // In turn: each is taken once, looked at in a job, and known from then on.
    'forged report': { weight: 5, make: () => report(forged[(told += 1) % forged.length] ?? new Uint8Array(0)) },
    'replayed report': { weight: 10, make: (chance) => report(oneOf(accepted, chance)) },
    'other bytes under a known id': { weight: 8, make: (chance) => { const body = oneOf(accepted, chance); return report(flipped(body, 8 * (body.length - 1 - chance.below(40)) + chance.below(8))); } },
    'closed task': { weight: 6, make: (chance) => report(oneOf(closed, chance)) },
    'future task': { weight: 4, make: (chance) => report(oneOf(future, chance)) },
    'unknown task': { weight: 5, make: (chance) => report(unknownTask(chance)) },
    'too large by its own word': { weight: 0.5, make: () => ({ ...report(new Uint8Array(0)), headers: { 'content-length': String(MAX_REPORT_BYTES + 1) }, isAlone: true }) },
    'too large in chunks': { weight: 0.2, make: () => ({ ...report(new Uint8Array(MAX_REPORT_BYTES + 1)), headers: { 'transfer-encoding': 'chunked' }, isAlone: true }) },
    'another method or address': { weight: 3, make: (chance) => ({ to: 'leader', method: oneOf(['GET', 'PUT', 'DELETE', 'PATCH'], chance), path: oneOf([REPORTS, '/v1/models/zz', '/v1/tasks/%00', '/log/tile/0/x001', '/%ff%fe', '//', `/${'a'.repeat(900)}`], chance) }) },
    'no HTTP': { weight: 0.3, make: (chance) => ({ to: oneOf(['leader', 'helper'] as const, chance), method: '', path: '', raw: `\u0000${Buffer.from(randomBytes(chance, chance.below(80))).toString('latin1')}\r\n\r\n` }) },
  };
}

/** A job of one report under a new id: what is in it does not open, or is no share. */
function aJob({ taskId, fresh }: Material, chance: Chance): Uint8Array {
  const { report: { metadata, publicShare, helper } } = valueOf(decodeUpload(oneOf(fresh, chance)));
  const reportId = randomBytes(chance, 16);
  return encodeAggregationJob({ taskId, requests: [{ metadata: { ...metadata, reportId }, publicShare, helper, prepareShare: randomBytes(chance, chance.below(40)) }] });
}

function helperKinds(material: Material): Readonly<Record<string, Kind>> {
  const { taskId, taskBytes, checkpoint } = material;
  const headers = { [AUTH_HEADER]: authToken(valueOf(parsePairSecret(material.secret))) };
  const put = (path: string, body: Uint8Array): Message => ({ to: 'helper', method: 'PUT', path, body, headers });
  const post = (path: string, body: Uint8Array): Message => ({ ...put(path, body), method: 'POST' });
  const jobPath = (chance: Chance): string => `/v1/tasks/${taskId}/jobs/${toHex(randomBytes(chance, 16))}`;
  const aShareRequest = (chance: Chance): Uint8Array => encodeAggregateShareRequest({ taskId, reports: chance.below(200), idsRoot: randomBytes(chance, 32) });
  return {
    'job of random bytes': { weight: 3, make: (chance) => put(jobPath(chance), randomBytes(chance, chance.below(400))) },
    'job cut short': { weight: 3, make: (chance) => { const job = aJob(material, chance); return put(jobPath(chance), job.slice(0, chance.below(job.length))); } },
    'job that does not open': { weight: 1, make: (chance) => put(jobPath(chance), aJob(material, chance)) },
    'job again with other bytes': { weight: 1, make: (chance) => put(`/v1/tasks/${taskId}/jobs/${'a'.repeat(32)}`, aJob(material, chance)) },
    'job of another task': { weight: 1, make: (chance) => put(`/v1/tasks/${toHex(randomBytes(chance, 32))}/jobs/${'b'.repeat(32)}`, aJob(material, chance)) },
    'job under a bad name': { weight: 0.5, make: (chance) => put(`/v1/tasks/${taskId}/jobs/${'G'.repeat(chance.below(60))}`, aJob(material, chance)) },
    'share of another batch': { weight: 3, make: (chance) => post(`/v1/tasks/${taskId}/share`, aShareRequest(chance)) },
    'share request misshapen': { weight: 1, make: (chance) => post(`/v1/tasks/${taskId}/share`, misshapen(aShareRequest(chance), chance)) },
    'task changed by a bit': { weight: 2, make: (chance) => put(`/v1/tasks/${taskId}`, flipped(taskBytes, chance.below(8 * taskBytes.length))) },
    'task of random bytes': { weight: 1, make: (chance) => put(`/v1/tasks/${toHex(randomBytes(chance, 32))}`, randomBytes(chance, chance.below(600))) },
    'end of an unknown task': { weight: 0.5, make: (chance) => ({ to: 'helper', method: 'DELETE', path: `/v1/tasks/${toHex(randomBytes(chance, 32))}`, headers }) },
    'checkpoint of random text': { weight: 2, make: (chance) => ({ ...post('/add-checkpoint', utf8Encode(`old ${chance.below(99)}\n\n${toHex(randomBytes(chance, 60))}`)), headers: {} }) },
    'checkpoint changed by a bit': { weight: 1, make: (chance) => { const body = utf8Encode(`old 0\n\n${checkpoint}`); return { ...post('/add-checkpoint', flipped(body, chance.below(8 * body.length))), headers: {} }; } },
    'another log key': { weight: 0.5, make: (chance) => put('/v1/log-key', utf8Encode(`homebird/x+${toHex(randomBytes(chance, 4))}+${Buffer.from(randomBytes(chance, 33)).toString('base64')}`)) },
    'no token': { weight: 1, make: (chance) => ({ ...put(jobPath(chance), aJob(material, chance)), headers: chance.below(2) === 0 ? {} : { [AUTH_HEADER]: toHex(randomBytes(chance, 32)) } }) },
    'too large for a helper': { weight: 0.05, make: () => ({ ...post(`/v1/tasks/${taskId}/share`, new Uint8Array(5_000)), isAlone: true }) },
  };
}

/** A message and the way it goes wrong. */
export interface FuzzedMessage {
  readonly kind: string;
  readonly message: Message;
}

/** Draws messages of all kinds, each by its weight. */
export function messagesFrom(material: Material): (chance: Chance) => FuzzedMessage {
  const kinds = Object.entries({ ...leaderKinds(material), ...helperKinds(material) });
  const total = kinds.reduce((sum, [, { weight }]) => sum + weight, 0);
  return (chance) => {
    let at = chance.next() * total;
    for (const [kind, { weight, make }] of kinds) {
      at -= weight;
      if (at < 0) return { kind, message: make(chance) };
    }
    throw new RangeError('Cannot happen: weights add up to less than their sum');
  };
}

