import { decodeModel, encodeModel, encodePairTable, encodePortraits, firstState, stepFiles, type SteppedFiles } from '#core/fedavg';
import { discreteGaussianVector, rhoOfReport } from '#core/privacy';
import { abandonedTaskText, aggregateShareText, encodeLogEntry, encodeManifest, encodePolicy, encodeTask, policyHashOf, type LogEntry, type Manifest, type PolicyFile, type RoundId, type ModelRound, type ModelTask } from '#core/protocol';
import {
  COSIGNATURE_V1, cosignNote, encodeCheckpoint, encodeEntries, encodeTile, keyLine, leafHash, signNote, sortedRoot, TILE_WIDTH, tilePath, tilesOf, treeRoot, type NoteSigner,
} from '#core/tlog';
import { contentHash, fail, ok, seededChance, sha256Bytes, toHex, utf8Encode, type ContentHash, type Fault, type Result } from '#core/units';
import { ed25519 } from '#page/crypto';
import { aHash, aPolicy, aRound, aTask, countingRandomness, idOf, NOON_MS } from './federation.ts';
import { aVdaf } from './vdaf.ts';

/** A whole published deployment in memory, made with the real step: what an auditor downloads. */
export interface PublishedDeployment {
  /** Bytes by path, e.g. `/log/checkpoint`. Mutable on purpose: a test plays the dishonest server. */
  readonly files: Map<string, Uint8Array>;
  readonly policy: PolicyFile;
  readonly records: readonly ModelRound[];
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
  const { rounds = 3, task: changeTask = (task) => task, record: changeRecord = (record) => record, entries: changeEntries = (all) => all, manifest: changeManifest = (manifest) => manifest, cosigned = true, sharesSignedBy, roundless, witnessedMs, disliked, kind = 'mix', policy: ownPolicy = {} } = mischief;
  const [log, helper, witness] = [await aSigner('homebird.example/log'), await aSigner('helper.example'), await aSigner('witness.example/w1')];
  const witnesses = { keys: [keyLine(witness.name, witness.publicKey, COSIGNATURE_V1)], quorum: 1 };
  const policy = aPolicy({ logOrigin: log.name, logKey: keyLine(log.name, log.publicKey), helperKey: keyLine(helper.name, helper.publicKey, COSIGNATURE_V1), ...(witnessedMs !== undefined && { witnesses }), ...ownPolicy });
  const files = new Map<string, Uint8Array>();
  const store = (folder: string, bytes: Uint8Array): ContentHash => {
    files.set(`/v1/${folder}/${contentHash(bytes)}`, bytes);
    return contentHash(bytes);
  };

  const firstFiles = { mix: encodeModel('mix', new Float32Array(WEIGHTS).fill(0.5)), t11: encodeModel('t11', new Float32Array(20)), pairs: anEmptyTable(), portraits: onePortrait() };
  const first = { mix: store('models', firstFiles.mix), t11: store('models', firstFiles.t11), pairs: store('models', firstFiles.pairs), ...(kind === 'portraits' && { portraits: store('models', firstFiles.portraits) }) };
  let carried: Pick<SteppedFiles, 'model' | 'state'> = { model: firstFiles[kind], state: firstStateOf(firstFiles[kind]) };
  const entries: LogEntry[] = [
    { type: 'build', files: { 'homebird.js': aHash('tag') } }, { type: 'config', policy: policyHashOf(encodePolicy(policy)), catalogue: aHash('catalogue'), retryWindowMs: 1000, simulated: false },
    { type: 'model', model: 'mix', hash: first.mix, round: 0 }, { type: 'model', model: 't11', hash: first.t11, round: 0 }, { type: 'model', model: 'pairs', hash: first.pairs, round: 0 },
    ...(first.portraits ? [{ type: 'model', model: 'portraits', hash: first.portraits, round: 0 } as const] : []),
  ];
  const reports = kind === 'portraits' ? PORTRAIT_REPORTS : REPORTS;
  const records: ModelRound[] = [];
  let current: { model: ContentHash; leaf: number; round: number } = { model: contentHash(firstFiles[kind]), leaf: { mix: 2, pairs: 4, portraits: 5 }[kind], round: 0 };
  for (let round = 1; round <= rounds; round++) {
    const task = changeTask(aTask({ model: kind, ...(kind !== 'mix' && { clipNorm: CLIP_NORMS[kind] }), length: LENGTH, baseModel: current.model, opensMs: NOON_MS + round * 1000, closesMs: NOON_MS + round * 1000 + 900 }), round);
    files.set(`/v1/tasks/${idOf(task)}`, encodeTask(task));
    entries.push({ type: 'task', task: idOf(task) });
    const shares = noisedShares(task, round, disliked === round ? -VERDICTS : VERDICTS);
    const stepped = stepOf({ task, reports }, carried, shares);
    const helperShare = store('shares', aVdaf(LENGTH).encodeShare(shares.helper));
    const helperText = aggregateShareText({ taskId: idOf(task), reports, idsRoot: toHex(sortedRoot([])), share: helperShare });
    const helperSignature = toHex(await ed25519.sign((sharesSignedBy === 'leader' ? log : helper).secretKey, helperText));
    const record = changeRecord({
      ...aRound({
        round: round as RoundId, model: kind, task: idOf(task), leaderReports: reports, helperReports: reports, openedMs: task.opensMs, closedMs: task.closesMs,
        leaderShare: store('shares', aVdaf(LENGTH).encodeShare(shares.leader)), helperShare, helperSignature,
        leaderIdsRoot: toHex(sortedRoot([])), helperIdsRoot: toHex(sortedRoot([])), noiseToSignal: stepped.noiseToSignal, rho: rhoOfReport(task),
        outcome: stepped.outcome, ...(stepped.verdict && { verdict: { surplus: stepped.verdict.surplus } }), modelBefore: current.model, stateBefore: store('states', carried.state),
        modelAfter: store('models', stepped.model), stateAfter: store('states', stepped.state),
      }),
    }, round);
    carried = stepped;
    records.push(record);
    entries.push({ type: 'round', record });
    if (record.outcome !== 'kept') {
      current = { model: record.modelAfter, leaf: entries.length, round };
      entries.push({ type: 'model', model: kind, hash: record.modelAfter, round });
    }
  }

  if (roundless) {
    const task = aTask({ length: LENGTH, baseModel: current.model, opensMs: NOON_MS - 10, closesMs: NOON_MS });
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
  const manifest = encodeManifest(changeManifest({
    version: 1, shop: 'demo', issuedMs: NOON_MS, catalogue: aHash('catalogue'), models: { ...first, [kind]: current.model },
    modelLeaves: { mix: { leaf: 2, round: 0 }, t11: { leaf: 3, round: 0 }, pairs: { leaf: 4, round: 0 }, [kind]: { leaf: current.leaf, round: current.round } }, configLeaf: 1, tasks: [], retryWindowMs: 1000, simulated: false,
  }));
  files.set('/v1/manifest', utf8Encode(await signNote(manifest, log, ed25519)));
  return {
    files, policy, records, entries: published,
    load: async (path) => {
      const bytes = files.get(path);
      return bytes ? ok(bytes) : fail('not-found', `There is nothing at ${path}`);
    },
  };
}

/** Sums of 60 made-up updates, split and noised as two servers do. */
function noisedShares(task: ModelTask, round: number, verdicts: number): { readonly leader: Uint32Array; readonly helper: Uint32Array } {
  const chance = seededChance(round);
  const vdaf = aVdaf(task.length);
  const sum = Int32Array.from({ length: task.length }, () => Math.round(REPORTS * 20 * chance.normal()));
  if (task.model === 'mix') sum[task.length - 1] = verdicts;
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
