import type { Hono } from 'hono';
import { problem } from '#core/protocol';
import { COSIGNATURE_V1, decodeCheckpoint, keyLine, type Checkpoint } from '#core/tlog';
import { toBase64, utf8TextOf } from '#core/units';
import { createApp, freshFile, problemResponse, readBody } from '#server/http';
import { MAX_ADD_CHECKPOINT_BYTES } from './add-checkpoint.ts';
import { addCheckpoint, type CosignFault, type TwoTrees, type Witness } from './cosign.ts';

/** C2SP tlog-witness; `stale` and `too-large` have answers of their own. */
const STATUSES = { 'malformed': 400, 'bad-signature': 403, 'unknown-log': 404, 'stale': 409, 'needless-proof': 422, 'inconsistent': 422, 'fork': 422 } as const satisfies Record<CosignFault['kind'], number>;

function counted({ metrics }: Witness, answer: string): void {
  metrics.count('cosign_answers_total', 'Answers to add-checkpoint, by kind', { answer });
}

/** Pause between two lines about the same thing and log, ms: a log that asks for its second history all day must not fill the disk with it. */
const TELL_EVERY_MS = 60_000;

/** Tells of two trees of a known log. */
type TellTrees = (kind: 'fork' | 'inconsistent', trees: TwoTrees) => void;

/** Tells of a log that shows two histories, and more quietly of one that perhaps does: its own operator and the auditors want to know. Metrics count every time. */
function createTreesTeller({ clock, logger }: Witness): TellTrees {
  const quietUntilMs = new Map<string, number>();
  return (kind, { last, next }) => {
    const about = `${kind} ${next.origin}`; // as many as there are known logs, twice: no log and no stranger can silence another's alarm
    if (clock.nowMs() < (quietUntilMs.get(about) ?? 0)) return;
    quietUntilMs.set(about, clock.nowMs() + TELL_EVERY_MS);
    const details = { log: next.origin, cosignedSize: last.size, cosignedRoot: toBase64(last.root), shownSize: next.size, shownRoot: toBase64(next.root) };
    if (kind === 'fork') logger.error('a known log has signed two histories', details);
    else logger.warn('a checkpoint of a known log came with a proof that does not hold', details);
  };
}

function refusal(witness: Witness, fault: CosignFault, tellTrees: TellTrees): Response {
  counted(witness, fault.kind);
  if (fault.kind === 'fork' || fault.kind === 'inconsistent') tellTrees(fault.kind, fault);
  if (fault.kind === 'stale') return new Response(`${fault.size}\n`, { status: STATUSES.stale, headers: { 'content-type': 'text/x.tlog.size', 'cache-control': 'no-store' } });
  return new Response(`${fault.message}\n`, { status: STATUSES[fault.kind], headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });
}

/** Tells operators how far a log is; its origin is one they named. */
function showSize({ metrics }: Witness, { origin, size }: Checkpoint): void {
  metrics.set('cosigned_size', 'Size of the tree cosigned last, by log', size, { log: origin });
}

/** Adds the cosigner's addresses to `app`: `POST /add-checkpoint`, `GET /<origin hash>/checkpoint` (C2SP tlog-witness) and `GET /v1/key`. */
export function witnessRoutes(app: Hono, witness: Witness): void {
  const { signer, store } = witness;
  const tellTrees = createTreesTeller(witness);
  app.get('/v1/key', (context) => context.text(`${keyLine(signer.name, signer.publicKey, COSIGNATURE_V1)}\n`));
  app.post('/add-checkpoint', async (context) => {
    const body = await readBody(context.req.raw, MAX_ADD_CHECKPOINT_BYTES);
    if (!body.ok) {
      counted(witness, body.fault.kind);
      return problemResponse(problem(body.fault.kind === 'too-large' ? 'too-large' : 'malformed', body.fault.message), { connection: 'close' });
    }
    const text = utf8TextOf(body.value);
    const added = text === undefined ? { ok: false as const, fault: { kind: 'malformed' as const, message: 'Cannot read the request: it is no UTF-8' } } : await addCheckpoint(witness, text);
    if (!added.ok) return refusal(witness, added.fault, tellTrees);
    counted(witness, 'cosigned');
    showSize(witness, added.value.checkpoint);
    return new Response(added.value.line, { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });
  });
  app.all('/add-checkpoint', () => problemResponse(problem('method-not-allowed', 'Checkpoints are added with POST'), { allow: 'POST, OPTIONS' }));
  app.get('/:origin{[0-9a-f]{64}}/checkpoint', (context) => {
    const row = store.tables.witnessed.byOriginHash(context.req.param('origin'));
    return row && row.signatures !== '' ? freshFile(`${row.text}\n${row.signatures}`, 'text/plain; charset=utf-8', 0) : problemResponse(problem('not-found', 'This witness has cosigned no such log'));
  });
  for (const { text } of store.tables.witnessed.all()) {
    const checkpoint = decodeCheckpoint(text);
    if (checkpoint.ok) showSize(witness, checkpoint.value);
  }
}

/** The HTTP face of a witness that is nothing else. */
export function createWitnessApp(witness: Witness): Hono {
  const app = createApp({ metrics: witness.metrics, logger: witness.logger, openToAllOrigins: true });
  witnessRoutes(app, witness);
  return app;
}
