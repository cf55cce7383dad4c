import { noiseVarianceFor, rhoOfReport } from '#core/privacy';
import {
  encodeTask, noRejects, taskIdOf, type ModelEntry, type Manifest, type PolicyFile, type RoundId, type ModelRound, type ModelTask, type Task, type TaskId,
} from '#core/protocol';
import { contentHash, sha256Bytes, toHex, utf8Encode, type Chance, type ContentHash, type Randomness } from '#core/units';
import { vdafForTask } from '#core/vdaf';

/** A moment for tests: 2026-03-01T00:00:00Z. */
export const NOON_MS = 1_772_323_200_000;

/** A public key of the right size that is nobody's. */
export function aKey(fill: number): Uint8Array {
  return new Uint8Array(65).fill(fill).with(0, 4);
}

/** A task that keeps every floor. */
export function aTask(changes: Partial<ModelTask> = {}): ModelTask {
  const length = changes.length ?? 12;
  return {
    version: 2, kind: 'model', model: 'mix', vdaf: vdafForTask(length, 256), length, baseModel: aHash('model 0'), block: 0,
    leader: { url: 'https://leader.example', hpkeConfigId: 1, hpkePublicKey: aKey(1) },
    helper: { url: 'https://helper.example', hpkeConfigId: 2, hpkePublicKey: aKey(2) },
    minBatch: 50, clipNorm: 0.5, integerNorm: 256, noiseVariance: noiseVarianceFor(4, 256), dpDelta: 1e-6, adjacency: 'zero-out',
    opensMs: NOON_MS - 60_000, closesMs: NOON_MS + 60_000, simulated: false, ...changes,
  };
}

/** Id of {@link aTask}. */
export function idOf(task: Task): TaskId {
  return taskIdOf(encodeTask(task));
}

/** The policy that {@link aTask} satisfies. */
export function aPolicy(changes: Partial<PolicyFile> = {}): PolicyFile {
  return {
    version: 1, shop: 'demo', leaderUrl: 'https://leader.example', helperUrl: 'https://helper.example', logOrigin: 'homebird.example/log',
    logKey: 'homebird.example/log+00000000+AQAA', helperKey: 'helper.example+00000000+BAAA', helperHpkeKey: toHex(aKey(2)), ...changes,
  };
}

/** The manifest that offers `tasks`. */
export function aManifest(tasks: readonly ModelTask[], changes: Partial<Manifest> = {}): Manifest {
  return {
    version: 1, shop: 'demo', issuedMs: NOON_MS, catalogue: aHash('catalogue'), models: { mix: aHash('model 0'), t11: aHash('t11 model 0'), pairs: aHash('pairs model 0') },
    modelLeaves: { mix: { leaf: 1, round: 0 }, t11: { leaf: 2, round: 0 }, pairs: { leaf: 3, round: 0 } },
    configLeaf: 0, tasks: tasks.map((task, i) => ({ id: idOf(task), leaf: 4 + i })), retryWindowMs: 1000, simulated: false, ...changes,
  };
}

/** A ledger entry of a report to {@link aTask}. */
export function aLedgerEntry(changes: Partial<ModelEntry> = {}): ModelEntry {
  return {
    taskId: aHash('another task') as string as TaskId, model: 'mix', block: 0, baseModel: aHash('another model'), atMs: NOON_MS, rho: rhoOfReport(aTask()),
    state: 'acked', reportId: '00'.repeat(16), body: new Uint8Array(0), url: 'https://leader.example/v1/reports', ...changes,
  };
}

/** A published record with plausible values. */
export function aRound(changes: Partial<ModelRound> = {}): ModelRound {
  return {
    version: 1, round: 1 as RoundId, model: 'mix', task: idOf(aTask()), leaderReports: 60, helperReports: 60, rejects: noRejects(), openedMs: NOON_MS, closedMs: NOON_MS + 1,
    leaderShare: aHash('leader share'), helperShare: aHash('helper share'), leaderIdsRoot: aHash('ids'), helperIdsRoot: aHash('ids'), helperSignature: '5'.repeat(128), modelBefore: aHash('model 0'),
    modelAfter: aHash('model 1'), stateBefore: aHash('state 0'), stateAfter: aHash('state 1'), outcome: 'published', noiseToSignal: 1.5, rho: 1 / 32, code: aHash('code'), ...changes,
  };
}

/** Hash of some text. */
export function aHash(text: string): ContentHash {
  return contentHash(utf8Encode(text));
}

/** Bytes of chance for a test: repeatable, so never a source of secrets. */
export function repeatable(chance: Chance): Randomness {
  return {
    fill(out) {
      for (let i = 0; i < out.length; i += 4) {
        const word = chance.below(2 ** 32);
        for (let j = i; j < i + 4 && j < out.length; j++) out[j] = word >>> (8 * (j - i));
      }
    },
  };
}

/** SHA-256 in counter mode: bytes that look random, the same in every run and engine; in pages of fixtures too, where Node's own is not. */
export function countingRandomness(seed: string): Randomness {
  let counter = 0;
  return {
    fill(out) {
      for (let at = 0; at < out.length; at += 32) out.set(sha256Bytes(utf8Encode(`${seed}/${counter++}`)).subarray(0, Math.min(32, out.length - at)), at);
    },
  };
}
