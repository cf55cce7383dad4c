import type { Hono } from 'hono';
import { encodeReceipt, problem, REPORT_ID_PATTERN, type ReceiptProof, type TaskId } from '#core/protocol';
import { inclusionFrom, leafHash, nodeHash, type SubtreeHash } from '#core/tlog';
import { equalBytes, fromHex, toHex, type Clock } from '#core/units';
import { problemResponse } from '#server/http';

/** What a server knows of the ids it counted. */
export interface ReceiptSource {
  /** Tasks whose batch was opened, newest first: nothing is ever said of another. */
  opened(): readonly TaskId[];
  /** Whether `task` counted this id: quick, because it is asked of every task. One that only came for it says nothing of another task that counted it. */
  isCounted(task: TaskId, id: Uint8Array): boolean;
  /** Ids that were counted, in byte order. */
  countedIds(task: TaskId): readonly Uint8Array[];
}

/** Questions a second that all visitors together may ask, and how many may come at once. */
const QUESTIONS_PER_SECOND = 5;
const QUESTIONS_AT_ONCE = 20;
/** Opened batches an id is looked for in; older ones are out of every shopper's ledger. */
const MAX_TASKS = 5_000;
/**
 * Trees kept: hashing 100,000 ids takes most of a second, and visitors ask about the newest rounds. Each holds 20 MB then.
 * Who asks about ever other rounds makes ever new trees, so a tree counts as many questions.
 */
const KEPT_TREES = 2;
/** Ids of a new tree, and batches looked into, that take as long as one question does. */
const WORK_OF_A_QUESTION = 5_000;
/** Hashes after which other requests have their turn: some milliseconds. */
const HASHES_AT_ONCE = 2_000;

interface IdTree {
  readonly ids: readonly Uint8Array[];
  readonly hashOf: SubtreeHash;
}

async function treeOf(ids: readonly Uint8Array[]): Promise<IdTree> {
  const levels: Uint8Array[][] = [];
  let hashes = 0;
  for (let level = 0, width = ids.length; width > 0; level++, width = Math.floor(width / 2)) {
    const below = levels[level - 1];
    const hashAt = (i: number): Uint8Array => (below ? nodeHash(hashIn(below, 2 * i), hashIn(below, 2 * i + 1)) : leafHash(hashIn(ids, i)));
    const row: Uint8Array[] = [];
    for (let i = 0; i < width; i++) {
      row.push(hashAt(i));
      hashes += 1;
      if (hashes % HASHES_AT_ONCE === 0) await new Promise((resolve) => void setImmediate(resolve));
    }
    levels.push(row);
  }
  return { ids, hashOf: (level, index) => hashIn(levels[level] ?? [], index) };
}

function hashIn(hashes: readonly Uint8Array[], index: number): Uint8Array {
  const hash = hashes[index];
  if (!hash) throw new RangeError(`Cannot find hash ${index} of ${hashes.length}`);
  return hash;
}

/** A budget of questions that refills with time, whoever asks. */
interface Questions {
  /** Takes one; false where none is left. */
  ask(): boolean;
  /** Takes as many as it turned out to cost: what is missing is waited for by who asks next. */
  owe(questions: number): void;
}

function questionsBy(clock: Clock): Questions {
  let left = QUESTIONS_AT_ONCE;
  let atMs = clock.nowMs();
  return {
    ask() {
      const nowMs = clock.nowMs();
      left = Math.min(QUESTIONS_AT_ONCE, left + (Math.max(0, nowMs - atMs) / 1000) * QUESTIONS_PER_SECOND);
      atMs = nowMs;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    owe(questions) {
      left -= questions;
    },
  };
}

function receiptsOf(source: ReceiptSource, { owe }: Questions): (id: Uint8Array) => Promise<ReceiptProof | undefined> {
  const trees = new Map<TaskId, Promise<IdTree>>();
  const newTree = (task: TaskId): Promise<IdTree> => {
    const ids = source.countedIds(task);
    owe(Math.floor(ids.length / WORK_OF_A_QUESTION));
    return treeOf(ids);
  };
  const treeFor = (task: TaskId): Promise<IdTree> => {
    const tree = trees.get(task) ?? newTree(task);
    trees.delete(task);
    trees.set(task, tree);
    for (const oldest of trees.keys()) if (trees.size > KEPT_TREES) trees.delete(oldest);
    return tree;
  };
  return async (id) => {
    const opened = source.opened().slice(0, MAX_TASKS);
    const at = opened.findIndex((task) => source.isCounted(task, id));
    owe(Math.floor((at < 0 ? opened.length : at) / WORK_OF_A_QUESTION));
    const task = opened[at];
    if (task === undefined) return undefined;
    const { ids, hashOf } = await treeFor(task);
    const index = ids.findIndex((counted) => equalBytes(counted, id));
    return index < 0 ? undefined : { task, index, size: ids.length, path: inclusionFrom(ids.length, index, hashOf).map(toHex) };
  };
}

/** Serves `GET /v1/receipts/ID`: the proof that a report was summed, or that none of the opened batches counted it: an answer, so that looking is no error in a visitor's browser. */
export function receiptRoute(app: Hono, source: ReceiptSource, clock: Clock): void {
  const questions = questionsBy(clock);
  const receiptOf = receiptsOf(source, questions);
  app.get('/v1/receipts/:id', async (context) => {
    const id = context.req.param('id');
    if (!REPORT_ID_PATTERN.test(id)) return problemResponse(problem('malformed', 'A report id is 32 lower-case hex digits'));
    if (!questions.ask()) return problemResponse(problem('busy', 'Too many questions at once'), { 'retry-after': '1' });
    const proof = await receiptOf(fromHex(id));
    return new Response(encodeReceipt({ version: 1, ...(proof && { proof }) }), { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } });
  });
}
