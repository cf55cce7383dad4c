import { encodeUpdate } from '#core/fedavg';
import { FLOORS, noiseVarianceFor } from '#core/privacy';
import { encodeTask, hpkeInfo, taskIdOf, type ModelTask } from '#core/protocol';
import { sealReport } from '#core/sealing';
import { contentHash, seededChance, utf8Encode } from '#core/units';
import { checkVdaf, vdafForTask } from '#core/vdaf';
import { generateHpkeKeys, hpkeSeal, webRandomness, webSymmetric } from '#page/crypto';

/** What a device's worker is asked to do, and what it says. */
export interface ClientRequest {
  readonly length: number;
  readonly runs: number;
}

/** Times of each run, ms. */
export interface ClientTimes {
  /** From an update to bytes that can be sent: rounding, shares, proof, both seals. */
  readonly report: readonly number[];
  /** Both seals alone, of as many bytes without a proof. */
  readonly seals: readonly number[];
}

/** A worker's own global, as far as it is used here. */
const worker = globalThis as unknown as { onmessage: ((event: { readonly data: ClientRequest }) => void) | null; postMessage(times: ClientTimes): void };
const WARM_UPS = 5;

async function aTask(length: number): Promise<ModelTask> {
  const party = async (id: number) => ({ url: 'https://server.example', hpkeConfigId: id, hpkePublicKey: (await generateHpkeKeys()).publicKey });
  return {
    version: 2, kind: 'model', model: 't11', vdaf: vdafForTask(length, FLOORS.integerNorm), length, baseModel: contentHash(utf8Encode('model')), block: 0, leader: await party(1), helper: await party(2),
    minBatch: FLOORS.minBatch, clipNorm: 1, integerNorm: FLOORS.integerNorm, noiseVariance: noiseVarianceFor(FLOORS.minNoiseMultiplier, FLOORS.integerNorm), dpDelta: FLOORS.maxDelta,
    adjacency: 'zero-out', opensMs: 0, closesMs: 1, simulated: true,
  };
}

async function measure({ length, runs }: ClientRequest): Promise<ClientTimes> {
  const task = await aTask(length);
  const taskId = taskIdOf(encodeTask(task));
  const sizes = checkVdaf(task);
  if (!sizes.ok) throw new Error(sizes.fault.message);
  const chance = seededChance(length);
  const times = { report: [] as number[], seals: [] as number[] };
  for (let run = -WARM_UPS; run < runs; run++) {
    const update = Float32Array.from({ length }, () => chance.normal() / Math.sqrt(length));
    const startMs = performance.now();
    const measurement = encodeUpdate(update, task, webRandomness);
    if (!measurement.ok) throw new Error(measurement.fault.message);
    const sealed = await sealReport({ symmetric: webSymmetric, clock: { nowMs: Date.now }, randomness: webRandomness, seal: hpkeSeal }, task, taskId, measurement.value);
    if (!sealed.ok) throw new Error(sealed.fault.message);
    const reportMs = performance.now() - startMs;
    const sealsMs = performance.now();
    for (const [role, bytes] of [['leader', 4 * length], ['helper', sizes.value.inputShares[1] ?? 0]] as const) {
      await hpkeSeal({ publicKey: task[role].hpkePublicKey, info: hpkeInfo(role), aad: new Uint8Array(58), plaintext: new Uint8Array(bytes) });
    }
    if (run < 0) continue;
    times.report.push(reportMs);
    times.seals.push(performance.now() - sealsMs);
  }
  return times;
}

worker.onmessage = ({ data }) => void measure(data).then((times) => worker.postMessage(times));
