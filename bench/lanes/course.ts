import { gatedStep, initialState, meanUpdate, serverStep, verdictOf, withVerdict, type Trial } from '#core/fedavg';
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

/** What lies over the sums of a course that reports carry. */
export interface Carriage {
  /** z of each server; 0 without noise. */
  readonly noiseMultiplier: number;
  readonly randomness: Randomness;
}

/** As reports carry it: clipped, rounded, noised, and every step a candidate that the next round judges. */
export function carriedCourse(plan: Plan, start: Float32Array, carriage: Carriage): Course {
  const { model, clipNorm } = plan;
  const task = taskOf(plan, plan.length + VERDICT_ENTRIES[model], carriage.noiseMultiplier);
  let trial: Trial = { confirmed: { weights: Float32Array.from(start), state: initialState(plan.length) } };
  return {
    served: () => trial.confirmed.weights,
    open() {
      const batch = aggregationOf(task, carriage.randomness);
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

/** The same reports without verdicts, and every step served at once: what the gate is measured against. Ships nowhere. */
export function ungatedCourse(plan: Plan, start: Float32Array, { noiseMultiplier, randomness }: Carriage): Course {
  const task = taskOf(plan, plan.length, noiseMultiplier);
  return servedAtOnce(plan, start, task, () => {
    const batch = aggregationOf(task, randomness);
    return { add: batch.add, reports: batch.reports, mean: () => meanUpdate(batch.open(), batch.reports(), task) };
  });
}

/** The plain mean of the same devices' updates, as if nothing had to be hidden and nobody lied: every step is served at once. */
export function idealCourse(plan: Plan, start: Float32Array): Course {
  const { length } = plan;
  return servedAtOnce(plan, start, taskOf(plan, length, 0), () => {
    const sum = new Float64Array(length);
    let reports = 0;
    return {
      add(delta) {
        for (let i = 0; i < length; i++) sum[i] = (sum[i] ?? 0) + (delta[i] ?? 0);
        reports += 1;
      },
      reports: () => reports,
      mean: () => Float32Array.from(sum, (x) => x / Math.max(1, reports)),
    };
  });
}

/** Where updates of a round go that nobody judges. */
interface Mean {
  /** Adds one device's update. [P] */
  add(delta: Float32Array): void;
  /** [P] */
  mean(): Float32Array;
  readonly reports: () => number;
}

function servedAtOnce({ model, length }: Plan, start: Float32Array, task: SumTask, meanOfRound: () => Mean): Course {
  let [weights, state] = [start, initialState(length)];
  return {
    served: () => weights,
    open() {
      const { add, mean, reports } = meanOfRound();
      return {
        reports,
        async report(lesson) {
          const { delta, loss } = await lesson(weights);
          add(delta);
          return loss;
        },
        close() {
          const stepped = serverStep({ kind: model, weights, state, mean: mean(), reports: reports(), task });
          ({ weights, state } = stepped);
          return stepped.outcome;
        },
      };
    },
  };
}

function taskOf({ model, clipNorm }: Plan, length: number, noiseMultiplier: number): SumTask {
  return {
    model, length, minBatch: FLOORS.minBatch, clipNorm, integerNorm: FLOORS.integerNorm,
    noiseVariance: noiseMultiplier > 0 ? noiseVarianceFor(noiseMultiplier, FLOORS.integerNorm) : NO_NOISE,
  };
}
