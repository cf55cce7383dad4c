import { encodeUpdate } from '#core/fedavg';
import { FLOORS } from '#core/privacy';
import { fail, seededChance } from '#core/units';
import { vdafForTask, vdafOfTask, type Vdaf } from '#core/vdaf';
import { valueOf } from '#bench/torture';
import { webRandomness } from '#page/crypto';
import { nodeSymmetric, vdafKernels } from '#server/kernels';

/** Processor ms of one report's preparation at each server, and of adding its words up without any. */
export interface AggregatorTimes {
  readonly length: number;
  readonly leaderMs: number;
  readonly helperMs: number;
  readonly plainMs: number;
  /** The leader's share, what a device uploads most of. */
  readonly shareBytes: number;
}

type IntegerVdaf = Vdaf<Int32Array, Int32Array>;

function vdafOf(length: number): IntegerVdaf {
  const task = { vdaf: vdafForTask(length, FLOORS.integerNorm), length, integerNorm: FLOORS.integerNorm };
  return valueOf(vdafOfTask(task, { symmetric: nodeSymmetric, kernels: vdafKernels })); // as both servers have them
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Sums the processor time of what it is given to do. */
interface Stopwatch {
  during<Value>(act: () => Promise<Value> | Value): Promise<Value>;
  ms(): number;
}

function stopwatch(): Stopwatch {
  let spent = 0;
  return {
    async during(act) {
      const startMs = cpuMs();
      const value = await act();
      spent += cpuMs() - startMs;
      return value;
    },
    ms: () => spent,
  };
}

/** A server: its number, its sum, its time. */
interface Server {
  readonly aggregator: number;
  readonly sum: Uint32Array;
  readonly watch: Stopwatch;
}

/** One report through preparation; the helper combines both prepare shares. */
async function prepareReport(vdaf: IntegerVdaf, measurement: Int32Array, servers: readonly Server[]): Promise<number> {
  const context = new Uint8Array(0);
  const verifyKey = new Uint8Array(vdaf.verifyKeyBytes);
  const [nonce, rand] = [new Uint8Array(vdaf.nonceBytes), new Uint8Array(vdaf.randBytes)];
  webRandomness.fill(nonce);
  webRandomness.fill(rand);
  const { publicShare, inputShares } = await vdaf.shard(measurement, nonce, rand, context);
  const prepared = await inTurn(servers, ({ aggregator, watch }) =>
    watch.during(() => vdaf.prepareInit({ verifyKey, context, aggregator, nonce, publicShare, inputShare: inputShares[aggregator] ?? new Uint8Array(0) })).then(valueOf));
  const message = valueOf(await servers[1]?.watch.during(() => vdaf.prepareSharesToMessage(context, prepared.map(({ share }) => share))) ?? fail('no-helper', 'Two servers take part'));
  for (const [i, { sum, watch }] of servers.entries()) {
    const state = prepared[i]?.state;
    if (state) await watch.during(async () => vdaf.aggregate(sum, valueOf(await vdaf.prepareNext(state, message))));
  }
  return inputShares[0]?.length ?? 0;
}

/** One after the other, so that each server's time is its own. */
async function inTurn<Item, Value>(items: readonly Item[], act: (item: Item) => Promise<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for (const item of items) values.push(await act(item));
  return values;
}

/** Prepares `reports` reports of `length` entries at both servers, in this process: no seals, no HTTP, nothing stored. */
export async function measureAggregators(length: number, reports: number): Promise<AggregatorTimes> {
  const vdaf = vdafOf(length);
  const chance = seededChance(length);
  const servers = [0, 1].map((aggregator): Server => ({ aggregator, sum: vdaf.emptySum(), watch: stopwatch() }));
  const [plain, plainWatch] = [vdaf.emptySum(), stopwatch()];
  let shareBytes = 0;
  for (let report = 0; report < reports; report++) {
    const update = Float32Array.from({ length }, () => chance.normal() / Math.sqrt(length));
    const measurement = valueOf(encodeUpdate(update, { clipNorm: 1, integerNorm: FLOORS.integerNorm }, webRandomness));
    shareBytes = await prepareReport(vdaf, measurement, servers);
    const words = Uint32Array.from(measurement);
    await plainWatch.during(() => { for (let i = 0; i < words.length; i++) plain[i] = (plain[i] ?? 0) + (words[i] ?? 0); });
  }
  const [leaderMs = 0, helperMs = 0] = servers.map(({ watch }) => watch.ms() / reports);
  return { length, leaderMs, helperMs, plainMs: plainWatch.ms() / reports, shareBytes };
}
