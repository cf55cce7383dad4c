import {
  decodeAggregateShareResponse, decodeAggregationAnswer, decodeHpkeConfig, encodeAggregateShareRequest, encodeAggregationJob,
  type AggregateShareRequest, type AggregateShareResponse, type AggregationJob, type HpkeConfig, type PrepareResponse, type ProblemKind, type TaskId,
} from '#core/protocol';
import { fail, ok, utf8Encode, utf8TextOf, type Fault, type Result } from '#core/units';
import { call, type CallFault } from '#server/http';
import { AUTH_HEADER, authToken, type PairSecret } from '#server/pair';

/** `unreachable`: ask again later. `refused`: the helper said no, and why. `malformed`: it answered something else. */
export type PeerFault = Fault<'unreachable' | 'refused' | 'malformed'> & { readonly problem?: ProblemKind };

/** The helper as its leader calls it. Every call may be repeated with the same content. */
export interface HelperPeer {
  hpkeConfig(): Promise<Result<HpkeConfig, PeerFault>>;
  /** Verifier key line of its cosignatures. */
  keyLine(): Promise<Result<string, PeerFault>>;
  /** Tells it which log to cosign. */
  pinLogKey(line: string): Promise<Result<void, PeerFault>>;
  agree(task: TaskId, bytes: Uint8Array): Promise<Result<void, PeerFault>>;
  /** Its signature that it releases no share of the task, ever. */
  abandon(task: TaskId): Promise<Result<Uint8Array, PeerFault>>;
  prepare(jobId: string, job: AggregationJob): Promise<Result<readonly PrepareResponse[], PeerFault>>;
  share(request: AggregateShareRequest): Promise<Result<AggregateShareResponse, PeerFault>>;
}

/** A job of 64 reports takes the helper about a second; a busy two-core machine ten times that. */
const JOB_TIMEOUT_MS = 60_000;
const TIMEOUT_MS = 10_000;
/** Answers: a share of 13,000 entries is 52 kB, a job's prepare messages are 90 bytes a report. */
const MAX_ANSWER_BYTES = 1024 * 1024;

function peerFault(fault: CallFault): PeerFault {
  if (fault.kind === 'too-large') return { kind: 'malformed', message: fault.message };
  // A helper that is starting, busy, full or failing is as good as not there: the same request comes again.
  const kind = fault.kind === 'unreachable' || (fault.status ?? 0) >= 500 ? 'unreachable' : 'refused';
  return { kind, message: fault.message, ...(fault.problem && { problem: fault.problem }) };
}

/** Speaks to the helper at `url` under the pair's secret. */
export function helperPeer(url: string, secret: PairSecret): HelperPeer {
  const token = authToken(secret);
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: Uint8Array, timeoutMs = TIMEOUT_MS): Promise<Result<Uint8Array, PeerFault>> => {
    const answer = await call(`${url}${path}`, { method, headers: { [AUTH_HEADER]: token }, timeoutMs, maxBytes: MAX_ANSWER_BYTES, ...(body && { body }) });
    return answer.ok ? answer : { ok: false, fault: peerFault(answer.fault) };
  };
  const read = <Value>(decoded: Result<Value>): Result<Value, PeerFault> => (decoded.ok ? decoded : fail('malformed', `The helper answered something else: ${decoded.fault.message}`));
  const done = (answer: Result<Uint8Array, PeerFault>): Result<void, PeerFault> => (answer.ok ? ok(undefined) : answer);
  const textOf = (bytes: Uint8Array): Result<string, PeerFault> => {
    const text = utf8TextOf(bytes);
    return text === undefined ? fail('malformed', 'The helper answered something that is no text') : ok(text);
  };
  return {
    async hpkeConfig() {
      const answer = await ask('GET', '/hpke_config');
      return answer.ok ? read(decodeHpkeConfig(answer.value)) : answer;
    },
    async keyLine() {
      const answer = await ask('GET', '/v1/key');
      const text = answer.ok ? textOf(answer.value) : answer;
      return text.ok ? ok(text.value.trim()) : text;
    },
    pinLogKey: async (line) => done(await ask('PUT', '/v1/log-key', utf8Encode(line))),
    agree: async (task, bytes) => done(await ask('PUT', `/v1/tasks/${task}`, bytes)),
    abandon: (task) => ask('DELETE', `/v1/tasks/${task}`),
    async prepare(jobId, job) {
      const answer = await ask('PUT', `/v1/tasks/${job.taskId}/jobs/${jobId}`, encodeAggregationJob(job), JOB_TIMEOUT_MS);
      return answer.ok ? read(decodeAggregationAnswer(answer.value)) : answer;
    },
    async share(request) {
      const answer = await ask('POST', `/v1/tasks/${request.taskId}/share`, encodeAggregateShareRequest(request), JOB_TIMEOUT_MS);
      return answer.ok ? read(decodeAggregateShareResponse(answer.value)) : answer;
    },
  };
}
