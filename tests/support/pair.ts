import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeModel, encodePairTable, encodeUpdate, withVerdict } from '#core/fedavg';
import { decodeManifest, decodePolicy, decodeTask, type AdsKind, type Manifest, type PolicyFile, type ModelTask, type TaskId } from '#core/protocol';
import { sealReport } from '#core/sealing';
import { openNote, parseKeyLine } from '#core/tlog';
import { utf8Decode, type Clock, type ContentHash, type Fault, type Randomness, type Result } from '#core/units';
import { ed25519, hpkeSeal, webSymmetric, webRandomness } from '#page/crypto';
import { createHelperApp, type Quota } from '#server/helper';
import { createMetrics, listen, type Listening, type Logger } from '#server/http';
import { openLeader, type DeploymentWitnesses, type LeaderNews, type MeasurePlan, type ModelPlan, type Scheduler } from '#server/leader';
import { identityIn, type PairSecret } from '#server/pair';
import { openHelperStore, openLeaderStore } from '#server/libsql';
import type { HelperStore, LeaderStore } from '#server/store';
import { aHash } from './federation.ts';
import { valueOf } from './result.ts';

/** Collects what would be logged, so that a test can look for what must not be there. */
export function quietLogger(lines: string[] = []): Logger {
  const keep = (message: string, details?: Readonly<Record<string, unknown>>): void => void lines.push(`${message} ${JSON.stringify(details ?? {})}`);
  return { info: keep, warn: keep, error: keep };
}

/** A clock that a test moves. */
export interface HeldClock extends Clock {
  forward(ms: number): void;
}

/** A clock that starts now and stands still. */
export function heldClock(startMs = Date.now()): HeldClock {
  let now = startMs;
  return { nowMs: () => now, forward: (ms) => void (now += ms) };
}

const SECRET = new Uint8Array(32).fill(7) as PairSecret;

/** The mix plan that tests use: floors as in production, a window that a held clock ends. */
export const A_PLAN: ModelPlan = { model: 'mix', clipNorm: 0.5, minBatch: 50, noiseMultiplier: 4, windowMs: () => 60_000 };

/** A leader and a helper over two real files and two real ports, in this process. */
export interface TestPair {
  readonly folder: string;
  readonly clock: HeldClock;
  readonly leaderUrl: string;
  readonly helperUrl: string;
  /** The leader as it runs now; replaced by `restartLeader`. */
  readonly leader: { readonly store: LeaderStore; readonly scheduler: Scheduler };
  readonly helper: { readonly store: HelperStore };
  readonly lines: string[];
  /** What the leader said to whoever runs it. */
  readonly news: readonly LeaderNews[];
  readonly policy: PolicyFile;
  /** @param table - of another catalogue than before, as after a new feed @param mixWeights - another length, as after an upgrade */
  restartLeader(table?: ATable, mixWeights?: number): Promise<void>;
  /** @param secret - another one than the leader's, as after a mix-up of files */
  restartHelper(randomness?: Randomness, secret?: PairSecret): Promise<void>;
  /** Makes the helper answer 503 to everything, or answer again. */
  setHelperAway(away: boolean): void;
  turns(count?: number): Promise<void>;
  manifest(): Promise<Manifest>;
  /** The open mix task. */
  task(): Promise<{ readonly id: TaskId; readonly task: ModelTask }>;
  close(): Promise<void>;
}

async function reachable(fetch: (request: Request) => Response | Promise<Response>, port = 0): Promise<Listening> {
  return valueOf(await listen({ fetch, host: '127.0.0.1', port }));
}

/** An empty table of pairs, and the catalogue that the leader serves. */
export interface ATable {
  readonly catalogue: ContentHash;
  readonly cells: number;
  readonly maxBlocks: number;
  /** Version of the layout; this one by default. */
  readonly layout?: number;
}

/** What tests put between the servers and their stores. */
export interface StoreWrappers {
  leader(store: LeaderStore): LeaderStore;
  helper(store: HelperStore): HelperStore;
}

/** How often a process whose store fails is started again. */
const MOST_STARTS = 60;

/** What stands between leader and helper: may change what is asked and what is answered. */
export type Between = (request: Request, helper: (request: Request) => Response | Promise<Response>) => Response | Promise<Response>;

/** Starts a pair. `weights` and `t11Weights` are the lengths of the models; a report has one entry more, the verdict. `firstMix` is a mix to begin with instead of zeros, `ofAds` what models of ads begin with. With `stores`, a start that fails is tried again, as a supervisor does. */
export async function startPair({ weights = 3, t11Weights = 3, firstMix, plans = [A_PLAN], ofAds, measures, randomness = webRandomness, witnesses, stores, quota, between = (request, helper) => helper(request), table = { catalogue: aHash('catalogue'), cells: 8, maxBlocks: 1 } }: { weights?: number; t11Weights?: number; firstMix?: Float32Array; table?: ATable; ofAds?: Partial<Record<AdsKind, Uint8Array>>; stores?: StoreWrappers; between?: Between; witnesses?: DeploymentWitnesses; quota?: Quota; plans?: readonly ModelPlan[]; measures?: readonly MeasurePlan[]; randomness?: Randomness } = {}): Promise<TestPair> {
  const folder = mkdtempSync(join(tmpdir(), 'homebird-pair-'));
  const clock = heldClock();
  const lines: string[] = [];
  const news: LeaderNews[] = [];
  const logger = quietLogger(lines);
  const starting = (): Response => new Response(null, { status: 503 });
  let helperFetch: (request: Request) => Response | Promise<Response> = starting;
  let leaderFetch: (request: Request) => Response | Promise<Response> = starting;
  let isHelperAway = false;
  const helperAt = await reachable((request) => (isHelperAway ? starting() : between(request, helperFetch)));
  const leaderAt = await reachable((request) => leaderFetch(request));
  const leaderUrl = `http://127.0.0.1:${leaderAt.port}`;
  const helperUrl = `http://127.0.0.1:${helperAt.port}`;

  async function patiently<Value>(start: () => Promise<Value>): Promise<Value> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await start();
      } catch (error) {
        if (!stores || attempt === MOST_STARTS) throw error;
      }
    }
  }
  async function openHelper(chance: Randomness, secret = SECRET): Promise<HelperStore> {
    const file = valueOf(openHelperStore(join(folder, 'helper.db')));
    const store = stores?.helper(file) ?? file;
    try {
      await serveHelper(store, chance, secret);
    } catch (error) {
      await file.close();
      throw error;
    }
    return store;
  }
  async function serveHelper(store: HelperStore, chance: Randomness, secret: PairSecret): Promise<void> {
    const identity = await identityIn(store, 'helper', () => 'helper.test');
    const app = createHelperApp({ store, identity, secret, clock, randomness: chance, symmetric: webSymmetric, ed25519, metrics: createMetrics(), logger, ...(quota && { quota }) });
    helperFetch = (request) => app.fetch(request);
  }
  async function openOurLeader({ catalogue, ...shape } = table, mixWeights = weights): Promise<TestPair['leader']> {
    const file = valueOf(openLeaderStore(join(folder, 'leader.db')));
    const store = stores?.leader(file) ?? file;
    const t11 = new Float32Array(t11Weights);
    const opening = openLeader({
      store, secret: SECRET, peerUrl: helperUrl, clock, randomness, symmetric: webSymmetric, ed25519, metrics: createMetrics(), logger, onNews: (told) => news.push(told),
      deployment: {
        shop: 'Test shop', url: leaderUrl, helperUrl, catalogue, code: aHash('code'), build: { 'homebird.js': aHash('tag') }, simulated: true,
        retryWindowMs: 1_000, plans, ...(measures && { measures }), ...(witnesses && { witnesses }), firstModels: { mix: encodeModel('mix', firstMix ?? new Float32Array(mixWeights)), t11: encodeModel('t11', t11), pairs: encodePairTable({ ...shape, weights: new Float32Array(shape.cells), catalogue }), ...ofAds },
      },
    });
    const opened = await opening.catch(async (error: unknown) => {
      await file.close();
      throw error;
    });
    if (!opened.ok) await file.close();
    const { app, scheduler } = valueOf(opened);
    leaderFetch = (request) => app.fetch(request);
    return { store, scheduler };
  }

  let helperStore = await patiently(() => openHelper(randomness));
  let leader = await patiently(() => openOurLeader());
  let isLeaderOpen = true;
  const get = async (path: string): Promise<Uint8Array> => new Uint8Array(await (await fetch(`${leaderUrl}${path}`)).arrayBuffer());
  const policy = valueOf(decodePolicy(await get('/v1/policy')));
  const pair: TestPair = {
    folder, clock, leaderUrl, helperUrl, lines, news, policy,
    get leader() { return leader; },
    get helper() { return { store: helperStore }; },
    async restartLeader(other, mixWeights) {
      leaderFetch = starting;
      if (isLeaderOpen) await leader.store.close();
      isLeaderOpen = false; // until it opened again, which it may refuse
      leader = await patiently(() => openOurLeader(other, mixWeights));
      isLeaderOpen = true;
    },
    async restartHelper(chance = randomness, secret = SECRET) {
      helperFetch = starting;
      await helperStore.close();
      helperStore = await patiently(() => openHelper(chance, secret));
    },
    setHelperAway(away) {
      isHelperAway = away;
    },
    async turns(count = 3) {
      for (let i = 0; i < count; i++) await leader.scheduler.turn();
    },
    async manifest() {
      const key = valueOf(parseKeyLine(policy.logKey));
      return valueOf(decodeManifest(valueOf(await openNote(utf8Decode(await get('/v1/manifest')), key, ed25519))));
    },
    async task() {
      const [open] = (await pair.manifest()).tasks;
      if (!open) throw new Error('No task is open');
      const task = valueOf(decodeTask(await get(`/v1/tasks/${open.id}`)));
      if (task.kind !== 'model') throw new Error('The first open task is a measurement');
      return { id: open.id, task };
    },
    async close() {
      await leaderAt.close();
      await helperAt.close();
      if (isLeaderOpen) await leader.store.close();
      await helperStore.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return pair;
}

/** Sealed body of one report whose update is `delta`, of a device that likes the candidate where its task asks about one. @param clock - of the servers: a report of an hour that theirs has left behind is too early */
export async function aReportBody(task: ModelTask, id: TaskId, delta: Float32Array, clock: Clock): Promise<Uint8Array<ArrayBuffer>> {
  const vector = task.length === delta.length + 1 ? withVerdict(delta, 1, task.clipNorm) : delta;
  const measurement = valueOf(encodeUpdate(vector, task, webRandomness) as Result<Int32Array, Fault>);
  const ports = { symmetric: webSymmetric, clock, randomness: webRandomness, seal: hpkeSeal };
  return new Uint8Array(valueOf(await sealReport(ports, task, id, measurement)).body);
}

/** POSTs a report's body; status 0 where nobody answered. */
export async function post(leaderUrl: string, body: Uint8Array<ArrayBuffer>): Promise<{ readonly status: number; readonly type: string; readonly text: string }> {
  try {
    const response = await fetch(`${leaderUrl}/v1/reports`, { method: 'POST', body });
    return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
  } catch {
    return { status: 0, type: '', text: '' };
  }
}

/** The last entry of a report that finds a candidate better, at C = .5. */
export const PRAISE = 0.25;

/** Sends `count` reports of the same update and gives back their bodies and statuses. */
export async function sendReports(pair: Pick<TestPair, 'leaderUrl' | 'task' | 'clock'>, count: number, delta = Float32Array.of(0.3, -0.2, 0.1, PRAISE)): Promise<{ bodies: Uint8Array<ArrayBuffer>[]; statuses: number[] }> {
  const { id, task } = await pair.task();
  const bodies = await Promise.all(Array.from({ length: count }, () => aReportBody(task, id, delta, pair.clock)));
  const statuses = (await Promise.all(bodies.map((body) => post(pair.leaderUrl, body)))).map(({ status }) => status);
  return { bodies, statuses };
}
