import { decodeModel, sharesLayout, type ModelFile } from '#core/fedavg';
import { encodePolicy, isModelRound, MODEL_KINDS, policyHashOf, type LogEntry, type ModelKind, type ModelRound, type RoundRecord } from '#core/protocol';
import { contentHash, type ContentHash } from '#core/units';
import { isBroken, notebook, type AuditCheck, type AuditedRound, type AuditOptions, type AuditReport, type Chain, type Notebook, type PlacedEntry } from './check.ts';
import { auditDeliveries } from './deliveries.ts';
import { auditGiven } from './given.ts';
import { auditLog } from './log.ts';
import { auditManifest } from './manifest.ts';
import { auditMeasureRecord, auditMeasureRound } from './measure-round.ts';
import { auditModelRecord, auditModelRound } from './model-round.ts';
import { auditPrices } from './prices.ts';
import { auditServed, SERVED_TITLE } from './served.ts';
import { auditUnfinished, noFates, noteAbandoned, placeWrong, type TaskFates } from './tasks.ts';

/**
 * Recomputes everything a deployment has published: signatures, the whole tree, every round, the current manifest.
 * Runs in a page and in Node. Never throws on what a server sends: a broken promise is a check that is not ok.
 */
export async function auditDeployment(options: AuditOptions): Promise<AuditReport> {
  const notes = notebook(options.onCheck);
  const load = remembering(options.load);
  const cached: AuditOptions = { ...options, load };
  const log = await auditLog(cached, notes);
  const entries = log?.entries ?? [];
  if (log) auditPolicy(cached, entries, notes);
  const { rounds, chain, fates } = await auditRounds(cached, entries, notes);
  if (options.withoutLeader === undefined) await auditUnfinished(cached, fates, notes);
  if (log) auditGiven(entries, notes);
  await auditPrices(cached, { entries, rounds }, notes);
  const ads = await auditDeliveries(cached, { entries, rounds }, notes);
  if (log && !options.served) notes.note({ id: 'served', title: SERVED_TITLE, ok: false, advisory: true, detail: 'Not compared: nobody said where the shop serves its files' });
  if (log && options.served) await auditServed({ served: options.served, entries, policy: options.policy, onProgress: options.onProgress }, notes);
  if (options.withoutLeader !== undefined) noteUnchecked(options.withoutLeader, notes);
  else if (log) await auditManifest(cached, { size: log.checkpoint.size, entries, chain, newestCheckpoints: [options.load, ...(options.copies ?? []).map(({ load: loadCopy }) => loadCopy)] }, notes);
  const ok = !notes.checks.some(isBroken);
  return { ok, checks: notes.checks, rounds, logSize: log?.checkpoint.size ?? 0, log, models: endsOf(chain), ads };
}

/** A copy of the log says what was promised and counted; the files that show it are the leader's, and so is what it offers. */
function noteUnchecked(why: string, notes: Notebook): void {
  const left = [
    ['cohort', 'Devices in each sum, against the number promised'], ['promise', 'Tasks, by their ids and every floor'], ['step', 'Model steps, recomputed here'], ['manifest', 'What devices are offered now, against the end of the log'],
  ] as const;
  for (const [id, title] of left) notes.note({ id, title, ok: false, advisory: true, detail: `Not checked without the leader's files: ${why}` });
}

/** What was recomputed: the manifest may offer a model of a leaf that was not there when the log was read. */
function endsOf(chain: Chain): AuditReport['models'] {
  const { mix, t11, pairs } = chain;
  if (!mix || !t11 || !pairs) return undefined;
  const others = MODEL_KINDS.flatMap((kind) => { const end = chain[kind]; return end ? [[kind, end.model] as const] : []; });
  return { ...Object.fromEntries(others), mix: mix.model, t11: t11.model, pairs: pairs.model };
}

function auditPolicy(options: AuditOptions, entries: readonly PlacedEntry[], notes: Notebook): void {
  const hash = policyHashOf(encodePolicy(options.policy));
  const logged = entries.some(({ entry }) => entry.type === 'config' && entry.policy === hash);
  notes.note({ id: 'policy', title: 'The policy this audit trusts, among the log\'s entries', ok: logged, detail: logged ? hash : `No entry names policy ${hash}` });
}

async function auditRounds(options: AuditOptions, entries: readonly PlacedEntry[], notes: Notebook): Promise<{ readonly rounds: readonly AuditedRound[]; readonly chain: Chain; readonly fates: TaskFates }> {
  const rounds: AuditedRound[] = [];
  const records = entries.flatMap(({ entry }) => (entry.type === 'round' ? [entry.record] : []));
  const published = publishedModels(entries);
  const models: Models = { options, chain: {}, owed: new Map(), ended: new Set(), catalogue: '', notes };
  const { chain } = models;
  const fates = noFates();
  let lastRound = 0;
  for (const { leaf, entry } of entries) {
    if (entry.type === 'task') fates.seen.add(entry.task);
    if (entry.type === 'abandoned') await noteAbandoned(leaf, entry, { options, fates, notes });
    if (entry.type === 'config') models.catalogue = entry.catalogue;
    if (entry.type === 'model') await noteStrayModel({ leaf, entry }, models);
    if (entry.type !== 'round') continue;
    const { record } = entry;
    if (options.withoutLeader === undefined) for (const next of records.slice(rounds.length, rounds.length + ROUNDS_AHEAD)) loadAhead(options, next);
    const wrong = placeWrong(record, lastRound, fates);
    notes.note({ id: 'place', round: record.round, title: 'Place of the round in the log', ok: wrong === undefined, detail: wrong ?? `entry ${leaf}` });
    rounds.push(await auditPlaced({ leaf, record, isPlaced: wrong === undefined, isLast: leaf === entries.at(-1)?.leaf }, published, models));
    fates.opened.add(record.task);
    lastRound = Math.max(lastRound, record.round);
    options.onProgress?.({ stage: 'rounds', done: rounds.length, total: records.length });
    await options.pause?.();
  }
  return { rounds, chain, fates };
}

/** A round where it stands in the log. */
interface PlacedRound {
  readonly leaf: number;
  readonly record: RoundRecord;
  /** Whether its place is right. */
  readonly isPlaced: boolean;
  /** Whether the log that was read ends with it. */
  readonly isLast: boolean;
}

async function auditPlaced({ leaf, record, isPlaced, isLast }: PlacedRound, published: ReadonlySet<string>, models: Models): Promise<AuditedRound> {
  const { options, chain, notes } = models;
  const onCheck = (check: AuditCheck): void => void notes.note(check);
  const isWhole = options.withoutLeader === undefined;
  if (!isModelRound(record)) {
    const { task, epsilon, measured, ok } = await (isWhole ? auditMeasureRound : auditMeasureRecord)({ ...options, record }, onCheck);
    return { kind: 'measure', leaf, record, task, epsilon, measured, ok: ok && isPlaced };
  }
  const before = chain[record.model];
  if (!before) notes.note({ id: 'chain', round: record.round, title: 'First model, before its first round', ok: false, detail: `No entry names the first ${record.model} model` });
  const { task, epsilon, verdict, ok } = await (isWhole ? auditModelRound : auditModelRecord)({ ...options, record, before }, onCheck);
  const isLogged = record.outcome === 'kept' || noteModelLeaf(record, isLast || published.has(modelKey(record.model, record.round, record.modelAfter)), notes);
  chain[record.model] = { model: record.modelAfter, state: record.stateAfter };
  if (record.outcome !== 'kept') models.owed.set(record.model, record);
  return { kind: 'model', leaf, record, task, epsilon, verdict, ok: ok && isPlaced && before !== undefined && isLogged };
}

const modelKey = (model: ModelKind, round: number, hash: string): string => `${model} ${round} ${hash}`;

/** All `model` leaves, so that each round finds its own without walking a long log again. */
function publishedModels(entries: readonly PlacedEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ entry }) => (entry.type === 'model' ? [modelKey(entry.model, entry.round, entry.hash)] : [])));
}

/** What models of the log are judged by while walking it. */
interface Models {
  readonly options: AuditOptions;
  readonly chain: Chain;
  /** Rounds whose model has no leaf yet. */
  readonly owed: Map<ModelKind, ModelRound>;
  /** Kind and catalogue of every table of pairs, or portraits, that ended because another began. */
  readonly ended: Set<string>;
  /** Catalogue that the newest configuration names. */
  catalogue: string;
  readonly notes: Notebook;
}

/** Devices use any model whose leaf they are shown, so that a leaf no round made is a model for somebody in particular. */
async function noteStrayModel({ leaf, entry: { model, hash, round } }: { readonly leaf: number; readonly entry: Extract<LogEntry, { type: 'model' }> }, models: Models): Promise<void> {
  const { chain, owed, notes } = models;
  const title = 'Origin of a model in the log';
  if (round === 0 && (!chain[model] || await isBegunAnew({ model, hash, leaf }, models))) {
    chain[model] = { model: hash, state: undefined };
    owed.delete(model);
    return;
  }
  const maker = owed.get(model);
  if (maker?.round === round && maker.modelAfter === hash) owed.delete(model);
  else notes.note({ id: 'model', ...(round === 0 ? {} : { round }), title, ok: false, detail: `Entry ${leaf} offers ${model} model ${hash.slice(0, 12)}, which no round before it made` });
}

/**
 * Whether a table of pairs, or portraits, start anew with reason: a table empty, and either for the catalogue the shop has now, where the one before was for another or laid out otherwise.
 * A leader that does so again and again for one catalogue throws away what rounds counted, so that this is noted.
 */
async function isBegunAnew({ model: kind, hash, leaf }: { readonly model: ModelKind; readonly hash: ContentHash; readonly leaf: number }, { options: { load, withoutLeader }, chain, ended, catalogue, notes }: Models): Promise<boolean> {
  const read = async (address: string): Promise<ModelFile | undefined> => {
    const bytes = await load(`/v1/models/${address}`);
    const model = bytes.ok && contentHash(bytes.value) === address ? decodeModel(bytes.value) : undefined;
    return model?.ok ? model.value : undefined;
  };
  if (kind !== 'pairs' && kind !== 'portraits') return false;
  if (withoutLeader !== undefined) return true; // both tables are the leader's files
  const [before, next] = [await read(chain[kind]?.model ?? ''), await read(hash)];
  const areBound = before !== undefined && next !== undefined && 'catalogue' in before && 'catalogue' in next && before.kind === kind && next.kind === kind;
  if (!areBound || sharesLayout(before, next) || next.catalogue !== catalogue) return false;
  if (kind === 'pairs' && !next.weights.every((units) => units === 0)) return false;
  ended.add(`${kind} ${before.catalogue}`);
  const title = kind === 'pairs' ? 'Start of a table of pairs' : 'Start of portraits';
  if (ended.has(`${kind} ${catalogue}`)) notes.note({ id: 'table', title, ok: false, detail: `Entry ${leaf}: it began anew, empty, for a catalogue that had one; what rounds before had counted is gone`, advisory: true });
  return true;
}

/** A model leaves a round only through a leaf of its own, which is what devices ask for; a checkpoint may fall between the two. */
function noteModelLeaf(record: ModelRound, isLogged: boolean, notes: Notebook): boolean {
  const detail = isLogged ? record.modelAfter : `No entry names model ${record.modelAfter.slice(0, 12)} of this round`;
  return notes.note({ id: 'model', round: record.round, title: 'Entry of the round\'s model in the log', ok: isLogged, detail });
}

/** Files kept in memory: those of the rounds read ahead, and what one round hands to the next. */
const REMEMBERED_FILES = 64;
/** Rounds whose files are asked for before their turn: what hides a slow line without holding a long log in memory. */
const ROUNDS_AHEAD = 3;

/** Loads a file once while it is remembered: a round ends with the files the next one starts from. */
function remembering(load: AuditOptions['load']): AuditOptions['load'] {
  const known = new Map<string, ReturnType<typeof load>>();
  return (path) => {
    if (path === '/log/checkpoint') return load(path); // the one file that changes under its address while the audit runs
    const loading = known.get(path) ?? load(path);
    known.delete(path);
    known.set(path, loading); // a Map keeps the order of insertion: the first is the one used longest ago
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED_FILES) break;
      known.delete(oldest);
    }
    return loading;
  };
}

/** Asks for what a round will need; the answers are remembered and judged in its turn. */
function loadAhead({ load }: AuditOptions, record: RoundRecord): void {
  const own = isModelRound(record) ? [`/v1/models/${record.modelAfter}`, `/v1/states/${record.stateAfter}`] : [`/v1/layouts/${record.layout}`, `/v1/sums/${record.sum}`];
  for (const path of [`/v1/tasks/${record.task}`, `/v1/shares/${record.leaderShare}`, `/v1/shares/${record.helperShare}`, ...own]) void load(path);
}
