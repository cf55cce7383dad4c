import { shuffled, type Chance } from '#core/units';
import { logLoss, newSlopes, sigmoid, type Head, type Slopes, type Weights } from './head.ts';
import type { Rows } from './rows.ts';
import { plainSteps, type Step } from './steps.ts';

/** Rows with their labels, and how they are gone through. */
export interface Epoch {
  readonly rows: Rows;
  /** shape [rows], 0 or 1. */
  readonly labels: ArrayLike<number>;
  /** Row numbers in the order in which they are learnt. */
  readonly order: ArrayLike<number>;
  /** Rows of one step. */
  readonly batch: number;
  /** Draws dropout. */
  readonly chance: Chance;
}

/** Goes through the rows once, by the log loss; moves `weights` in place. @param slopes - empty; left empty. @returns mean loss, each row's before it was learnt, nats */
export function trainEpoch(head: Head, weights: Weights, step: Step, slopes: Slopes, { rows, labels, order, batch, chance }: Epoch): number {
  let label = 0;
  let loss = 0;
  let scale = 1;
  const slope = (logit: number): number => scale * (sigmoid(logit) - label);
  for (let from = 0; from < order.length; from += batch) {
    const to = Math.min(order.length, from + batch);
    scale = 1 / (to - from);
    for (let i = from; i < to; i++) {
      const row = order[i] as number;
      label = labels[row] as number;
      loss += logLoss(head.learn(weights, { rows, row, slope, chance }, slopes), label);
    }
    step(weights, slopes);
  }
  return loss / Math.max(1, order.length);
}

/** One device's part of a round; its arrays are valid until the next device learns. */
export interface LocalUpdate {
  /** shape [M], numbers of the weights that moved, ascending. */
  readonly moved: Uint32Array;
  /** shape [M], those weights after less before. */
  readonly delta: Float32Array<ArrayBuffer>;
  /** Mean log loss of its rows, each before it was learnt, nats. */
  readonly loss: number;
}

/** Rows of one step on a device. */
export const LOCAL_BATCH = 8;
/** Step of a device's one epoch of gradient descent. */
export const LOCAL_RATE = 0.05;

/** What a device learns from. */
export interface LocalLesson {
  readonly rows: Rows;
  /** shape [rows], 0 or 1. */
  readonly labels: ArrayLike<number>;
  /** Numbers of the rows that are its own. */
  readonly own: ArrayLike<number>;
  readonly chance: Chance;
}

/**
 * One epoch of plain gradient descent over a device's own rows, in random order; the given weights stay as they are. Devices learn one
 * after another in the same arrays, and only weights that a row touches are looked at: all of a head's for each device would cost more than its rows.
 */
export function deviceLearner(head: Head): (weights: Float32Array, lesson: LocalLesson) => LocalUpdate {
  const [after, slopes, groups] = [new Float32Array(head.parameters), newSlopes(head.parameters), new Set<number>()];
  const [moved, delta] = [new Uint32Array(head.parameters), new Float32Array(head.parameters)];
  const plain = plainSteps(head, LOCAL_RATE);
  const step: Step = (weights, own) => {
    for (const group of own.touched) groups.add(group);
    plain(weights, own);
  };
  return (weights, { rows, labels, own, chance }) => {
    after.set(weights);
    groups.clear();
    const loss = trainEpoch(head, after, step, slopes, { rows, labels, order: shuffled(Array.from(own), chance), batch: LOCAL_BATCH, chance });
    let count = 0;
    const collect = (from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        if (after[i] === weights[i]) continue;
        moved[count] = i;
        delta[count++] = (after[i] as number) - (weights[i] as number);
      }
    };
    collect(0, head.denseParameters);
    for (const group of [...groups].sort((a, b) => a - b)) collect(group, group + head.groupWidth);
    return { moved: moved.subarray(0, count), delta: delta.subarray(0, count), loss };
  };
}
