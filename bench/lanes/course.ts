import { gatedStep, initialState, serverStep, verdictOf, withVerdict, type Trial } from '#core/fedavg';
import { FLOORS, noiseVarianceFor } from '#core/privacy';
import { VERDICT_ENTRIES, type RoundOutcome } from '#core/protocol';
import type { Randomness } from '#core/units';
import { aggregationOf, NO_NOISE, type SumTask } from './aggregate.ts';
import type { Plan } from './plans.ts';

/** One device's local training at some weights. @param learningRate - the product's by default; 0 only measures the loss */
export type Lesson = (weights: Float32Array, learningRate?: number) => Promise<{ readonly delta: Float32Array; readonly loss: number }>;

/** One open round. */
export interface OpenRound {
  /** Lets a device report. @returns its loss before it learnt */
  report(lesson: Lesson): Promise<number>;
  /** Closes the round and steps. */
  close(): RoundOutcome;
  readonly reports: () => number;
}

/** The way of one model through its rounds. */
export interface Course {
  open(): OpenRound;
  /** [P], what shelves rank with now. */
  served(): Float32Array;
}

/** As reports carry it: clipped, rounded, noised, and every step a candidate that the next round judges. @param noiseMultiplier - z of each server; 0 without noise */
export function carriedCourse({ model, length, clipNorm }: Plan, start: Float32Array, { noiseMultiplier, randomness }: { readonly noiseMultiplier: number; readonly randomness: Randomness }): Course {
  const task: SumTask = {
    model, length: length + VERDICT_ENTRIES[model], minBatch: FLOORS.minBatch, clipNorm, integerNorm: FLOORS.integerNorm,
    noiseVariance: noiseMultiplier > 0 ? noiseVarianceFor(noiseMultiplier, FLOORS.integerNorm) : NO_NOISE,
  };
  let trial: Trial = { confirmed: { weights: Float32Array.from(start), state: initialState(length) } };
  return {
    served: () => trial.confirmed.weights,
    open() {
      const batch = aggregationOf(task, randomness);
      const { confirmed: { weights }, candidate } = trial;
      return {
        reports: batch.reports,
        async report(lesson) {
          const verdict = candidate ? verdictOf((await lesson(weights, 0)).loss, (await lesson(candidate.weights, 0)).loss) : 0;
          const { delta, loss } = await lesson((candidate ?? trial.confirmed).weights);
          batch.add(withVerdict(delta, verdict, clipNorm));
          return loss;
        },
        close() {
          const stepped = gatedStep({ kind: model, trial, sum: batch.open(), reports: batch.reports(), task });
          ({ trial } = stepped);
          return stepped.outcome;
        },
      };
    },
  };
}

/** The plain mean of the same devices' updates, as if nothing had to be hidden and nobody lied: every step is served at once. */
export function idealCourse({ model, length, clipNorm }: Plan, start: Float32Array): Course {
  let [weights, state] = [start, initialState(length)];
  const task: SumTask = { model, length, minBatch: FLOORS.minBatch, clipNorm, integerNorm: FLOORS.integerNorm, noiseVariance: NO_NOISE };
  return {
    served: () => weights,
    open() {
      const sum = new Float64Array(length);
      let reports = 0;
      return {
        reports: () => reports,
        async report(lesson) {
          const { delta, loss } = await lesson(weights);
          for (let i = 0; i < length; i++) sum[i] = (sum[i] ?? 0) + (delta[i] ?? 0);
          reports += 1;
          return loss;
        },
        close() {
          const stepped = serverStep({ kind: model, weights, state, mean: Float32Array.from(sum, (x) => x / Math.max(1, reports)), reports, task });
          ({ weights, state } = stepped);
          return stepped.outcome;
        },
      };
    },
  };
}
