import { initialState, serverStep } from '#core/fedavg';
import { epsilonOf, FLOORS, noiseVarianceFor, rhoOfReport } from '#core/privacy';
import type { ModelKind, Task } from '#core/protocol';
import { contentHash, seededChance, utf8Encode } from '#core/units';
import { DataError, type DataUser } from '#bench/data';
import { initialMix, localMixUpdate, MIX_CLIP_NORM, MIX_PARAMETERS, type SequenceScorer } from '#worker/recommender';
import { localT11Update, MAX_LOCAL_EXAMPLES, T11_CLIP_NORM } from '#worker/trainer';
import { T11_PARAMETERS } from '#worker/models';
import { aggregationOf, idealAggregation, NO_NOISE } from './aggregate.ts';
import { seededRandomness, turns } from './chance.ts';
import { rememberingScorer } from './remember.ts';
import { examplesOf, type Device, type Subject } from './subject.ts';
import type { SharedWeights } from './weights.ts';

/** How a federated training went; every federated figure names these. */
export interface FederationRecord {
  readonly model: ModelKind;
  readonly devices: number;
  readonly devicesPerRound: number;
  readonly rounds: number;
  readonly keptRounds: number;
  readonly clipNorm: number;
  /** z of each server; 0 without noise. */
  readonly noiseMultiplier: number;
  /** Most reports any one device sent: what its ε is made of. */
  readonly reportsPerDevice: number;
}

/** Privacy of a whole run for its most active device. */
export interface PrivacyRecord {
  readonly unit: 'one browser profile in one shop';
  readonly epsilon: number;
  readonly delta: number;
  readonly rho: number;
  readonly noiseMultiplier: number;
}

/** Rounds and cohort of one model. */
interface Plan {
  readonly model: ModelKind;
  readonly length: number;
  readonly clipNorm: number;
  readonly perRound: number;
  readonly rounds: number;
}

/** Cohorts RECOMMENDER §2 found to carry: 100 to 200 for the mix, from 1,000 on for T11. */
const MIX_PER_ROUND = 200;
const MIX_ROUNDS = 20;
/** Item scores of one mix training at 70 ns each, so that a large catalogue takes minutes: it then gets smaller cohorts, down to half. */
const MIX_ITEM_SCORES = 2e9;
/** Newest choices one mix update learns from (worker/recommender). */
const MIX_EXAMPLES = 32;
const T11_PER_ROUND = 1000;
const T11_ROUNDS = 12;
/** Local examples of the whole T11 training, so that it stays within about two minutes of one core at .4 ms each. */
const T11_EXAMPLES = 250_000;
/** Fewest rounds worth the name. */
const MIN_ROUNDS = 3;

/** Trains both models in rounds: first T11, then the mix over it, with and without clipping, rounding and noise (`ideal`). */
export async function trainFederated(subject: Subject, { plan, delta, onProgress }: FederatedOptions): Promise<FederatedResult> {
  const { noiseMultiplier, reports } = plan;
  const records: FederationRecord[] = [];
  const [t11 = subject.t11] = await trainRounds(subject, { plan: plan.t11, start: subject.t11, tracks: ['carried'], noiseMultiplier, records, onProgress });
  const [mix = initialMix(), idealMix = mix] = await trainRounds(subject, { plan: plan.mix, start: initialMix(), tracks: ['carried', 'ideal'], noiseMultiplier, records, onProgress, t11 });
  return { weights: { t11, mix }, idealMix, records, privacy: noiseMultiplier > 0 ? privacyOf(noiseMultiplier, reports, delta) : undefined };
}

export interface FederatedOptions {
  readonly plan: FederationPlan;
  readonly delta: number;
  readonly onProgress: (line: string) => void;
}

export interface FederatedResult {
  readonly weights: SharedWeights;
  readonly idealMix: Float32Array;
  readonly records: readonly FederationRecord[];
  readonly privacy: PrivacyRecord | undefined;
}

/** Both trainings of a run, and the noise that keeps them and the popularity counts within ε. */
export interface FederationPlan {
  readonly t11: Plan;
  readonly mix: Plan;
  /** z of each server; 0 without noise. */
  readonly noiseMultiplier: number;
  /** Most reports of one device, its popularity report included. */
  readonly reports: number;
}

/** Plans rounds and noise before anything is learnt. @throws DataError with fewer users than a batch may open with */
export function planFederation(users: readonly DataUser[], items: number, { epsilon, delta }: { readonly epsilon: number | undefined; readonly delta: number }): FederationPlan {
  if (users.length < FLOORS.minBatch) throw new DataError(`Cannot federate ${users.length} users: a batch opens from ${FLOORS.minBatch} on; choose --lane central or local`);
  const plans = { t11: planT11(users), mix: planMix(users, items) };
  const reports = reportsPerDevice(plans.t11, users.length) + reportsPerDevice(plans.mix, users.length) + 1;
  return { ...plans, reports, noiseMultiplier: epsilon === undefined ? 0 : noiseMultiplierFor(epsilon, delta, reports) };
}

function planMix(users: readonly DataUser[], items: number): Plan {
  const affordable = Math.max(MIX_PER_ROUND / 2, Math.floor(MIX_ITEM_SCORES / (items * MIX_EXAMPLES * MIX_ROUNDS)));
  return { model: 'mix', length: MIX_PARAMETERS, clipNorm: MIX_CLIP_NORM, perRound: Math.min(MIX_PER_ROUND, affordable, users.length), rounds: MIX_ROUNDS };
}

function planT11(users: readonly DataUser[]): Plan {
  const perRound = Math.min(T11_PER_ROUND, users.length);
  const examples = users.reduce((sum, { events }) => sum + Math.min(MAX_LOCAL_EXAMPLES, events.length), 0) / users.length;
  const rounds = Math.max(MIN_ROUNDS, Math.min(T11_ROUNDS, Math.floor(T11_EXAMPLES / (perRound * Math.max(1, examples)))));
  return { model: 't11', length: T11_PARAMETERS, clipNorm: T11_CLIP_NORM, perRound, rounds };
}

function reportsPerDevice({ perRound, rounds }: Plan, devices: number): number {
  return Math.ceil((perRound * rounds) / devices);
}

/** Least z, in quarters and never below the floor of devices, whose `reports` reports stay within ε. */
export function noiseMultiplierFor(epsilon: number, delta: number, reports: number): number {
  for (let z = FLOORS.minNoiseMultiplier; ; z += 0.25) if (privacyOf(z, reports, delta).epsilon <= epsilon) return z;
}

function privacyOf(noiseMultiplier: number, reports: number, delta: number): PrivacyRecord {
  const { integerNorm } = FLOORS;
  const rho = reports * rhoOfReport({ integerNorm, noiseVariance: noiseVarianceFor(noiseMultiplier, integerNorm) });
  return { unit: 'one browser profile in one shop', epsilon: epsilonOf(rho, delta), delta, rho, noiseMultiplier };
}

/** `carried`: what reports carry. `ideal`: the plain mean of the same devices' updates. */
type Track = 'carried' | 'ideal';

interface Run {
  readonly plan: Plan;
  readonly start: Float32Array;
  /** Trained side by side on the same cohorts; a device's encoder scores are then computed once. */
  readonly tracks: readonly Track[];
  readonly noiseMultiplier: number;
  readonly records: FederationRecord[];
  readonly onProgress: (line: string) => void;
  /** The encoder below the mix. */
  readonly t11?: Float32Array;
}

/** @returns weights of each track, in their order */
async function trainRounds(subject: Subject, { plan, start, tracks, noiseMultiplier, records, onProgress, t11 }: Run): Promise<readonly Float32Array[]> {
  const { devices, seed } = subject;
  const draw = turns(devices, seededChance(seed));
  const randomness = seededRandomness(seed + (plan.model === 'mix' ? 1 : 2));
  const running = tracks.map((track) => ({ track, task: benchTask(plan, track === 'carried' ? noiseMultiplier : 0), weights: start, state: initialState(plan.length) }));
  let keptRounds = 0;
  for (let round = 1; round <= plan.rounds; round++) {
    const batches = running.map(({ track, task }) => (track === 'carried' ? aggregationOf(task, randomness) : idealAggregation(plan.length)));
    const losses = running.map(() => 0);
    const cohort = draw(plan.perRound);
    for (const [index, device] of cohort.entries()) {
      const scorer = rememberingScorer(subject.encoder);
      for (const [at, { weights }] of running.entries()) {
        const update = await localUpdate(subject, { model: plan.model, device, weights, t11, scorer, seed: seed + round * 1_000_003 + index });
        losses[at] = (losses[at] ?? 0) + update.loss / cohort.length;
        await batches[at]?.add(update.delta);
      }
    }
    for (const [at, run] of running.entries()) {
      const batch = batches[at];
      if (!batch) continue;
      const step = serverStep({ kind: plan.model, weights: run.weights, state: run.state, mean: batch.mean(), reports: batch.reports(), task: run.task });
      Object.assign(run, { weights: step.weights, state: step.state });
      if (run.track === 'carried' && step.outcome === 'kept') keptRounds += 1;
      onProgress(`${plan.model}${run.track === 'ideal' ? ' ideal' : ''} round ${round} of ${plan.rounds}: ${batch.reports()} devices, loss before ${(losses[at] ?? 0).toFixed(3)}, ${step.outcome}`);
    }
  }
  const { model, clipNorm, perRound, rounds } = plan;
  records.push({ model, devices: devices.length, devicesPerRound: perRound, rounds, keptRounds, clipNorm, noiseMultiplier, reportsPerDevice: reportsPerDevice(plan, devices.length) });
  return running.map(({ weights }) => weights);
}

interface LocalTraining {
  readonly model: ModelKind;
  readonly device: Device;
  readonly weights: Float32Array;
  readonly t11: Float32Array | undefined;
  readonly scorer: SequenceScorer;
  readonly seed: number;
}

const noPause = async (): Promise<void> => undefined;

/** One device's update: the worker's own trainer on its own history. */
async function localUpdate(subject: Subject, { model, device, weights, t11, scorer, seed }: LocalTraining): Promise<{ readonly delta: Float32Array; readonly loss: number }> {
  const { catalogue, encoder } = subject;
  const chance = seededChance(seed);
  if (model === 't11') return localT11Update({ weights, examples: examplesOf(device), items: catalogue.items, encoder, chance, pause: noPause });
  return localMixUpdate({ weights, history: device, catalogue, ...(t11 ? { t11: { encoder: scorer, weights: t11 } } : {}), chance, pause: noPause });
}

function benchTask({ model, length, clipNorm }: Plan, noiseMultiplier: number): Task {
  const party = { url: '', hpkeConfigId: 0, hpkePublicKey: new Uint8Array(65) };
  return {
    version: 1, kind: 'model', model, vdaf: 'additive32', length, baseModel: contentHash(utf8Encode(model)), block: 0, leader: party, helper: party,
    minBatch: FLOORS.minBatch, clipNorm, integerNorm: FLOORS.integerNorm,
    noiseVariance: noiseMultiplier > 0 ? noiseVarianceFor(noiseMultiplier, FLOORS.integerNorm) : NO_NOISE,
    dpDelta: FLOORS.maxDelta, adjacency: 'zero-out', opensMs: 0, closesMs: 0, simulated: true,
  };
}
