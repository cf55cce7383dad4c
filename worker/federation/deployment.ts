import { CLOCK_SLACK_MS, decodeManifest, decodePolicy, encodeLogEntry, kindsOf, MAX_DEPLOYMENT_AGE_MS, PUBLIC_FILES, withStorageFaults, type LogEntry, type Manifest, type PolicyFile, type ReportFault } from '#core/protocol';
import {
  acceptCheckpoint, consistencyFrom, inclusionFrom, leafHash, openCheckpoint, openNote, trustOf, verifyConsistency, verifyInclusion, withTiles,
  type CosignedWithin, type LogTrust, type NoteKey, type SubtreeHash, type TreeHead,
} from '#core/tlog';
import { contentHash, DAY_MS, fail, isContentHash, keptFile, ok, parseContentHash, utf8TextOf, type ContentHash, type Fault, type Result } from '#core/units';
import type { DeploymentPorts } from './ports.ts';

/** What a leader offers now, checked against the pinned policy and a log that only grew since this device last looked. */
export interface Deployment {
  readonly policy: PolicyFile;
  readonly manifest: Manifest;
  /** The log's verified head. */
  readonly head: TreeHead;
  /** Loads tiles of the log at this head, each once: they never change under their path. */
  readonly loadTile: TileLoader;
}

type TileLoader = (path: string) => Promise<Result<Uint8Array, ReportFault>>;

type Verified<Value> = Promise<Result<Value, ReportFault>>;
interface Failed {
  readonly ok: false;
  readonly fault: ReportFault;
}

/**
 * Loads and verifies policy, manifest and checkpoint. Fails closed: a missing cosignature of helper or witnesses, an old or
 * shrunken log, a configuration that is not in it, a manifest older than the last one or a changed policy is a fault, and
 * what was verified before stays in use.
 */
export function openDeployment(ports: DeploymentPorts): Verified<Deployment> {
  return withStorageFaults(() => openNow(ports));
}

async function openNow(ports: DeploymentPorts): Verified<Deployment> {
  const policy = await loadPolicy(ports);
  if (!policy.ok) return policy;
  const trust = trustOf(policy.value);
  if (!trust.ok) return unverified(trust.fault);
  // The checkpoint after the manifest: it then covers every leaf the manifest speaks of.
  const signed = await loadManifest(ports, trust.value.log);
  if (!signed.ok) return signed;
  const { manifest } = signed.value;
  if (manifest.shop !== policy.value.shop) return fail('unverified-model', 'The manifest is that of another shop');
  const loadTile = tileLoader(ports);
  const head = await loadHead(ports, trust.value, loadTile);
  if (!head.ok) return head;
  await keepManifest(ports, signed.value, head.value);
  const deployment: Deployment = { policy: policy.value, manifest, head: head.value, loadTile };
  const configured = await checkConfiguration(ports, deployment);
  return configured.ok ? ok(deployment) : configured;
}

/** What the manifest says beside models and tasks, and the policy of this very page, are one leaf of the log. */
function checkConfiguration(ports: DeploymentPorts, deployment: Deployment): Verified<void> {
  const { catalogue, retryWindowMs, simulated, configLeaf } = deployment.manifest;
  return checkInclusion(deployment, { type: 'config', policy: parseContentHash(ports.policyHash), catalogue, retryWindowMs, simulated }, configLeaf);
}

async function loadPolicy(ports: DeploymentPorts): Verified<PolicyFile> {
  if (!isContentHash(ports.policyHash)) return fail('wrong-policy', `Cannot use policy "${ports.policyHash}": wanted 64 hex digits`);
  const bytes = await loadFile(ports, ports.policyHash, '/v1/policy');
  if (!bytes.ok) return bytes.fault.kind === 'unverified-model' ? fail('wrong-policy', bytes.fault.message) : bytes;
  const policy = decodePolicy(bytes.value);
  if (!policy.ok) return fail('wrong-policy', policy.fault.message);
  if (policy.value.leaderUrl !== ports.leaderUrl) return fail('wrong-policy', `Cannot use this policy: it is that of the leader at ${policy.value.leaderUrl}`);
  return policy;
}

interface SignedManifest {
  readonly manifest: Manifest;
  readonly note: string;
}

/** The manifest offered now. It may not fall behind the last one: it is signed but not in the log, so devices remember. */
async function loadManifest(ports: DeploymentPorts, logKey: NoteKey): Verified<SignedManifest> {
  const note = await loadText(ports, '/v1/manifest');
  if (!note.ok) return note;
  const manifest = await openManifest(ports, logKey, note.value);
  if (!manifest.ok) return manifest;
  const stale = ageFault('manifest', manifest.value.issuedMs, ports.clock.nowMs());
  if (stale) return stale;
  const known = await ports.checkpoint.readManifest();
  const before = known === undefined ? undefined : await openManifest(ports, logKey, known);
  // One of another key is of another log, as with checkpoints.
  return (before?.ok ? rollbackFault(before.value, manifest.value) : undefined) ?? ok({ manifest: manifest.value, note: note.value });
}

async function openManifest(ports: DeploymentPorts, logKey: NoteKey, note: string): Verified<Manifest> {
  const text = await openNote(note, logKey, ports.ed25519);
  if (!text.ok) return unverified(text.fault);
  const manifest = decodeManifest(text.value);
  return manifest.ok ? manifest : unverified(manifest.fault);
}

function rollbackFault(before: Manifest, now: Manifest): Failed | undefined {
  if (now.issuedMs < before.issuedMs) return fail('unverified-model', `The manifest is ${Math.ceil((before.issuedMs - now.issuedMs) / 1000)} s older than the last one`);
  if (now.configLeaf < before.configLeaf) return fail('unverified-model', `The manifest goes back from configuration ${before.configLeaf} of the log to ${now.configLeaf}`);
  for (const kind of kindsOf(before.models)) {
    const [last, next] = [before.modelLeaves[kind], now.modelLeaves[kind]];
    if (!last) continue;
    if (!next) return fail('unverified-model', `The manifest names no ${kind} model any more, after that of round ${last.round}`);
    // Tables of pairs and portraits start anew with the catalogue; the new leaf stands behind all old ones, so an old file cannot pass for it.
    const isNewTable = (kind === 'pairs' || kind === 'portraits') && next.round === 0 && next.leaf > last.leaf;
    if (next.leaf < last.leaf || (next.round < last.round && !isNewTable)) return fail('unverified-model', `The manifest goes back from the ${kind} model of round ${last.round} to that of round ${next.round}`);
  }
  for (const type of PUBLIC_FILES) {
    const [last, next] = [before[type], now[type]];
    // Prices that follow demand may end; every other file is taken back by an empty one, which the log holds too.
    if (last && (next ? next.leaf < last.leaf : type !== 'prices')) return fail('unverified-model', `The manifest goes back from the file of ${type} at leaf ${last.leaf} to ${next ? next.leaf : 'none'}`);
  }
  return undefined;
}

// Only one whose files and configuration the verified log can hold: leaves that never will be would bar every later manifest.
async function keepManifest(ports: DeploymentPorts, { manifest, note }: SignedManifest, head: TreeHead): Promise<void> {
  const named = [...Object.values(manifest.modelLeaves), ...PUBLIC_FILES.flatMap((type) => manifest[type] ?? [])];
  if (manifest.configLeaf < head.size && named.every(({ leaf }) => leaf < head.size)) await ports.checkpoint.writeManifest(note);
}

async function loadHead(ports: DeploymentPorts, trust: LogTrust, loadTile: TileLoader): Verified<TreeHead> {
  const note = await loadText(ports, '/log/checkpoint');
  if (!note.ok) return note;
  const head = await acceptCheckpoint(note.value, trust, cosignedWithin(ports.clock.nowMs()), ports.ed25519);
  if (!head.ok) return unverified(head.fault);
  const known = await ports.checkpoint.read();
  const before = known === undefined ? undefined : await openCheckpoint(known, trust, ports.ed25519);
  // A checkpoint of another key is of another log: the page pins a new policy, which the shop answers for.
  if (before?.ok) {
    const grown = await checkGrowth(loadTile, before.value, head.value);
    if (!grown.ok) return grown;
  }
  await ports.checkpoint.write(note.value);
  return head;
}

function cosignedWithin(nowMs: number): CosignedWithin {
  return { fromMs: nowMs - MAX_DEPLOYMENT_AGE_MS, toMs: nowMs + CLOCK_SLACK_MS };
}

async function checkGrowth(loadTile: TileLoader, before: TreeHead, now: TreeHead): Verified<void> {
  if (now.size < before.size) return fail('unverified-model', `The log shrank from ${before.size} to ${now.size} leaves`);
  const proof = await fromLog(loadTile, now.size, (hashOf) => consistencyFrom(before.size, now.size, hashOf));
  if (!proof.ok) return proof;
  return verifyConsistency(before, now, proof.value) ? ok(undefined) : fail('unverified-model', `The log of ${now.size} leaves does not continue the one of ${before.size} seen before`);
}

function tileLoader(ports: DeploymentPorts): TileLoader {
  const loaded = new Map<string, Promise<Result<Uint8Array, ReportFault>>>();
  return (path) => {
    const known = loaded.get(path);
    if (known) return known;
    const loading = ports.network.load(`${ports.leaderUrl}/log/${path}`);
    loaded.set(path, loading);
    return loading;
  };
}

/** Whether the log holds `entry` as leaf `index`. */
export async function checkInclusion({ head, loadTile }: Deployment, entry: LogEntry, index: number): Verified<void> {
  if (index >= head.size) return fail('unverified-model', `Leaf ${index} is not yet in the cosigned log of ${head.size}`);
  const proof = await fromLog(loadTile, head.size, (hashOf) => inclusionFrom(head.size, index, hashOf));
  if (!proof.ok) return proof;
  const holds = verifyInclusion({ leaf: leafHash(encodeLogEntry(entry)), index, size: head.size, root: head.root }, proof.value);
  return holds ? ok(undefined) : fail('unverified-model', `Leaf ${index} of the log is not the ${entry.type} the manifest offers`);
}

async function fromLog<Value>(loadTile: TileLoader, size: number, compute: (hashOf: SubtreeHash) => Value): Verified<Value> {
  const computed = await withTiles(size, loadTile, compute);
  if (computed.ok) return computed;
  const { fault } = computed;
  return fault.kind === 'malformed-tile' ? unverified(fault) : { ok: false, fault };
}

/**
 * An immutable file by its content address: from the device where it lies there unharmed, else from the leader.
 *
 * @param path - below the leader's URL
 */
export async function loadFile(ports: DeploymentPorts, hash: ContentHash, path: string): Verified<Uint8Array> {
  const kept = await keptFile(ports.files, hash);
  if (kept) return ok(kept);
  const loaded = await ports.network.load(`${ports.leaderUrl}${path}`);
  if (!loaded.ok) return loaded;
  if (contentHash(loaded.value) !== hash) return fail('unverified-model', `${path} does not hold what its hash ${hash.slice(0, 8)} names`);
  await ports.files.write(hash, loaded.value);
  return loaded;
}

async function loadText(ports: DeploymentPorts, path: string): Verified<string> {
  const bytes = await ports.network.load(`${ports.leaderUrl}${path}`);
  if (!bytes.ok) return bytes;
  const text = utf8TextOf(bytes.value);
  return text === undefined ? fail('unverified-model', `${path} is no UTF-8 text`) : ok(text);
}

function ageFault(what: string, madeMs: number, nowMs: number): Failed | undefined {
  if (nowMs - madeMs > MAX_DEPLOYMENT_AGE_MS) return fail('unverified-model', `The ${what} is ${Math.round((nowMs - madeMs) / DAY_MS)} days old, wanted at most ${MAX_DEPLOYMENT_AGE_MS / DAY_MS}`);
  if (madeMs - nowMs > CLOCK_SLACK_MS) return fail('unverified-model', `The ${what} is from the future`);
  return undefined;
}

function unverified(fault: Fault): Failed {
  return fail('unverified-model', fault.message);
}
