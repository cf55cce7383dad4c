import { createECDH } from 'node:crypto';
import { getPublicKeyAsync } from '@noble/ed25519';
import type { Grants } from '#core/consent';
import { isInForce } from '#core/consent';
import { encodeModel, encodePairTable } from '#core/fedavg';
import { encodeLayout, type Layout } from '#core/measurement';
import {
  encodeLogEntry, encodeManifest, encodePolicy, encodeTask, policyHashOf, taskIdOf,
  type LedgerEntry, type LogEntry, type Manifest, type Network, type PolicyFile, type ReportFault, type MeasureTask, type ModelTask,
} from '#core/protocol';
import { COSIGNATURE_V1, cosignNote, encodeCheckpoint, encodeTile, inclusionProof, keyLine, leafHash, nodeHash, signNote, tilesOf, tilePath, treeRoot, type NoteSigner } from '#core/tlog';
import { contentHash, fail, ok, sha256Bytes, toHex, utf8Encode, type ContentHash } from '#core/units';
import { vdafForTask } from '#core/vdaf';
import { ed25519, hpkeSeal, webSymmetric, webRandomness, type HpkeKeys } from '#page/crypto';
import { memoryStores } from '#page/store';
import { aMeasureTask, layoutHash } from '#support/measure';
import type { FederationPorts } from '#worker/federation';
import { initialMix, MIX_CLIP_NORM, MIX_PARAMETERS } from '#worker/recommender';

export const NOW_MS = 1_800_000_000_000;
const LEADER_URL = 'https://leader.example';
const LOG_ORIGIN = 'leader.example/log';
const CATALOGUE = 'c'.repeat(64) as ContentHash;

/** What a test may bend before anything is signed. */
export interface Bends {
  readonly task?: (task: ModelTask) => ModelTask;
  readonly manifest?: (manifest: Manifest) => Manifest;
  readonly policy?: (policy: PolicyFile) => PolicyFile;
  /** The leaf of the configuration. */
  readonly config?: (entry: LogEntry) => LogEntry;
  /** Leaves before those of model and task. */
  readonly earlierLeaves?: readonly LogEntry[];
  readonly cosignedMs?: number;
  readonly cosigns?: boolean;
  /** When each witness cosigned, in the order of `keys.witnesses`; undefined for one that has not. The policy must name them. */
  readonly witnessedMs?: readonly (number | undefined)[];
  readonly mix?: Float32Array;
  /** The published table of pairs; offered a task of its own where it is given. */
  readonly pairs?: Parameters<typeof encodePairTable>[0];
  /** The task on the table, bent before it is signed. */
  readonly pairsTask?: (task: ModelTask) => ModelTask;
  /** Measurements on offer beside, each of its own layout. */
  readonly measures?: readonly { readonly layout: Layout; readonly task?: (task: MeasureTask) => MeasureTask }[];
}

async function aSigner(owner: string, name: string): Promise<NoteSigner> {
  const secretKey = sha256Bytes(utf8Encode(`${owner} ${name}`));
  return { name, secretKey, publicKey: new Uint8Array(await getPublicKeyAsync(secretKey)) };
}

function someHpkeKeys(name: string): HpkeKeys {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(sha256Bytes(utf8Encode(name)));
  return { publicKey: new Uint8Array(pair.getPublicKey()), secretKey: new Uint8Array(pair.getPrivateKey()) };
}

/** Keys of the deployment of `owner`, the same in every run: ids of tasks, and all that is drawn from them, hang on them. */
export async function aKeyRing(owner = 'test') {
  const [log, helper] = [await aSigner(owner, LOG_ORIGIN), await aSigner(owner, 'helper.example')];
  const witnesses = [await aSigner(owner, 'witness.example/w1'), await aSigner(owner, 'witness.example/w2')];
  return { log, helper, witnesses, leaderKeys: someHpkeKeys(`${owner} leader`), helperKeys: someHpkeKeys(`${owner} helper`) };
}

export type KeyRing = Awaited<ReturnType<typeof aKeyRing>>;

/** A leader's public files with one open `mix` task, and one on the table of pairs where there is one, signed and logged for real. */
export async function aDeployment(keys: KeyRing, bends: Bends = {}) {
  const same = <Value>(value: Value): Value => value;
  const policy = (bends.policy ?? same)({
    version: 1, shop: 'test', leaderUrl: LEADER_URL, helperUrl: 'https://helper.example', logOrigin: LOG_ORIGIN,
    logKey: keyLine(keys.log.name, keys.log.publicKey), helperKey: keyLine(keys.helper.name, keys.helper.publicKey, COSIGNATURE_V1),
    helperHpkeKey: toHex(keys.helperKeys.publicKey),
  });
  const mix = encodeModel('mix', bends.mix ?? initialMix());
  const t11 = encodeModel('t11', new Float32Array(7));
  const pairs = encodePairTable(bends.pairs ?? { weights: new Float32Array(4), maxBlocks: 1, catalogue: CATALOGUE });
  const task = (bends.task ?? same)({
    version: 2, kind: 'model', model: 'mix', vdaf: vdafForTask(MIX_PARAMETERS + 1, 256), length: MIX_PARAMETERS + 1, baseModel: contentHash(mix), block: 0,
    leader: { url: LEADER_URL, hpkeConfigId: 1, hpkePublicKey: keys.leaderKeys.publicKey },
    helper: { url: 'https://helper.example', hpkeConfigId: 2, hpkePublicKey: keys.helperKeys.publicKey },
    minBatch: 50, clipNorm: MIX_CLIP_NORM, integerNorm: 256, noiseVariance: { numerator: 1024 * 1024, denominator: 1 }, dpDelta: 1e-6,
    adjacency: 'zero-out', opensMs: NOW_MS - 60_000, closesMs: NOW_MS + 600_000, simulated: false,
  });
  const taskBytes = encodeTask(task);
  const taskId = taskIdOf(taskBytes);
  const bentPairs = (bends.pairsTask ?? same)({ ...task, model: 'pairs', baseModel: contentHash(pairs), length: Math.min(13_000, bends.pairs?.weights.length ?? 4), clipNorm: 4 });
  const pairsTask = { ...bentPairs, vdaf: vdafForTask(bentPairs.length, 256) };
  const pairsTaskId = taskIdOf(encodeTask(pairsTask));
  const measures = (bends.measures ?? []).map(({ layout, task: bend = same }) => {
    const { leader, helper, opensMs, closesMs } = task;
    const made = bend(aMeasureTask({ leader, helper, opensMs, closesMs, layout: layoutHash(layout), length: layout.cells.length }));
    return { layout, task: made, id: taskIdOf(encodeTask(made)) };
  });
  const earlier = bends.earlierLeaves ?? [];
  const first = earlier.length;
  const manifest = (bends.manifest ?? same)({
    version: 1, shop: 'test', issuedMs: NOW_MS, catalogue: CATALOGUE, models: { mix: contentHash(mix), t11: contentHash(t11), pairs: contentHash(pairs) },
    modelLeaves: { mix: { leaf: first, round: 0 }, t11: { leaf: first + 1, round: 0 }, pairs: { leaf: first + 2, round: 0 } },
    configLeaf: first + (bends.pairs ? 5 : 4), tasks: [{ id: taskId, leaf: first + 3 }, ...(bends.pairs ? [{ id: pairsTaskId, leaf: first + 4 }] : []), ...measures.map(({ id }, i) => ({ id, leaf: first + (bends.pairs ? 6 : 5) + i }))], retryWindowMs: 0, simulated: false,
  });
  const config: LogEntry = { type: 'config', policy: policyHashOf(encodePolicy(policy)), catalogue: manifest.catalogue, retryWindowMs: manifest.retryWindowMs, simulated: manifest.simulated };
  const leaves = [...earlier, { type: 'model', model: 'mix', hash: contentHash(mix), round: 0 }, { type: 'model', model: 't11', hash: contentHash(t11), round: 0 }, { type: 'model', model: 'pairs', hash: contentHash(pairs), round: 0 }, { type: 'task', task: taskId }, ...(bends.pairs ? [{ type: 'task', task: pairsTaskId } as const] : []), (bends.config ?? same)(config), ...measures.map(({ id }) => ({ type: 'task', task: id } as const))] as const satisfies readonly LogEntry[];
  const files = new Map<string, Uint8Array>([
    ['/v1/policy', encodePolicy(policy)],
    ['/v1/manifest', utf8Encode(await signNote(encodeManifest(manifest), keys.log, ed25519))],
    ['/log/checkpoint', utf8Encode(await checkpointOf(keys, leaves, bends))],
    [`/v1/models/${contentHash(mix)}`, mix],
    [`/v1/models/${contentHash(t11)}`, t11],
    [`/v1/models/${contentHash(pairs)}`, pairs],
    [`/v1/tasks/${taskId}`, taskBytes],
    [`/v1/tasks/${pairsTaskId}`, encodeTask(pairsTask)],
    ...measures.flatMap(({ layout, task: each, id }) => [[`/v1/tasks/${id}`, encodeTask(each)], [`/v1/layouts/${layoutHash(layout)}`, encodeLayout(layout)]] as const),
    ...tileFiles(leaves),
  ]);
  return { policyHash: policyHashOf(encodePolicy(policy)), task, taskId, pairsTask, pairsTaskId, measures, files, leaves, otherModel: contentHash(t11) };
}

export type ADeployment = Awaited<ReturnType<typeof aDeployment>>;

async function checkpointOf(keys: KeyRing, leaves: readonly LogEntry[], bends: Bends): Promise<string> {
  const root = treeRoot(leaves.map((leaf) => leafHash(encodeLogEntry(leaf))));
  const note = await signNote(encodeCheckpoint({ origin: LOG_ORIGIN, size: leaves.length, root }), keys.log, ed25519);
  if (bends.cosigns === false) return note;
  const cosigned = await cosignNote(note, keys.helper, Math.floor((bends.cosignedMs ?? NOW_MS) / 1000), ed25519);
  let whole = cosigned.ok ? cosigned.value : note;
  for (const [i, atMs] of (bends.witnessedMs ?? []).entries()) {
    const witness = keys.witnesses[i];
    const added = witness && atMs !== undefined ? await cosignNote(whole, witness, Math.floor(atMs / 1000), ed25519) : undefined;
    if (added?.ok) whole = added.value;
  }
  return whole;
}

/** Bends a policy so that it names the witnesses of `keys`, `quorum` of whom must cosign. */
export function witnessedBy(keys: KeyRing, quorum = 1): (policy: PolicyFile) => PolicyFile {
  return (policy) => ({ ...policy, witnesses: { keys: keys.witnesses.map(({ name, publicKey }) => keyLine(name, publicKey, COSIGNATURE_V1)), quorum } });
}

function tileFiles(leaves: readonly LogEntry[]): [string, Uint8Array][] {
  const hashes = leaves.map((leaf) => leafHash(encodeLogEntry(leaf)));
  inclusionProof(hashes, 0); // fails early on an empty log
  const hashOf = (level: number, index: number): Uint8Array => (level === 0 ? (hashes[index] ?? new Uint8Array(32)) : nodeHash(hashOf(level - 1, 2 * index), hashOf(level - 1, 2 * index + 1)));
  return tilesOf(leaves.length).flatMap(({ level, index, width }) => (level === 'entries' ? [] : [[`/log/${tilePath({ level, index, width })}`, encodeTile({ level, index, width }, hashOf)]]));
}

/** Ports of a device that talks to `deployment`; `sent` holds every body that went out. */
export function aDevice(deployment: ADeployment, options: { stores?: ReturnType<typeof memoryStores>; answer?: () => ReportFault | undefined; draw?: number; policyHash?: string } = {}) {
  const stores = options.stores ?? memoryStores();
  const sent: Uint8Array[] = [];
  const loaded: string[] = [];
  const state = { grants: { version: 1, purposes: ['local', 'federate'], gpc: false } as Grants, nowMs: NOW_MS, files: deployment.files };
  const network: Network = {
    async load(url) {
      loaded.push(url);
      const bytes = state.files.get(url.slice(LEADER_URL.length));
      return bytes ? ok(bytes) : fail('server-error', `no ${url}`);
    },
    async send(grant, entry: LedgerEntry) {
      if (!isInForce(grant, state.grants)) return fail('no-consent', 'taken back');
      await stores.ledger.update({ ...entry, state: 'sent' });
      sent.push(entry.body);
      const fault = options.answer?.();
      return fault ? { ok: false, fault } : ok({ status: 'accepted' });
    },
  };
  const ports: FederationPorts = {
    network, ledger: stores.ledger, files: stores.files, checkpoint: stores.checkpoint, clock: { nowMs: () => state.nowMs }, randomness: webRandomness,
    ed25519, symmetric: webSymmetric, seal: hpkeSeal, leaderUrl: LEADER_URL, policyHash: options.policyHash ?? deployment.policyHash, grants: () => state.grants, draw: options.draw ?? 0,
  };
  return { ports, stores, sent, loaded, state };
}
