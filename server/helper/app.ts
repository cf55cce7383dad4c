import type { Context, Hono } from 'hono';
import { encodeHpkeConfig, problem, type ProblemKind, type TaskId } from '#core/protocol';
import { COSIGNATURE_V1, keyLine, parseKeyLine } from '#core/tlog';
import { fail, ok, utf8Decode, type Result, type Fault } from '#core/units';
import { createApp, problemResponse, readBody } from '#server/http';
import { AUTH_HEADER, isAuthorised, MAX_ADD_CHECKPOINT_BYTES } from '#server/pair';
import { receiptRoute } from '#server/receipts';
import { cosignCheckpoint, pinLogKey, type CosignFault } from './cosign.ts';
import type { Helper } from './helper.ts';
import { answerJob } from './jobs.ts';
import { releaseShare } from './share.ts';
import { abandonTask, agreeToTask, type Answer } from './tasks.ts';

/** Largest job: 256 reports of a public share, a seal and a prepare share of 4 kB each. */
const MAX_JOB_BYTES = 4 * 1024 * 1024;
/** A task is a few hundred bytes, a batch request under one hundred, a key line under three hundred. */
const MAX_SMALL_BYTES = 4_096;

const JOB_ID = /^[0-9a-f]{32}$/;

/** Counts a refusal by its kind and answers with it. */
function refused(helper: Helper, kind: ProblemKind, detail: string, headers: Readonly<Record<string, string>> = {}): Response {
  helper.metrics.count('refused_total', 'Requests refused, by reason', { reason: kind });
  return problemResponse(problem(kind, detail), headers);
}

function respond(helper: Helper, answer: Answer<Uint8Array | string>, contentType: string): Response {
  if (!answer.ok) {
    helper.metrics.count('refused_total', 'Requests refused, by reason', { reason: answer.fault.problem.type.split(':').at(-1) ?? '' });
    return problemResponse(answer.fault.problem);
  }
  return new Response(answer.value as Uint8Array<ArrayBuffer> | string, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
}

/** Routes that only the leader may use: the body is read after the token is checked. */
function pairRoutes(app: Hono, helper: Helper): void {
  const fromLeader = async (context: Context, maxBytes: number, answer: (body: Uint8Array) => Promise<Response>): Promise<Response> => {
    if (!isAuthorised(helper.secret, context.req.header(AUTH_HEADER))) return refused(helper, 'unauthorised', `Wanted the pair's ${AUTH_HEADER}`);
    const body = await readBody(context.req.raw, maxBytes);
    if (!body.ok) return refused(helper, body.fault.kind === 'too-large' ? 'too-large' : 'malformed', body.fault.message, { connection: 'close' });
    return answer(body.value);
  };
  app.put('/v1/tasks/:task', (context) =>
    fromLeader(context, MAX_SMALL_BYTES, async (body) => respond(helper, await agreeToTask(helper, context.req.param('task') ?? '', body), 'text/plain')));
  app.delete('/v1/tasks/:task', (context) =>
    fromLeader(context, 0, async () => respond(helper, await abandonTask(helper, (context.req.param('task') ?? '') as TaskId), 'application/octet-stream')));
  app.put('/v1/tasks/:task/jobs/:job', (context) =>
    fromLeader(context, MAX_JOB_BYTES, async (body) => {
      const job = context.req.param('job') ?? '';
      if (!JOB_ID.test(job)) return refused(helper, 'malformed', 'A job id is 32 lower-case hex digits');
      return respond(helper, await answerJob(helper, context.req.param('task') ?? '', job, body), 'application/octet-stream');
    }));
  app.post('/v1/tasks/:task/share', (context) =>
    fromLeader(context, MAX_SMALL_BYTES, async (body) => respond(helper, await releaseShare(helper, context.req.param('task') ?? '', body), 'application/octet-stream')));
  app.put('/v1/log-key', (context) =>
    fromLeader(context, MAX_SMALL_BYTES, async (body) => {
      const line = textOf(body);
      if (!line.ok || !parseKeyLine(line.value).ok) return refused(helper, 'malformed', 'Wanted a verifier key line');
      return (await pinLogKey(helper, line.value)) ? new Response(null, { status: 204 }) : refused(helper, 'conflict', 'This helper cosigns another log');
    }));
}

function textOf(bytes: Uint8Array): Result<string, Fault<'malformed'>> {
  try {
    return ok(utf8Decode(bytes));
  } catch (error) {
    return fail('malformed', error instanceof Error ? error.message : 'no UTF-8');
  }
}

/** Statuses of C2SP tlog-witness. */
function cosignRefusal(helper: Helper, fault: CosignFault): Response {
  if (fault.kind === 'stale') return new Response(`${fault.size}\n`, { status: 409, headers: { 'content-type': 'text/x.tlog.size' } });
  if (fault.kind === 'unknown-log') return refused(helper, 'not-found', fault.message);
  return refused(helper, fault.kind === 'malformed' ? 'malformed' : 'invalid-proof', fault.message);
}

/** The helper's HTTP face: public keys and cosigning for everyone, aggregation for its leader. */
export function createHelperApp(helper: Helper): Hono {
  const { metrics, logger, identity } = helper;
  const app = createApp({ metrics, logger, openToAllOrigins: true });
  app.get('/hpke_config', () => new Response(encodeHpkeConfig(identity.hpkeConfig), { headers: { 'content-type': 'application/octet-stream', 'cache-control': 'public, max-age=3600' } }));
  app.get('/v1/key', (context) => context.text(`${keyLine(identity.signer.name, identity.signer.publicKey, COSIGNATURE_V1)}\n`));
  app.post('/add-checkpoint', async (context) => {
    const body = await readBody(context.req.raw, MAX_ADD_CHECKPOINT_BYTES);
    if (!body.ok) return refused(helper, body.fault.kind === 'too-large' ? 'too-large' : 'malformed', body.fault.message, { connection: 'close' });
    const text = textOf(body.value);
    if (!text.ok) return refused(helper, 'malformed', text.fault.message);
    const line = await cosignCheckpoint(helper, text.value);
    return line.ok ? context.text(line.value) : cosignRefusal(helper, line.fault);
  });
  pairRoutes(app, helper);
  const { tasks, jobs } = helper.store.tables;
  receiptRoute(app, { opened: () => tasks.collected(), isKnown: (task, id) => jobs.isSeen(task, id), countedIds: (task) => jobs.countedIds(task) }, helper.clock);
  return app;
}
