import { encodeUpdate, gatedStep, initialState, meanUpdate, serverStep, verdictOf, withVerdict, type Trial, type Verdict } from '#core/fedavg';
import { discreteGaussianVector, FLOORS, noiseVarianceFor } from '#core/privacy';
import { VERDICT_ENTRIES } from '#core/protocol';
import { seededChance, shuffled } from '#core/units';
import { seededRandomness } from '#bench/lanes';
import { addInto, norm } from './algebra.ts';
import type { Crowd, Judgement } from './crowd.ts';
import { CLIP_NORM } from './scene.ts';
import { scaledToBound } from './shadow.ts';
import { NOISE_MULTIPLIER } from './views.ts';

/** What malicious devices send. `reverse`: one pass of unlearning on their own histories. `ruin`: towards where six of them lead. `stiff`: all on the one weight that costs them most. */
export const STRATEGIES = ['reverse', 'ruin', 'stiff'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** One training under attack. */
export interface PoisonOptions {
  readonly crowd: Crowd;
  readonly strategy: Strategy;
  /** Share of every batch that is malicious. */
  readonly malicious: number;
  readonly gated: boolean;
  readonly perRound: number;
  readonly rounds: number;
  readonly seed: number;
}

/** What a round left behind. */
export interface PoisonedRound extends Judgement {
  /** What happened to the candidate that the round before had made; `none` without a gate or a candidate. */
  readonly verdict: 'confirmed' | 'rolled-back' | 'none';
  /** Surplus of verdicts, and what it had to reach. */
  readonly surplus: number;
}

/** Figures of one training. */
export interface PoisonResult extends Omit<PoisonOptions, 'crowd' | 'perRound'> {
  readonly kind: Crowd['kind'];
  readonly perRound: number;
  readonly before: Judgement;
  /** Of the model that shelves use after each round. */
  readonly trajectory: readonly PoisonedRound[];
  readonly rollbacks: number;
}

/** Trains in rounds with malicious devices in every batch, under both servers' noise, with or without the holdout gate. */
export async function poisonedTraining(options: PoisonOptions): Promise<PoisonResult> {
  const { crowd, gated, rounds, seed, perRound, malicious, strategy } = options;
  const randomness = seededRandomness(seed + 41);
  let trial: Trial = { confirmed: { weights: Float32Array.from(crowd.start), state: initialState(crowd.start.length) } };
  const trajectory: PoisonedRound[] = [];
  for (let round = 0; round < rounds; round++) {
    const { sum, task } = await batchOf(options, trial, round);
    for (let server = 0; server < 2; server++) addInto(sum, discreteGaussianVector(sum.length, task.noiseVariance, randomness));
    const closed = { kind: crowd.kind, trial, sum: Int32Array.from(sum), reports: perRound, task };
    const stepped = gated ? gatedStep(closed) : ungatedStep(closed);
    ({ trial } = stepped);
    trajectory.push({ ...crowd.judge(trial.confirmed.weights), verdict: stepped.verdict?.outcome ?? 'none', surplus: stepped.verdict?.surplus ?? 0 });
  }
  const rollbacks = trajectory.filter(({ verdict }) => verdict === 'rolled-back').length;
  return { kind: crowd.kind, strategy, malicious, gated, perRound, rounds, seed, before: crowd.judge(crowd.start), trajectory, rollbacks };
}

/** The product's step without what is under test: every batch moves what shelves rank with, and nobody is asked. */
function ungatedStep({ kind, trial: { confirmed }, sum, reports, task }: Parameters<typeof gatedStep>[0]): Pick<ReturnType<typeof gatedStep>, 'trial' | 'verdict'> {
  return { trial: { confirmed: serverStep({ kind, ...confirmed, mean: meanUpdate(sum, reports, task), reports, task }) }, verdict: undefined };
}

/** The bare sum of a batch, verdicts in its last entry where there is a gate. */
async function batchOf({ crowd, perRound, malicious, gated, strategy, seed }: PoisonOptions, { confirmed, candidate }: Trial, round: number) {
  const { kind } = crowd;
  const length = crowd.start.length + (gated ? VERDICT_ENTRIES[kind] : 0);
  const task = { model: kind, length, clipNorm: CLIP_NORM[kind], integerNorm: FLOORS.integerNorm, noiseVariance: noiseVarianceFor(NOISE_MULTIPLIER, FLOORS.integerNorm) };
  const cohort = shuffled(Array.from({ length: crowd.devices }, (_, device) => device), seededChance(seed + 51 + round)).slice(0, perRound);
  const [bad, good] = [cohort.slice(0, Math.round(malicious * perRound)), cohort.slice(Math.round(malicious * perRound))];
  const { weights } = candidate ?? confirmed;
  const sum = new Float64Array(length);
  const randomness = seededRandomness(seed + 61 + round);
  for (const device of good) {
    const lesson = { seed: seed + 1_000 * round + device };
    const { delta } = await crowd.learn(weights, device, lesson);
    const update = gated ? withVerdict(delta, candidate ? await honestVerdict(crowd, [confirmed, candidate], device, lesson.seed) : 0, task.clipNorm) : delta;
    const encoded = encodeUpdate(update, task, randomness);
    if (encoded.ok) addInto(sum, encoded.value);
  }
  if (bad.length === 0) return { sum, task };
  const direction = await worstDirection(crowd, { strategy, devices: bad, weights, seed: seed + 71 + round });
  // Full norm, all alike, and every one of them praises the candidate that it has spoilt.
  const report = scaledToBound(gated ? withVerdict(scaledTo(task.clipNorm, direction), candidate ? 1 : 0, task.clipNorm) : direction);
  for (let device = 0; device < bad.length; device++) addInto(sum, report);
  return { sum, task };
}

/** By the losses of model and candidate on the shopper's own choices, before the device learns from them. */
async function honestVerdict({ learn }: Crowd, both: readonly [Trial['confirmed'], Trial['confirmed']], device: number, seed: number): Promise<Verdict> {
  const [was, is] = [await learn(both[0].weights, device, { seed, rate: 0 }), await learn(both[1].weights, device, { seed, rate: 0 })];
  return verdictOf(was.loss, is.loss);
}

interface Malice {
  readonly strategy: Strategy;
  /** Whose histories the attacker has. */
  readonly devices: readonly number[];
  readonly weights: Float32Array;
  readonly seed: number;
}

/** Steps uphill that an attacker looks ahead, each RUIN_STEP long, model units: together farther than a dozen rounds move a model. */
const RUIN_STEPS = 6;
const RUIN_STEP = 0.15;
/** Devices whose histories an attacker uses in a round: the mean over more hardly turns. */
const RUIN_DEVICES = 40;

/** Where the attacker pushes, from histories of her own devices. [P] */
async function worstDirection({ learn }: Crowd, { strategy, devices, weights, seed }: Malice): Promise<Float32Array> {
  const asked = devices.slice(0, RUIN_DEVICES);
  if (strategy === 'stiff') return stiffest(learn, { asked, weights, seed });
  let way = new Float32Array(weights.length);
  for (let step = 0; step < (strategy === 'ruin' ? RUIN_STEPS : 1); step++) {
    const from = weights.map((weight, i) => weight + (way[i] ?? 0));
    const uphill = new Float64Array(weights.length);
    for (const device of asked) addInto(uphill, (await learn(from, device, { seed: seed + step, rate: -1 })).delta);
    const steep = norm(uphill);
    if (!(steep > 0 && steep < Infinity)) break; // unlearning has left what floats can hold: what was found so far is far enough
    const scale = RUIN_STEP / steep;
    way = way.map((gone, i) => gone + scale * (uphill[i] ?? 0));
  }
  return way;
}

/** Weights that honest updates move most, of which the costliest is looked for. */
const STIFF_WEIGHTS = 4;
/** How far it is tried, model units. */
const STIFF_DISTANCE = 0.6;

/** One weight and its sign: of those that honest updates move most, the one that costs the attacker's devices most. [P] */
async function stiffest(learn: Crowd['learn'], { asked, weights, seed }: { readonly asked: readonly number[]; readonly weights: Float32Array; readonly seed: number }): Promise<Float32Array> {
  const mean = new Float64Array(weights.length);
  for (const device of asked) addInto(mean, (await learn(weights, device, { seed })).delta);
  const stiff = [...mean.keys()].sort((a, b) => Math.abs(mean[b] ?? 0) - Math.abs(mean[a] ?? 0)).slice(0, STIFF_WEIGHTS);
  let [worst, highest] = [new Float32Array(weights.length), Number.NEGATIVE_INFINITY];
  for (const [place, sign] of stiff.flatMap((weight) => [[weight, 1], [weight, -1]] as const)) {
    const moved = weights.map((weight, i) => (i === place ? weight + sign * STIFF_DISTANCE : weight));
    let loss = 0;
    for (const device of asked) loss += (await learn(moved, device, { seed, rate: 0 })).loss;
    if (loss > highest) [worst, highest] = [new Float32Array(weights.length).fill(sign, place, place + 1), loss];
  }
  return worst;
}

/** Brought to length `length`. */
function scaledTo(length: number, direction: Float32Array): Float32Array {
  const scale = length / norm(direction);
  return direction.map((x) => x * scale);
}
