import { decodeModel, sharesLayout, type ModelFile } from '#core/fedavg';
import { decodeManifest, encodePolicy, MODEL_KINDS, policyHashOf, type LogEntry, type Manifest, type ModelKind, type RoundRecord } from '#core/protocol';
import { decodeCheckpoint } from '#core/tlog';
import { contentHash, type ContentHash, type Fault, type Result } from '#core/units';
import { notebook, type AuditedRound, type AuditOptions, type AuditReport, type Chain, type Notebook, type PlacedEntry } from './check.ts';
import { auditGiven } from './given.ts';
import { auditLog, loadText, openWith } from './log.ts';
import { auditRound } from './round.ts';
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
  await auditUnfinished(cached, fates, notes);
  if (log) auditGiven(entries, notes);
  if (log) await auditManifest(cached, { size: log.checkpoint.size, entries, chain, newestCheckpoint: () => options.load('/log/checkpoint') }, notes);
  const ok = notes.checks.every((check) => check.ok || check.advisory === true);
  return { ok, checks: notes.checks, rounds, logSize: log?.checkpoint.size ?? 0, models: endsOf(chain) };
}

/** What was recomputed: the manifest may offer a model of a leaf that was not there when the log was read. */
function endsOf({ mix, t11, pairs }: Chain): AuditReport['models'] {
  return mix && t11 && pairs ? { mix: mix.model, t11: t11.model, pairs: pairs.model } : undefined;
}

function auditPolicy(options: AuditOptions, entries: readonly PlacedEntry[], notes: Notebook): void {
  const hash = policyHashOf(encodePolicy(options.policy));
  const logged = entries.some(({ entry }) => entry.type === 'config' && entry.policy === hash);
  notes.note({ id: 'policy', title: 'The policy this audit trusts is in the log', ok: logged, detail: logged ? hash : `No entry names policy ${hash}` });
}

async function auditRounds(options: AuditOptions, entries: readonly PlacedEntry[], notes: Notebook): Promise<{ readonly rounds: readonly AuditedRound[]; readonly chain: Chain; readonly fates: TaskFates }> {
  const rounds: AuditedRound[] = [];
  const chain: Chain = {};
  const fates = noFates();
  const owed = new Map<ModelKind, RoundRecord>();
  const ended = new Set<string>();
  let lastRound = 0;
  let catalogue = '';
  for (const { leaf, entry } of entries) {
    if (entry.type === 'task') fates.seen.add(entry.task);
    if (entry.type === 'abandoned') await noteAbandoned(leaf, entry, { options, fates, notes });
    if (entry.type === 'config') catalogue = entry.catalogue;
    if (entry.type === 'model') await noteStrayModel({ leaf, entry }, { options, chain, owed, ended, catalogue, notes });
    if (entry.type !== 'round') continue;
    const { record } = entry;
    const wrong = placeWrong(record, lastRound, fates);
    notes.note({ id: 'place', round: record.round, title: 'The round stands once in the log, after its task', ok: wrong === undefined, detail: wrong ?? `entry ${leaf}` });
    const before = chain[record.model];
    if (!before) notes.note({ id: 'chain', round: record.round, title: 'The first model is in the log before its first round', ok: false, detail: `No entry names the first ${record.model} model` });
    const result = await auditRound({ ...options, record, before }, (check) => notes.note(check));
    const published = auditModelLeaf({ leaf, record }, entries, notes);
    rounds.push({ record, epsilon: result.epsilon, ok: result.ok && wrong === undefined && before !== undefined && published, leaf });
    chain[record.model] = { model: record.modelAfter, state: record.stateAfter };
    if (record.outcome === 'published') owed.set(record.model, record);
    fates.opened.add(record.task);
    lastRound = Math.max(lastRound, record.round);
  }
  return { rounds, chain, fates };
}

/** What models of the log are judged by while walking it. */
interface Models {
  readonly options: AuditOptions;
  readonly chain: Chain;
  /** Rounds whose model has no leaf yet. */
  readonly owed: Map<ModelKind, RoundRecord>;
  /** Catalogues whose table of pairs ended because another began. */
  readonly ended: Set<string>;
  /** Catalogue that the newest configuration names. */
  readonly catalogue: string;
  readonly notes: Notebook;
}

/** Devices use any model whose leaf they are shown, so that a leaf no round made is a model for somebody in particular. */
async function noteStrayModel({ leaf, entry: { model, hash, round } }: { readonly leaf: number; readonly entry: Extract<LogEntry, { type: 'model' }> }, models: Models): Promise<void> {
  const { chain, owed, notes } = models;
  const title = 'Every model in the log is a first one or made by the round it names';
  if (round === 0 && (!chain[model] || await isNewTable({ model, hash, leaf }, models))) {
    chain[model] = { model: hash, state: undefined };
    owed.delete(model);
    return;
  }
  const maker = owed.get(model);
  if (maker?.round === round && maker.modelAfter === hash) owed.delete(model);
  else notes.note({ id: 'model', ...(round === 0 ? {} : { round }), title, ok: false, detail: `Entry ${leaf} offers ${model} model ${hash.slice(0, 12)}, which no round before it made` });
}

/**
 * Whether a table of pairs starts anew with reason: empty, and for the catalogue the shop has now, where the one before was for another or laid out otherwise.
 * A leader that does so again and again for one catalogue throws away what rounds counted, so that this is noted.
 */
async function isNewTable({ model: kind, hash, leaf }: { readonly model: ModelKind; readonly hash: ContentHash; readonly leaf: number }, { options: { load }, chain, ended, catalogue, notes }: Models): Promise<boolean> {
  const read = async (address: string): Promise<ModelFile | undefined> => {
    const bytes = await load(`/v1/models/${address}`);
    const model = bytes.ok && contentHash(bytes.value) === address ? decodeModel(bytes.value) : undefined;
    return model?.ok ? model.value : undefined;
  };
  if (kind !== 'pairs') return false;
  const [before, next] = [await read(chain.pairs?.model ?? ''), await read(hash)];
  const isNew = before?.kind === 'pairs' && next?.kind === 'pairs' && !sharesLayout(before, next) && next.catalogue === catalogue && next.weights.every((units) => units === 0);
  if (!isNew) return false;
  ended.add(before.catalogue);
  if (ended.has(catalogue)) notes.note({ id: 'table', title: 'The table of pairs goes on while the catalogue is the same', ok: false, detail: `Entry ${leaf}: it began anew, empty, for a catalogue that had one; what rounds before had counted is gone`, advisory: true });
  return true;
}

/** A model leaves a round only through a leaf of its own, which is what devices ask for; a checkpoint may fall between the two. */
function auditModelLeaf({ leaf, record }: { readonly leaf: number; readonly record: RoundRecord }, entries: readonly PlacedEntry[], notes: Notebook): boolean {
  if (record.outcome === 'kept') return true;
  const isNewest = leaf === entries.at(-1)?.leaf;
  const logged = isNewest || entries.some(({ entry }) => entry.type === 'model' && entry.model === record.model && entry.round === record.round && entry.hash === record.modelAfter);
  return notes.note({ id: 'model', round: record.round, title: 'The new model is in the log', ok: logged, detail: logged ? record.modelAfter : `No entry names model ${record.modelAfter.slice(0, 12)} of this round` });
}

/** The audited log, and what its leader shows after it was read. */
interface Audited {
  readonly size: number;
  readonly entries: readonly PlacedEntry[];
  readonly chain: Chain;
  newestCheckpoint(): ReturnType<AuditOptions['load']>;
}

async function auditManifest(options: AuditOptions, audited: Audited, notes: Notebook): Promise<void> {
  const note = await loadText(options, '/v1/manifest');
  const opened = note.ok ? await openWith(options, note.value, options.policy.logKey) : note;
  const manifest: Result<Manifest, Fault> = opened.ok ? decodeManifest(opened.value) : opened;
  const wrong = manifest.ok ? (manifestWrong(manifest.value, audited) ?? await aheadWrong(options, manifest.value, audited)) : manifest.fault.message;
  notes.note({ id: 'manifest', title: 'What devices are offered now is what the log ends with', ok: wrong === undefined, detail: wrong ?? 'models and open tasks agree' });
  if (manifest.ok) await auditOfferedModels(options, manifest.value, notes);
}

/** No round may have used a model yet, but devices rank with it: its file must be there and be the one that is named. */
async function auditOfferedModels({ load }: AuditOptions, manifest: Manifest, notes: Notebook): Promise<void> {
  for (const kind of MODEL_KINDS) {
    const bytes = await load(`/v1/models/${manifest.models[kind]}`);
    const model = bytes.ok && contentHash(bytes.value) === manifest.models[kind] ? decodeModel(bytes.value) : undefined;
    const good = model?.ok === true && model.value.kind === kind;
    const round = manifest.modelLeaves[kind].round;
    notes.note({
      id: 'offered', ...(round === 0 ? {} : { round }), title: `The ${kind} model that devices are offered is the one that was logged`, ok: good,
      detail: good ? manifest.models[kind].slice(0, 12) : `The file of model ${manifest.models[kind].slice(0, 12)} is missing or holds other bytes`,
    });
  }
}

/** The manifest is loaded after the checkpoint: a leaf beyond the audited tree is new only if a newer signed checkpoint holds it. */
async function aheadWrong(options: AuditOptions, manifest: Manifest, { size, newestCheckpoint }: Audited): Promise<string | undefined> {
  const last = Math.max(...MODEL_KINDS.map((kind) => manifest.modelLeaves[kind].leaf), ...manifest.tasks.map(({ leaf }) => leaf));
  if (last < size) return undefined;
  const note = await loadText({ load: newestCheckpoint }, '/log/checkpoint');
  const opened = note.ok ? await openWith(options, note.value, options.policy.logKey) : note;
  const checkpoint = opened.ok ? decodeCheckpoint(opened.value) : opened;
  const newSize = checkpoint.ok && checkpoint.value.origin === options.policy.logOrigin ? checkpoint.value.size : size;
  return last < newSize ? undefined : `The manifest offers entry ${last}, the signed log ends at ${newSize}`;
}

function manifestWrong(manifest: Manifest, { size, entries, chain }: Audited): string | undefined {
  for (const kind of MODEL_KINDS) {
    const { leaf, round } = manifest.modelLeaves[kind];
    if (leaf >= size) continue;
    const entry = entries.find((placed) => placed.leaf === leaf)?.entry;
    if (entry?.type !== 'model' || entry.model !== kind || entry.hash !== manifest.models[kind] || entry.round !== round) return `Entry ${leaf} is not the offered ${kind} model`;
    if (chain[kind]?.model !== manifest.models[kind]) return `The manifest offers ${kind} model ${manifest.models[kind].slice(0, 12)}, the log ends with ${chain[kind]?.model.slice(0, 12) ?? 'none'}`;
  }
  for (const { id, leaf } of manifest.tasks) {
    if (leaf >= size) continue;
    const entry = entries.find((placed) => placed.leaf === leaf)?.entry;
    if (entry?.type !== 'task' || entry.task !== id) return `Entry ${leaf} is not the offered task ${id.slice(0, 12)}`;
  }
  return undefined;
}

/** Loads each immutable file once: a round ends with the files the next one starts from. */
function remembering(load: AuditOptions['load']): AuditOptions['load'] {
  const known = new Map<string, Promise<Result<Uint8Array, Fault>>>();
  return (path) => {
    const loading = known.get(path) ?? load(path);
    known.set(path, loading);
    return loading;
  };
}
