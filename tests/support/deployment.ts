import { encodeAdCatalogue, encodeDelivery } from '#core/campaigns';
import { encodePicturePack } from '#core/catalogue';
import { decodeModel, encodeModel, encodePairTable, encodePortraits, firstState, stepFiles, type SteppedFiles } from '#core/fedavg';
import { encodeLayout, encodeSum } from '#core/measurement';
import { basePrices, encodeOfferSet, encodePriceFile } from '#core/offers';
import { discreteGaussianVector, rhoOfReport, rhoOfTask } from '#core/privacy';
import {
  abandonedTaskText, aggregateShareText, encodeLogEntry, encodeManifest, encodePolicy, encodeTask, policyHashOf, PUBLIC_FILES, type ByKind, type LogEntry, type Manifest, type MeasureRound, type ModelKind, type ModelRound, type ModelTask,
  type PolicyFile, type PublicFileType, type RoundId, type TaskId,
} from '#core/protocol';
import {
  COSIGNATURE_V1, cosignNote, encodeCheckpoint, encodeEntries, encodeTile, keyLine, leafHash, signNote, sortedRoot, TILE_WIDTH, tilePath, tilesOf, treeRoot, type NoteSigner,
} from '#core/tlog';
import { contentHash, fail, ok, seededChance, sha256Bytes, toHex, utf8Encode, type ContentHash, type Fault, type Result } from '#core/units';
import { measureVdafOf } from '#core/vdaf';
import { ed25519 } from '#page/crypto';
import { aCampaign, aDelivery, anAdCatalogue } from './campaigns.ts';
import { aHash, aPolicy, aRound, aTask, countingRandomness, idOf, NOON_MS } from './federation.ts';
import { aLayout, aMeasureTask, layoutHash } from './measure.ts';
import { anOfferSet, aPricing } from './offers.ts';
import { valueOf } from './result.ts';
import { aVdaf } from './vdaf.ts';

/** A whole published deployment in memory, made with the real step: what an auditor downloads. */
export interface PublishedDeployment {
  /** Bytes by path, e.g. `/log/checkpoint`. Mutable on purpose: a test plays the dishonest server. */
  readonly files: Map<string, Uint8Array>;
  readonly policy: PolicyFile;
  /** Of rounds that train. */
  readonly records: readonly ModelRound[];
  /** Of the measurement of a shop that runs ads. */
  readonly measured: MeasureRound | undefined;
  readonly entries: readonly LogEntry[];
  load(path: string): Promise<Result<Uint8Array, Fault<'not-found'>>>;
}

/** What a dishonest leader does before it signs. */
export interface Mischief {
  readonly rounds?: number;
  readonly task?: (task: ModelTask, round: number) => ModelTask;
  readonly record?: (record: ModelRound, round: number) => ModelRound;
  readonly entries?: (entries: readonly LogEntry[]) => readonly LogEntry[];
  readonly manifest?: (manifest: Manifest) => Manifest;
  readonly cosigned?: boolean;
  /** What the policy says beside its keys, e.g. where the servers are. */
  readonly policy?: Partial<PolicyFile>;
  /** When the policy's witness cosigned; null: the policy names it and it has not. Absent: the policy names none. */
  readonly witnessedMs?: number | null;
  /** Who signs in the helper's place; absent: the helper. */
  readonly sharesSignedBy?: 'leader';
  /** What all rounds are of; `mix` by default. A table of pairs has one block; of portraits there is one. */
  readonly kind?: 'mix' | 'pairs' | 'portraits';
  /** The shop runs ads: after the rounds come its public files, a measurement, and a round each of `ctr` and `portraits`. */
  readonly ads?: boolean;
  /** Round in which devices find the candidate worse; they like all others. */
  readonly disliked?: number;
  /** Tasks in the log beside the rounds': given up by the helper's word, by a forged one, or without an end. */
  readonly roundless?: 'abandoned' | 'forged' | 'silent';
}

/** Entries of a report: cells of the table, or weights of the mix and a verdict. */
const LENGTH = 12;
const WEIGHTS = LENGTH - 1;
const REPORTS = 60;
/** Of portraits: within two deviations of noise above k in one round, beyond them in the mean of two. */
const PORTRAIT_REPORTS = 64;
/** C of what has no verdict: counts in whole units; a membership and a profile of norm 1. */
const CLIP_NORMS = { pairs: 4, portraits: Math.SQRT2 };
type StepKind = Extract<ModelKind, 'mix' | 'pairs' | 'ctr' | 'portraits'>;
/** What their verdicts sum to where nearly all are of one mind, in integer units of 128 a report. */
const VERDICTS = REPORTS * 100;

async function aSigner(name: string): Promise<NoteSigner> {
  const secretKey = sha256Bytes(utf8Encode(name)); // a test key: repeatable, so nobody's
  const { getPublicKeyAsync } = await import('@noble/ed25519');
  return { name, secretKey, publicKey: new Uint8Array(await getPublicKeyAsync(secretKey)) };
}

/** A table of pairs without a count, of the catalogue that configurations here name. */
export function anEmptyTable(catalogue = aHash('catalogue'), cells = LENGTH): Uint8Array<ArrayBuffer> {
  return encodePairTable({ weights: new Float32Array(cells), maxBlocks: 1, catalogue });
}

/** One portrait of eleven directions, of the same catalogue. */
function onePortrait(): Uint8Array<ArrayBuffer> {
  return encodePortraits({ weights: Float32Array.from({ length: LENGTH }, (_, i) => (i < 2 ? 1 : 0)), clusters: 1, dims: LENGTH - 1, mode: 'kmeans', catalogue: aHash('catalogue') });
}

/** A deployment of `rounds` rounds of 60 devices each, honest but for `mischief`. */
export async function publishedDeployment(mischief: Mischief = {}): Promise<PublishedDeployment> {
  const { rounds = 3, task: changeTask = (task) => task, record: changeRecord = (record) => record, entries: changeEntries = (all) => all, manifest: changeManifest = (manifest) => manifest, cosigned = true, sharesSignedBy, roundless, witnessedMs, disliked, kind = 'mix', ads = false, policy: ownPolicy = {} } = mischief;
  const [log, helper, witness] = [await aSigner('homebird.example/log'), await aSigner('helper.example'), await aSigner('witness.example/w1')];
  const witnesses = { keys: [keyLine(witness.name, witness.publicKey, COSIGNATURE_V1)], quorum: 1 };
  const policy = aPolicy({ logOrigin: log.name, logKey: keyLine(log.name, log.publicKey), helperKey: keyLine(helper.name, helper.publicKey, COSIGNATURE_V1), ...(witnessedMs !== undefined && { witnesses }), ...ownPolicy });
  const files = new Map<string, Uint8Array>();
  const store = (folder: string, bytes: Uint8Array): ContentHash => {
    files.set(`/v1/${folder}/${contentHash(bytes)}`, bytes);
    return contentHash(bytes);
  };

  const firstFiles = {
    mix: encodeModel('mix', new Float32Array(WEIGHTS).fill(0.5)), t11: encodeModel('t11', new Float32Array(20)), pairs: anEmptyTable(), ctr: encodeModel('ctr', new Float32Array(WEIGHTS).fill(0.1)), portraits: onePortrait(),
  };
  const entries: LogEntry[] = [
    { type: 'build', files: { 'homebird.js': aHash('tag') } }, { type: 'config', policy: policyHashOf(encodePolicy(policy)), catalogue: aHash('catalogue'), retryWindowMs: 1000, simulated: false },
  ];
  const records: ModelRound[] = [];
  const carried = new Map<ModelKind, Pick<SteppedFiles, 'model' | 'state'>>();
  const offered = new Map<ModelKind, { readonly hash: ContentHash; readonly leaf: number; readonly round: number }>();
  const offer = (model: ModelKind, hash: ContentHash, round: number): void => {
    offered.set(model, { hash, leaf: entries.length, round });
    entries.push({ type: 'model', model, hash, round });
  };
  for (const model of ['mix', 't11', 'pairs'] as const) offer(model, store('models', firstFiles[model]), 0);

  /** What both servers say of a batch. */
  async function countsOf(task: TaskId, shares: { readonly leader: Uint8Array; readonly helper: Uint8Array }, reports: number): Promise<Pick<ModelRound, 'task' | 'leaderReports' | 'helperReports' | 'leaderShare' | 'helperShare' | 'helperSignature' | 'leaderIdsRoot' | 'helperIdsRoot'>> {
    const [helperShare, idsRoot] = [store('shares', shares.helper), toHex(sortedRoot([])) as ContentHash];
    const helperText = aggregateShareText({ taskId: task, reports, idsRoot, share: helperShare });
    const helperSignature = toHex(await ed25519.sign((sharesSignedBy === 'leader' ? log : helper).secretKey, helperText));
    return { task, leaderReports: reports, helperReports: reports, leaderShare: store('shares', shares.leader), helperShare, helperSignature, leaderIdsRoot: idsRoot, helperIdsRoot: idsRoot };
  }

  async function modelRound(model: StepKind, round: number): Promise<void> {
    if (!offered.has(model)) offer(model, store('models', firstFiles[model]), 0);
    const modelBefore = offered.get(model)?.hash ?? aHash('no model');
    const before = carried.get(model) ?? { model: firstFiles[model], state: firstStateOf(firstFiles[model]) };
    const reports = model === 'portraits' ? PORTRAIT_REPORTS : REPORTS;
    const task = changeTask(aTask({ model, ...((model === 'pairs' || model === 'portraits') && { clipNorm: CLIP_NORMS[model] }), length: LENGTH, baseModel: modelBefore, ...timesOf(round) }), round);
    files.set(`/v1/tasks/${idOf(task)}`, encodeTask(task));
    entries.push({ type: 'task', task: idOf(task) });
    const shares = noisedShares(task, round, disliked === round ? -VERDICTS : VERDICTS);
    const stepped = stepOf({ task, reports }, before, shares);
    const record = changeRecord({
      ...aRound({
        round: round as RoundId, model, openedMs: task.opensMs, closedMs: task.closesMs, noiseToSignal: stepped.noiseToSignal, rho: rhoOfReport(task),
        ...await countsOf(idOf(task), { leader: aVdaf(LENGTH).encodeShare(shares.leader), helper: aVdaf(LENGTH).encodeShare(shares.helper) }, reports),
        outcome: stepped.outcome, ...(stepped.verdict && { verdict: { surplus: stepped.verdict.surplus } }), modelBefore, stateBefore: store('states', before.state),
        modelAfter: store('models', stepped.model), stateAfter: store('states', stepped.state),
      }),
    }, round);
    carried.set(model, stepped);
    records.push(record);
    entries.push({ type: 'round', record });
    if (record.outcome !== 'kept') offer(model, record.modelAfter, round);
  }

  async function measureRound(round: number): Promise<MeasureRound> {
    const layout = aLayout();
    const task = aMeasureTask({ layout: layoutHash(layout), ...timesOf(round) });
    files.set(`/v1/tasks/${idOf(task)}`, encodeTask(task));
    entries.push({ type: 'task', task: idOf(task) });
    const vdaf = valueOf(measureVdafOf(task));
    const [sum, mask] = [Int32Array.from(layout.cells, (_, i) => 40 - 3 * i), Int32Array.from(layout.cells, (_, i) => 1000 * i)];
    const shares = { leader: vdaf.encodeShare(vdaf.encodeIntegers(sum.map((x, i) => x - (mask[i] ?? 0)))), helper: vdaf.encodeShare(vdaf.encodeIntegers(mask)) };
    const { model: _m, modelBefore: _b, modelAfter: _a, stateBefore: _s, stateAfter: _t, noiseToSignal: _n, verdict: _v, ...base } = aRound({ round: round as RoundId, openedMs: task.opensMs, closedMs: task.closesMs, rho: rhoOfTask(task) });
    const record: MeasureRound = { ...base, ...await countsOf(idOf(task), shares, REPORTS), outcome: 'measured', layout: store('layouts', encodeLayout(layout)), sum: store('sums', encodeSum(sum)) };
    entries.push({ type: 'round', record });
    return record;
  }

  for (let round = 1; round <= rounds; round++) await modelRound(kind, round);
  const ofAds = ads ? publicFilesOf(store) : undefined;
  const publicLeaves = Object.fromEntries(PUBLIC_FILES.flatMap((type) => (ofAds ? [[type, { hash: ofAds[type], leaf: entries.push({ type, hash: ofAds[type] }) - 1 }] as const] : [])));
  const measured = ads ? await measureRound(rounds + 1) : undefined;
  if (ads) for (const [place, model] of (['ctr', 'portraits'] as const).entries()) await modelRound(model, rounds + 2 + place);

  if (roundless) {
    const task = aTask({ length: LENGTH, baseModel: offered.get(kind)?.hash ?? aHash('no model'), opensMs: NOON_MS - 10, closesMs: NOON_MS });
    files.set(`/v1/tasks/${idOf(task)}`, encodeTask(task));
    entries.push({ type: 'task', task: idOf(task) });
    const helperSignature = toHex(await ed25519.sign((roundless === 'forged' ? log : helper).secretKey, abandonedTaskText(idOf(task))));
    if (roundless !== 'silent') entries.push({ type: 'abandoned', task: idOf(task), helperSignature });
  }
  const published = changeEntries(entries);
  const leaves = writeLog(files, published);
  const checkpoint = await signNote(encodeCheckpoint({ origin: log.name, size: leaves.length, root: treeRoot(leaves) }), log, ed25519);
  const cosignature = cosigned ? await cosignNote(checkpoint, helper, Math.floor(NOON_MS / 1000), ed25519) : ok(checkpoint);
  if (!cosignature.ok) throw new Error(cosignature.fault.message);
  const witnessed = typeof witnessedMs === 'number' ? await cosignNote(cosignature.value, witness, Math.floor(witnessedMs / 1000), ed25519) : cosignature;
  if (!witnessed.ok) throw new Error(witnessed.fault.message);
  files.set('/log/checkpoint', utf8Encode(witnessed.value));
  const ofKinds = <Value>(read: (end: { readonly hash: ContentHash; readonly leaf: number; readonly round: number }) => Value): ByKind<Value> => Object.fromEntries([...offered].map(([model, end]) => [model, read(end)])) as ByKind<Value>;
  const manifest = encodeManifest(changeManifest({
    version: 1, shop: 'demo', issuedMs: NOON_MS, catalogue: aHash('catalogue'), models: ofKinds(({ hash }) => hash), modelLeaves: ofKinds(({ leaf, round }) => ({ leaf, round })), configLeaf: 1, ...publicLeaves,
    tasks: [], retryWindowMs: 1000, simulated: false,
  }));
  files.set('/v1/manifest', utf8Encode(await signNote(manifest, log, ed25519)));
  return {
    files, policy, records, measured, entries: published,
    load: async (path) => {
      const bytes = files.get(path);
      return bytes ? ok(bytes) : fail('not-found', `There is nothing at ${path}`);
    },
  };
}

/** When a round's task is open. */
const timesOf = (round: number): Pick<ModelTask, 'opensMs' | 'closesMs'> => ({ opensMs: NOON_MS + round * 1000, closesMs: NOON_MS + round * 1000 + 900 });

/** Campaigns, their delivery, coupons with bands, and the first prices. */
function publicFilesOf(store: (folder: string, bytes: Uint8Array) => ContentHash): Readonly<Record<PublicFileType, ContentHash>> {
  const campaigns = [aCampaign()];
  const picture = utf8Encode('a picture');
  const ads = store('ads', encodeAdCatalogue({ ...anAdCatalogue(campaigns), pictures: [contentHash(picture)], packs: [store('packs', encodePicturePack([picture]))] }));
  const set = { ...anOfferSet(), pricing: aPricing() };
  const offers = store('offers', encodeOfferSet(set));
  return { ads, delivery: store('deliveries', encodeDelivery(aDelivery(campaigns, { ads, issuedMs: NOON_MS }))), offers, prices: store('prices', encodePriceFile(basePrices({ set, offers, nowMs: NOON_MS }))) };
}

/** Sums of 60 made-up updates, split and noised as two servers do. */
function noisedShares(task: ModelTask, round: number, verdicts: number): { readonly leader: Uint32Array; readonly helper: Uint32Array } {
  const chance = seededChance(round);
  const vdaf = aVdaf(task.length);
  const sum = Int32Array.from({ length: task.length }, () => Math.round(REPORTS * 20 * chance.normal()));
  if (task.model === 'mix' || task.model === 'ctr') sum[task.length - 1] = verdicts;
  if (task.model === 'portraits') sum[0] = Math.round(PORTRAIT_REPORTS * task.integerNorm / task.clipNorm); // all of them in the one portrait
  const mask = Int32Array.from({ length: task.length }, () => chance.below(2 ** 30));
  const [leader, helper] = [vdaf.encodeIntegers(sum.map((x, i) => x - (mask[i] ?? 0))), vdaf.encodeIntegers(mask)];
  vdaf.aggregate(leader, vdaf.encodeIntegers(discreteGaussianVector(task.length, task.noiseVariance, countingRandomness(`leader ${round}`))));
  vdaf.aggregate(helper, vdaf.encodeIntegers(discreteGaussianVector(task.length, task.noiseVariance, countingRandomness(`helper ${round}`))));
  return { leader, helper };
}

function firstStateOf(model: Uint8Array): Uint8Array {
  const read = decodeModel(model);
  if (!read.ok) throw new Error(read.fault.message);
  return firstState(read.value);
}

/** What the leader's step makes of a batch. */
function stepOf({ task, reports }: { readonly task: ModelTask; readonly reports: number }, { model, state }: Pick<SteppedFiles, 'model' | 'state'>, shares: { readonly leader: Uint32Array; readonly helper: Uint32Array }): SteppedFiles {
  const sum = aVdaf(task.length).unshard([shares.leader, shares.helper], reports);
  const stepped = stepFiles({ task, model, state, sum, reports });
  if (!stepped.ok) throw new Error(stepped.fault.message);
  return stepped.value;
}

function writeLog(files: Map<string, Uint8Array>, entries: readonly LogEntry[]): Uint8Array[] {
  const raw = entries.map(encodeLogEntry);
  const leaves = raw.map(leafHash);
  for (const tile of tilesOf(leaves.length)) {
    const from = tile.index * TILE_WIDTH;
    const bytes = tile.level === 'entries'
      ? encodeEntries(raw.slice(from, from + tile.width))
      : encodeTile({ ...tile, level: tile.level }, (level, index) => treeRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)));
    files.set(`/log/${tilePath(tile)}`, bytes);
  }
  return leaves;
}
