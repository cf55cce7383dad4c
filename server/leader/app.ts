import type { Hono } from 'hono';
import { noiseToSignal } from '#core/privacy';
import { DESPITE_GPC_HEADER, encodePolicy, MAX_REPORT_BYTES, problem, updateLength, type TaskId } from '#core/protocol';
import { isContentHash, utf8Decode } from '#core/units';
import { bodyReader, createApp, freshFile, immutableFile, problemResponse } from '#server/http';
import { tileAt } from '#server/log';
import { receiptRoute, type ReceiptSource } from '#server/receipts';
import type { FileKind } from '#server/store';
import { auditJsonRoute } from './audit-json.ts';
import { takeUpload } from './intake.ts';
import { ownTask, type Leader } from './leader.ts';
import type { NoticeBoard } from './publish.ts';
import { shownCounts } from './shown-counts.ts';

/** Uploads worked on at the same time, from the last byte of the body on; each holds at most two bodies in memory. More are asked to come again. */
const MAX_UPLOADS_IN_FLIGHT = 256;
/**
 * Bodies being read at the same time: many more, because a slow sender costs no work, only what it has sent (128 MiB at most
 * in all), and must not keep quick ones out: one more makes the slowest give way. Half of the connections a process keeps, so
 * that files are still served.
 */
const MAX_OPEN_BODIES = 2_048;
/** How long a device that was turned away for load waits, s. */
const BUSY_RETRY_SECONDS = '5';
const FILES: Readonly<Record<string, FileKind>> = { models: 'model', states: 'state', shares: 'share', policies: 'policy', ads: 'ads', deliveries: 'delivery', offers: 'offers', prices: 'prices', packs: 'pack', layouts: 'layout', sums: 'sum' };

function notFound(what: string): Response {
  return problemResponse(problem('not-found', `There is no such ${what}`));
}

/** Runs work while fewer than `most` pieces of it are running; undefined where there is no place. */
function places(most: number): <Value>(work: () => Promise<Value>) => Promise<Value | undefined> {
  let taken = 0;
  return async (work) => {
    if (taken >= most) return undefined;
    taken += 1;
    try {
      return await work();
    } finally {
      taken -= 1;
    }
  };
}

function reportRoute(app: Hono, leader: Leader): void {
  const read = bodyReader(MAX_OPEN_BODIES);
  const working = places(MAX_UPLOADS_IN_FLIGHT);
  const busy = (detail = 'Too many reports at once'): Response => problemResponse(problem('busy', detail), { 'retry-after': BUSY_RETRY_SECONDS });
  app.post('/v1/reports', async (context) => {
    // The device decides; this is for one whose page was kept from seeing the signal that its browser sends.
    if (context.req.header('sec-gpc') === '1' && context.req.header(DESPITE_GPC_HEADER) !== '1') {
      leader.metrics.count('rejects_total', 'Reports turned away, by reason', { reason: 'gpc' });
      return problemResponse(problem('gpc', 'Sec-GPC is 1 and the report does not say that it was switched on under it'), { connection: 'close' });
    }
    const body = await read(context.req.raw, MAX_REPORT_BYTES);
    if (!body.ok) {
      if (body.fault.kind === 'displaced') return busy(body.fault.message);
      const kind = body.fault.kind === 'too-large' ? 'too-large' : 'malformed';
      leader.tally.add('', kind);
      leader.metrics.count('rejects_total', 'Reports turned away, by reason', { reason: kind });
      return problemResponse(problem(kind, body.fault.message), { connection: 'close' });
    }
    const result = await working(() => takeUpload(leader, body.value));
    if (!result) return busy();
    if (result.kind === 'refused') return problemResponse(result.problem);
    return new Response(null, { status: result.kind === 'accepted' ? 201 : 200, headers: { 'cache-control': 'no-store', 'content-length': '0' } }); // a device reads no answer that does not say it is short
  });
  app.all('/v1/reports', () => problemResponse(problem('method-not-allowed', 'Reports are sent with POST'), { allow: 'POST, OPTIONS' }));
}

/** Rounds under a checkpoint of `shown` leaves as JSON, made once for each: they never change, and a stranger may ask all day. */
function publishedRounds({ store: { tables } }: Leader): (shown: number) => string {
  let [text, asOf] = ['[]', 0];
  return (shown) => {
    if (shown !== asOf) {
      const rounds = tables.rounds.all().filter(({ leaf }) => leaf < shown);
      [text, asOf] = [`[${rounds.map(({ leaf, record }) => `{"leaf":${leaf},"record":${utf8Decode(record)}}`).join(',')}]`, shown];
    }
    return text;
  };
}

/** What is open now, as JSON: derived from the log, except how many reports there are. */
function openNow(leader: Leader, shownReports: ReturnType<typeof shownCounts>): unknown {
  const { tables } = leader.store;
  const open = tables.tasks.inPhase('open', 'closed').map((row) => {
    const { task } = ownTask(leader, row);
    const reportsAtLeast = shownReports(row);
    return {
      task: row.id, leaf: row.leaf, phase: row.phase, opensMs: row.opensMs, closesMs: row.closesMs, minBatch: task.minBatch, length: task.length, reportsAtLeast,
      ...(task.kind === 'model'
        ? { model: task.model, noiseToSignal: reportsAtLeast === 0 ? null : noiseToSignal({ ...task, length: updateLength(task) }, reportsAtLeast) }
        : { layout: task.layout }),
    };
  });
  return {
    version: 1,
    shop: leader.deployment.shop,
    simulated: leader.deployment.simulated,
    open,
    abandonedTasks: tables.tasks.inPhase('abandoned').filter(({ leaf }) => leaf >= 0).length,
    waitsFor: leader.standings.troubles().map(({ party, name, why, sinceMs }) => ({ party, name, why, sinceMs })),
  };
}

function noticeRoutes(app: Hono, leader: Leader, board: NoticeBoard): void {
  const notice = (text: string | undefined): Response =>
    text === undefined ? problemResponse(problem('busy', 'The leader is starting'), { 'retry-after': '1' }) : freshFile(text, 'text/plain; charset=utf-8', 0);
  app.get('/v1/manifest', () => notice(board.current()?.manifest));
  app.get('/log/checkpoint', () => notice(board.current()?.checkpoint));
  const policy = encodePolicy(leader.policy);
  app.get('/v1/policy', () => freshFile(policy, 'application/json', 0));
  const rounds = publishedRounds(leader);
  const shownReports = shownCounts(leader);
  app.get('/v1/rounds', () => freshFile(`${JSON.stringify(openNow(leader, shownReports)).slice(0, -1)},"rounds":${rounds(board.current()?.size ?? 0)}}`, 'application/json', 0));
}

function fileRoutes(app: Hono, { store: { tables } }: Leader): void {
  for (const [folder, kind] of Object.entries(FILES)) {
    app.get(`/v1/${folder}/:hash`, (context) => {
      const hash = context.req.param('hash');
      const bytes = isContentHash(hash) ? tables.files.get(kind, hash) : undefined;
      return bytes ? immutableFile(bytes, 'application/octet-stream') : notFound(kind);
    });
  }
  app.get('/v1/tasks/:id', (context) => {
    const row = tables.tasks.get(context.req.param('id'));
    return row && row.phase !== 'planned' && row.leaf >= 0 ? immutableFile(row.bytes, 'application/cbor') : notFound('task');
  });
  app.get('/log/tile/*', (context) => {
    const bytes = tileAt(tables.log, new URL(context.req.url).pathname.slice('/log/'.length));
    return bytes ? immutableFile(bytes, 'application/octet-stream') : notFound('tile');
  });
}

/** Report ids of published rounds, for shoppers who ask about their own. */
function receiptSource({ store: { tables } }: Leader): ReceiptSource {
  let opened: readonly TaskId[] = [];
  let asOf = 0;
  return {
    opened() {
      const last = tables.rounds.last();
      if (last !== asOf) [opened, asOf] = [tables.tasks.inPhase('published').map(({ id }) => id).reverse(), last];
      return opened;
    },
    isCounted: (task, id) => tables.reports.isCounted(task, id),
    countedIds: (task) => tables.reports.countedIds(task),
  };
}

/** The leader's HTTP face. Every answer may be read by any origin; none needs or sets a cookie. */
export function createLeaderApp(leader: Leader, board: NoticeBoard): Hono {
  const app = createApp({ metrics: leader.metrics, logger: leader.logger, openToAllOrigins: true });
  reportRoute(app, leader);
  noticeRoutes(app, leader, board);
  fileRoutes(app, leader);
  auditJsonRoute(app, leader, board);
  receiptRoute(app, receiptSource(leader), leader.clock);
  return app;
}
