import type { Context, Hono } from 'hono';
import { encodeHpkeConfig, problem, type ProblemKind, type TaskId } from '#core/protocol';
import { parseKeyLine } from '#core/tlog';
import { utf8TextOf } from '#core/units';
import { createApp, problemResponse, readBody } from '#server/http';
import { AUTH_HEADER, isAuthorised } from '#server/pair';
import { receiptRoute } from '#server/receipts';
import { witnessRoutes } from '#server/witness';
import { logCopyRoutes } from './copy.ts';
import { pinLogKey, witnessOf } from './cosign.ts';
import { createQuotaTeller } from './full.ts';
import type { Helper } from './helper.ts';
import { answerJob } from './jobs.ts';
import { shareReleaser } from './share.ts';
import type { Answer } from './refusal.ts';
import { abandonTask, agreeToTask } from './tasks.ts';

/** Largest job: 64 reports, each with a prepare share that is shorter than the leader's share of the report, so below 64 kB. */
const MAX_JOB_BYTES = 4 * 1024 * 1024;
/** A task is a few hundred bytes, a batch request under one hundred, a key line under three hundred. */
const MAX_SMALL_BYTES = 4_096;

/**
 * Calls of one leader that are read or worked on at a time, whole jobs of {@link MAX_JOB_BYTES} at worst. An honest one has two
 * or three under way; shops share one process, and its memory.
 */
const MAX_CALLS_AT_ONCE = 16;

const JOB_ID = /^[0-9a-f]{32}$/;

function refused(kind: ProblemKind, detail: string, headers: Readonly<Record<string, string>> = {}): Response {
  return problemResponse(problem(kind, detail), headers);
}

type FromLeader = (context: Context, maxBytes: number, answer: (body: Uint8Array) => Promise<Response>) => Promise<Response>;

/** Lets the leader through, and no more of its calls at once than are good for its neighbours; the body is read after that. */
function leaderOnly(helper: Helper): FromLeader {
  let running = 0;
  return async (context, maxBytes, answer) => {
    if (!isAuthorised(helper.secret, context.req.header(AUTH_HEADER))) return refused('unauthorised', `Wanted the pair's ${AUTH_HEADER}`);
    if (running >= MAX_CALLS_AT_ONCE) return refused('busy', 'Too many calls at once', { connection: 'close' });
    running += 1;
    try {
      const body = await readBody(context.req.raw, maxBytes);
      if (!body.ok) return refused(body.fault.kind === 'too-large' ? 'too-large' : 'malformed', body.fault.message, { connection: 'close' });
      return await answer(body.value);
    } finally {
      running -= 1;
    }
  };
}

/** Routes that only the leader may use. */
function pairRoutes(app: Hono, helper: Helper): void {
  const fromLeader = leaderOnly(helper);
  const tellQuota = createQuotaTeller(helper);
  const releaseShare = shareReleaser(helper);
  const respond = (answer: Answer<Uint8Array | string>, contentType: string): Response => {
    if (answer.ok) return new Response(answer.value as Uint8Array<ArrayBuffer> | string, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
    if (answer.fault.usedUp) tellQuota(answer.fault.usedUp);
    return problemResponse(answer.fault.problem);
  };
  app.put('/v1/tasks/:task', (context) =>
    fromLeader(context, MAX_SMALL_BYTES, async (body) => respond(await agreeToTask(helper, context.req.param('task') ?? '', body), 'text/plain')));
  app.delete('/v1/tasks/:task', (context) =>
    fromLeader(context, 0, async () => respond(await abandonTask(helper, (context.req.param('task') ?? '') as TaskId), 'application/octet-stream')));
  app.put('/v1/tasks/:task/jobs/:job', (context) =>
    fromLeader(context, MAX_JOB_BYTES, async (body) => {
      const job = context.req.param('job') ?? '';
      if (!JOB_ID.test(job)) return refused('malformed', 'A job id is 32 lower-case hex digits');
      return respond(await answerJob(helper, context.req.param('task') ?? '', job, body), 'application/octet-stream');
    }));
  app.post('/v1/tasks/:task/share', (context) =>
    fromLeader(context, MAX_SMALL_BYTES, async (body) => respond(await releaseShare(context.req.param('task') ?? '', body), 'application/octet-stream')));
  app.put('/v1/log-key', (context) =>
    fromLeader(context, MAX_SMALL_BYTES, async (body) => {
      const line = utf8TextOf(body);
      if (line === undefined || !parseKeyLine(line).ok) return refused('malformed', 'Wanted a verifier key line');
      return (await pinLogKey(helper, line)) ? new Response(null, { status: 204 }) : refused('conflict', 'This helper cosigns another log');
    }));
}

/** The helper's HTTP face: public keys and cosigning for everyone, aggregation for its leader. @param showsMetrics - false for one shop of several in a process */
export function createHelperApp(helper: Helper, { showsMetrics = true }: { readonly showsMetrics?: boolean } = {}): Hono {
  const { metrics, logger, identity } = helper;
  const app = createApp({ metrics, logger, openToAllOrigins: true, showsMetrics });
  app.get('/hpke_config', () => new Response(encodeHpkeConfig(identity.hpkeConfig), { headers: { 'content-type': 'application/octet-stream', 'cache-control': 'public, max-age=3600' } }));
  witnessRoutes(app, witnessOf(helper));
  logCopyRoutes(app, helper);
  pairRoutes(app, helper);
  const { tasks, jobs } = helper.store.tables;
  receiptRoute(app, { opened: () => tasks.collected(), isCounted: (task, id) => jobs.isCounted(task, id), countedIds: (task) => jobs.countedIds(task) }, helper.clock);
  return app;
}
