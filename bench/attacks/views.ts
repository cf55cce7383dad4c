import { initialState, meanUpdate, serverStep } from '#core/fedavg';
import { discreteGaussianVector, FLOORS, noiseVarianceFor } from '#core/privacy';
import type { ModelKind, WeightsKind } from '#core/protocol';
import { seededChance } from '#core/units';
import { seededRandomness } from '#bench/lanes';
import { addInto } from './algebra.ts';
import { CLIP_NORM, isSummed, type Scene } from './scene.ts';
import { splitterOf } from './shares.ts';

/** z of each server in every attack here: the floor that devices accept, so the least noise there is. */
export const NOISE_MULTIPLIER = FLOORS.minNoiseMultiplier;

/** What an attacker holds, from everything to what anyone reads. */
export const VIEWS = ['update', 'bare-sum', 'leader-share', 'helper-share', 'one-noise', 'two-noises', 'published-sum', 'model'] as const;
export type View = (typeof VIEWS)[number];

/** One line each, as tables print it. */
export const VIEW_TITLES: Readonly<Record<View, string>> = {
  'update': 'the update itself (nobody sees it)',
  'bare-sum': 'the sum of a batch without noise (nobody sees it)',
  'leader-share': "the leader's share of her report",
  'helper-share': "the helper's share of her report",
  'one-noise': 'a server and all other devices collude: her report under one noise',
  'two-noises': 'all other devices collude: her report under both noises',
  'published-sum': 'the published sum; the other devices are honest',
  'model': 'the model before and after; the other devices are honest',
};

/** Servers' noises that lie over her report in a view; undefined where the promise is not about noise. */
export const NOISES: Readonly<Record<View, number | undefined>> = {
  'update': undefined, 'bare-sum': undefined, 'leader-share': undefined, 'helper-share': undefined, 'one-noise': 1, 'two-noises': 2, 'published-sum': 2, 'model': 2,
};

/** ρ of one report under `noises` servers' noise. */
export function rhoUnder(noises: number): number {
  return 1 / (2 * NOISE_MULTIPLIER * NOISE_MULTIPLIER * noises);
}

/** Devices of a batch where the attacker does not know the others: the least that is ever opened. */
export const BATCH = FLOORS.minBatch;
/** Of a batch whose model moves: a T11 of 50 reports is kept as it is, and so is a model of ads. */
export const MODEL_BATCH: Readonly<Record<WeightsKind, number>> = { mix: FLOORS.minBatch, t11: 500, ctr: 550, cvr: 550 };

/** What a party may hold of reports of a kind: sums are published as they are, so that no model moves. */
export function viewsOf(kind: ModelKind): readonly View[] {
  return isSummed(kind) ? VIEWS.filter((view) => view !== 'model') : VIEWS;
}

/** Observes reports as one party does. */
export interface Observer {
  /**
   * What the party holds after a batch with (or, as zeros, without) her report, less what it knows the others to have sent.
   * [P], integer units; for `model` the move of the weights in units of its own length.
   */
  observe(view: View, report: Int32Array, seed: number): Promise<Float64Array>;
}

/**
 * @param others - reports of other devices, to fill batches with
 * @param expected - [P] mean report as the attacker knows it from devices of her own
 */
export function observerOf(scene: Scene, kind: ModelKind, others: readonly Int32Array[], expected: Float64Array): Observer {
  const length = expected.length;
  const splitter = splitterOf(length);
  const variance = noiseVarianceFor(NOISE_MULTIPLIER, FLOORS.integerNorm);

  function noised(values: Float64Array, noises: number, seed: number): Float64Array {
    const randomness = seededRandomness(seed);
    for (let server = 0; server < noises; server++) addInto(values, discreteGaussianVector(length, variance, randomness));
    return values;
  }

  function batch(report: Int32Array, size: number, seed: number): Float64Array {
    const chance = seededChance(seed);
    const sum = Float64Array.from(report);
    for (const index of distinct(size - 1, others.length, chance)) addInto(sum, others[index] ?? []);
    return sum;
  }

  function lessExpected(sum: Float64Array, size: number): Float64Array {
    return sum.map((value, i) => value - (size - 1) * (expected[i] ?? 0));
  }

  /** The first step from published files alone: its direction, less the direction that others would have given. */
  function moved(report: Int32Array, seed: number): Float64Array {
    if (isSummed(kind)) throw new RangeError(`Cannot take a step with ${kind}: their sums are published as they are`);
    const reports = MODEL_BATCH[kind];
    const task = { model: kind, length, clipNorm: CLIP_NORM[kind], integerNorm: FLOORS.integerNorm, noiseVariance: variance };
    const sum = noised(batch(report, reports, seed), 2, seed + 1);
    const weights = scene[kind];
    const step = serverStep({ kind, weights, state: initialState(length), mean: meanUpdate(Int32Array.from(sum), reports, task), reports, task });
    if (step.outcome !== 'published') throw new RangeError(`Cannot attack a step that is ${step.outcome}`);
    // The state is published too: half its first moment is the mean, which gives the step its scale back.
    const scale = (reports * FLOORS.integerNorm) / CLIP_NORM[kind];
    const [gain, mean] = [lengthOf(step.weights, weights), 2 * Math.sqrt(step.state.first.reduce((squares, x) => squares + x * x, 0))];
    return lessExpected(Float64Array.from(weights, (weight, i) => ((step.weights[i] ?? 0) - weight) * (mean / gain) * scale), reports);
  }

  return {
    async observe(view, report, seed) {
      switch (view) {
        case 'update': return Float64Array.from(report);
        case 'bare-sum': return lessExpected(batch(report, BATCH, seed), BATCH);
        case 'leader-share':
        case 'helper-share': return Float64Array.from((await splitter.sharesOf(report, seed))[view === 'leader-share' ? 0 : 1] ?? []);
        case 'one-noise': return noised(Float64Array.from(report), 1, seed);
        case 'two-noises': return noised(Float64Array.from(report), 2, seed);
        case 'published-sum': return lessExpected(noised(batch(report, BATCH, seed), 2, seed + 1), BATCH);
        case 'model': return moved(report, seed);
      }
    },
  };
}

function lengthOf(after: Float32Array, before: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < after.length; i++) squares += ((after[i] ?? 0) - (before[i] ?? 0)) ** 2;
  return Math.sqrt(squares);
}

/** `count` different numbers below `bound`. */
function distinct(count: number, bound: number, chance: ReturnType<typeof seededChance>): Iterable<number> {
  if (count > bound) throw new RangeError(`Cannot fill a batch with ${count} other devices: the attacker's shop has ${bound}`);
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(chance.below(bound));
  return drawn;
}
