import type { Hono } from 'hono';
import { encodeReceipt, problem, type Receipt, type TaskId } from '#core/protocol';
import { inclusionFrom, leafHash, nodeHash, type SubtreeHash } from '#core/tlog';
import { equalBytes, fromHex, toHex, type Clock } from '#core/units';
import { problemResponse } from '#server/http';

/** What a server knows of the ids it counted. */
export interface ReceiptSource {
  /** Tasks whose batch was opened, newest first: nothing is ever said of another. */
  opened(): readonly TaskId[];
  /** Whether this id ever came for `task`, counted or not: quick, because it is asked of every task. */
  isKnown(task: TaskId, id: Uint8Array): boolean;
  /** Ids that were counted, in byte order. */
  countedIds(task: TaskId): readonly Uint8Array[];
}

/** Questions a second that all visitors together may ask, and how many may come at once. */
const QUESTIONS_PER_SECOND = 5;
const QUESTIONS_AT_ONCE = 20;
/** Opened batches an id is looked for in; older ones are out of every shopper's ledger. */
const MAX_TASKS = 5_000;
/** Trees kept: hashing 100,000 ids takes a third of a second, and visitors ask about the newest rounds. Each holds 7 MB then. */
const KEPT_TREES = 2;
const REPORT_ID = /^[0-9a-f]{32}$/;

interface IdTree {
  readonly ids: readonly Uint8Array[];
  readonly hashOf: SubtreeHash;
}

function treeOf(ids: readonly Uint8Array[]): IdTree {
  const known = new Map<string, Uint8Array>();
  const hashOf: SubtreeHash = (level, index) => {
    const key = `${level}/${index}`;
    const id = ids[index] ?? new Uint8Array(0);
    const hash = known.get(key) ?? (level === 0 ? leafHash(id) : nodeHash(hashOf(level - 1, 2 * index), hashOf(level - 1, 2 * index + 1)));
    known.set(key, hash);
    return hash;
  };
  return { ids, hashOf };
}

/** Refills with time, whoever asks. */
function tokens(clock: Clock): () => boolean {
  let left = QUESTIONS_AT_ONCE;
  let atMs = clock.nowMs();
  return () => {
    const nowMs = clock.nowMs();
    left = Math.min(QUESTIONS_AT_ONCE, left + (Math.max(0, nowMs - atMs) / 1000) * QUESTIONS_PER_SECOND);
    atMs = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

function receiptsOf(source: ReceiptSource): (id: Uint8Array) => Receipt | undefined {
  const trees = new Map<TaskId, IdTree>();
  const treeFor = (task: TaskId): IdTree => {
    const tree = trees.get(task) ?? treeOf(source.countedIds(task));
    trees.delete(task);
    trees.set(task, tree);
    for (const oldest of trees.keys()) if (trees.size > KEPT_TREES) trees.delete(oldest);
    return tree;
  };
  return (id) => {
    const task = source.opened().slice(0, MAX_TASKS).find((opened) => source.isKnown(opened, id));
    if (task === undefined) return undefined;
    const { ids, hashOf } = treeFor(task);
    const index = ids.findIndex((counted) => equalBytes(counted, id));
    return index < 0 ? undefined : { version: 1, task, index, size: ids.length, path: inclusionFrom(ids.length, index, hashOf).map(toHex) };
  };
}

/** Serves `GET /v1/receipts/ID`: the proof that a report was summed, or 404 where it was not, or not yet. */
export function receiptRoute(app: Hono, source: ReceiptSource, clock: Clock): void {
  const mayAsk = tokens(clock);
  const receiptOf = receiptsOf(source);
  app.get('/v1/receipts/:id', (context) => {
    const id = context.req.param('id');
    if (!REPORT_ID.test(id)) return problemResponse(problem('malformed', 'A report id is 32 lower-case hex digits'));
    if (!mayAsk()) return problemResponse(problem('busy', 'Too many questions at once'), { 'retry-after': '1' });
    const receipt = receiptOf(fromHex(id));
    if (!receipt) return problemResponse(problem('not-found', 'No opened batch counted a report of this id'));
    return new Response(encodeReceipt(receipt), { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } });
  });
}
