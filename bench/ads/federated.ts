import { deviceLearner, logLoss, type Head, type Rows } from '#core/ctr';
import { encodeUpdate, MAX_NOISE_TO_SIGNAL } from '#core/fedavg';
import { discreteGaussianVector, FLOORS, noiseToSignal, noiseVarianceFor } from '#core/privacy';
import { seededChance, type Chance, type Randomness } from '#core/units';
import { attendance } from '#bench/lanes';
import type { RowsByUser } from './by-user.ts';
import type { Progress } from './progress.ts';

/** Devices of one training and what lies over their reports. */
export interface Crowd {
  readonly rows: Rows;
  readonly labels: Uint8Array;
  /** Rows to learn from, by device. */
  readonly byUser: RowsByUser;
  /** Rows each device holds out: it tells the sum of their losses. */
  readonly held: Int32Array;
  /** Log odds of the base rate. */
  readonly start: number;
  readonly plan: RoundPlan;
  /** Rounds to hold without a look at the held-out rows; undefined: all that are planned, and the best is kept. */
  readonly until: number | undefined;
  /** z of each server; 0 without noise. */
  readonly noiseMultiplier: number;
  readonly randomness: Randomness;
  readonly seed: number;
  /** Told of each round. */
  readonly progress: Progress;
}

/** Rounds of one head. */
export interface RoundPlan {
  readonly rounds: number;
  readonly perRound: number;
  /** Most reports of one device. */
  readonly mostReports: number;
}

/** How a training went. */
export interface RoundRecord extends RoundPlan {
  readonly devices: number;
  readonly parameters: number;
  readonly clipNorm: number;
  readonly noiseMultiplier: number;
  /** Held-out loss of the weights that were kept, nats, and their round; under noise that of the first weights. */
  readonly loss: number;
  readonly bestRound: number;
}

/** Rounds a training has, and how often a device is asked in all of them where there are many. */
const ROUNDS = 100;
const PASSES = 6;
/** Devices of a round at most: more would make a sum surer that is sure enough, and rounds of a million devices last for hours ([decision 0061](../../docs/decisions/0061-a-million-rows.md)). */
const MOST_PER_ROUND = 2000;
/** Reports to spare, since some come late (as `#bench/lanes` has it). */
const SPARE = 1.5;
/** C in mean lengths of an update: devices with very many rows are cut to it, and those with few do not drown in rounding. */
const CLIP_LENGTHS = 2;
/** C under noise, fixed before anything is seen: lengths of updates are no public figure. */
const NOISED_CLIP = 0.5;
/** Rounds between two looks at the held-out loss. */
const LOOK_ROUNDS = 10;

/** Rounds for so many devices. */
export function planRounds(devices: number): RoundPlan {
  const perRound = Math.min(devices, MOST_PER_ROUND, Math.max(FLOORS.minBatch, Math.ceil((devices * PASSES) / ROUNDS)));
  return { rounds: ROUNDS, perRound, mostReports: Math.min(ROUNDS, Math.ceil((SPARE * perRound * ROUNDS) / devices)) };
}

/** Trains one head in rounds: local epochs, clipped and rounded by the product's encoder, FedAdam by coordinate on the opened sums. */
export function trainRounds(head: Head, first: Float32Array, crowd: Crowd): { readonly weights: Float32Array; readonly record: RoundRecord } {
  const { plan, byUser: { order, starts }, seed, randomness, noiseMultiplier } = crowd;
  const devices = Uint32Array.from({ length: starts.length - 1 }, (_, user) => user).filter((user) => (starts[user + 1] ?? 0) > (starts[user] ?? 0));
  const presence = attendance(devices.length, plan.mostReports, seededChance(seed));
  const chance = seededChance(seed + 1);
  const weights = first.slice();
  const learn = deviceLearner(head);
  const clipNorm = noiseMultiplier > 0 ? NOISED_CLIP : firstClip(learn, weights, { ...crowd, devices, chance });
  const server = adamServer(head, { rounds: plan.rounds, clipNorm });
  let best = { weights: weights.slice(), loss: heldLoss(head, weights, crowd), round: 0 };
  let held = 0;
  for (let round = 1; round <= (crowd.until ?? plan.rounds); round++) {
    crowd.progress(`round ${round} of ${plan.rounds}`, (round - 1) / plan.rounds);
    const cohort = presence.round(plan.perRound);
    if (cohort.length < FLOORS.minBatch || isCovered(head, cohort.length, noiseMultiplier)) break;
    const sum = new Float64Array(head.parameters);
    for (const number of cohort) {
      const user = devices[number] ?? 0;
      addReport(sum, learn(weights, { rows: crowd.rows, labels: crowd.labels, own: order.subarray(starts[user] ?? 0, starts[user + 1] ?? 0), chance }), clipNorm, randomness);
    }
    if (noiseMultiplier > 0) noise(sum, noiseMultiplier, randomness);
    server(weights, sum, cohort.length);
    held = round;
    if (noiseMultiplier > 0 || crowd.until !== undefined) {
      best = { weights, loss: best.loss, round }; // an exact loss would tell what the noise hides: the last weights are served, unlooked at
      continue;
    }
    if (round % LOOK_ROUNDS !== 0) continue;
    const loss = heldLoss(head, weights, crowd);
    if (loss < best.loss) best = { weights: weights.slice(), loss, round };
  }
  return { weights: best.weights, record: { ...plan, rounds: held, devices: devices.length, parameters: head.parameters, clipNorm, noiseMultiplier, loss: best.loss, bestRound: best.round } };
}

/** Whether noise covers a round, by the product's own rule: then the weights stay. */
function isCovered({ parameters }: Head, reports: number, noiseMultiplier: number): boolean {
  const { integerNorm } = FLOORS;
  return noiseMultiplier > 0 && noiseToSignal({ model: 'ctr', length: parameters, integerNorm, noiseVariance: noiseVarianceFor(noiseMultiplier, integerNorm) }, reports) > MAX_NOISE_TO_SIGNAL;
}

/** Mean length of the first updates of k devices, one number a report, times {@link CLIP_LENGTHS}: what a shop would set by its own first round. */
function firstClip(learn: ReturnType<typeof deviceLearner>, weights: Float32Array, { rows, labels, byUser: { order, starts }, devices, chance }: Crowd & { readonly devices: Uint32Array; readonly chance: Chance }): number {
  let sum = 0;
  for (let n = 0; n < FLOORS.minBatch; n++) {
    const user = devices[chance.below(devices.length)] ?? 0;
    const { delta } = learn(weights, { rows, labels, own: order.subarray(starts[user] ?? 0, starts[user + 1] ?? 0), chance });
    sum += Math.sqrt(delta.reduce((squares, x) => squares + x * x, 0));
  }
  return Math.max(1e-6, (CLIP_LENGTHS * sum) / FLOORS.minBatch);
}

/** Adds one device's report. Entries that are 0 round to 0, so only the others are encoded. */
function addReport(sum: Float64Array, { moved, delta }: ReturnType<ReturnType<typeof deviceLearner>>, clipNorm: number, randomness: Randomness): void {
  const encoded = encodeUpdate(delta, { clipNorm, integerNorm: FLOORS.integerNorm }, randomness);
  if (!encoded.ok) return;
  for (let k = 0; k < moved.length; k++) {
    const i = moved[k] as number;
    sum[i] = (sum[i] as number) + (encoded.value[k] as number);
  }
}

function noise(sum: Float64Array, noiseMultiplier: number, randomness: Randomness): void {
  const variance = noiseVarianceFor(noiseMultiplier, FLOORS.integerNorm);
  for (let server = 0; server < 2; server++) discreteGaussianVector(sum.length, variance, randomness).forEach((x, i) => { sum[i] = (sum[i] ?? 0) + x; });
}

function heldLoss(head: Head, weights: Float32Array, { rows, labels, held }: Crowd): number {
  let sum = 0;
  for (const row of held) sum += logLoss(head.logit(weights, rows, row), labels[row] as number);
  return sum / Math.max(1, held.length);
}

const [FIRST_DECAY, SECOND_DECAY] = [0.9, 0.99];
/** Length of a coordinate's step at first; it falls to none over the rounds. */
const RATE = 0.03;

/** FedAdam by coordinate (Reddi et al. 2021): what a server does with an opened sum is its own affair. */
function adamServer({ parameters: length, denseParameters }: Head, { rounds, clipNorm }: { readonly rounds: number; readonly clipNorm: number }): (weights: Float32Array, sum: Float64Array, reports: number) => void {
  const [first, second] = [new Float32Array(length), new Float32Array(length)];
  let steps = 0;
  return (weights, sum, reports) => {
    steps += 1;
    const unit = clipNorm / (FLOORS.integerNorm * reports);
    const rate = RATE * (1 - (steps - 1) / rounds);
    const [a, b] = [1 - FIRST_DECAY ** steps, 1 - SECOND_DECAY ** steps];
    let square = 0;
    for (let i = 0; i < length; i++) {
      const mean = (sum[i] as number) * unit;
      first[i] = FIRST_DECAY * (first[i] as number) + (1 - FIRST_DECAY) * mean;
      second[i] = SECOND_DECAY * (second[i] as number) + (1 - SECOND_DECAY) * mean * mean;
      if (i < denseParameters) square += (second[i] as number) / b;
    }
    // What a few devices of many say must not be blown up to the size of what all say.
    const usual = Math.sqrt(square / denseParameters) + Number.MIN_VALUE;
    for (let i = 0; i < length; i++) weights[i] = (weights[i] as number) + (rate * ((first[i] as number) / a)) / (Math.sqrt((second[i] as number) / b) + usual);
  };
}
