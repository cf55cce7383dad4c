import type { ModelTask } from '#core/protocol';
import { blocksOf, cellsOf, type PairState } from './pair-files.ts';

/** State before the first round of a table of P cells. */
export function initialPairState(length: number): PairState {
  return { sums: new Float32Array(length), noiseVariance: new Float32Array(blocksOf(length)) };
}

/**
 * What a sum is worth one round of its block later. A device tells its whole bounded history each time, so rounds repeat
 * what still holds and the old season fades, to half after seven rounds. A smaller decay would fade faster and leave less
 * above the noise: signal to noise is √((1 + d)/(1 − d)) times that of one round, 4.4 at .9 and 1.7 at .5.
 */
const DECAY = 0.9;
/**
 * Cells below this many deviations of their noise are published as 0: one empty cell in 31,600 passes for a pair, half a
 * cell a block. At three it is 21 a block, each of them a neighbour out of nothing.
 */
export const LEAST_DEVIATIONS = 4;

/** One closed batch of one block. */
export interface PairStepInput {
  /** [P] as published before; not modified. */
  readonly weights: Float32Array;
  readonly state: PairState;
  /** [cells of the block], the noised sum in integer units of the task. */
  readonly sum: Int32Array;
  readonly task: Pick<ModelTask, 'block' | 'noiseVariance'>;
}

/**
 * Table t → t+1, a pure function that anyone replays: the block's sums decay and take in the batch, its noise is added up,
 * and what stands above the noise is published in whole units. Everything after the sum is post-processing: it costs no
 * privacy. Rounds of a table are never held back: a sum of noise is cut cell by cell.
 *
 * Only + − × ÷ √, floor and Math.fround, in index order: IEEE 754 fixes each result, so every engine agrees to the bit.
 *
 * @throws RangeError if table, state, sum and block differ in length
 */
export function pairStep({ weights, state, sum, task }: PairStepInput): { readonly weights: Float32Array<ArrayBuffer>; readonly state: PairState } {
  const next: PairState = { sums: Float32Array.from(state.sums), noiseVariance: Float32Array.from(state.noiseVariance) };
  const published = Float32Array.from(weights);
  const [sums, cells] = [cellsOf(next.sums, task.block), cellsOf(published, task.block)];
  if (state.sums.length !== weights.length || sum.length !== sums.length || sums.length === 0) {
    throw new RangeError(`Cannot step block ${task.block} of ${weights.length} cells with a state of ${state.sums.length} and a sum of ${sum.length}: all must agree`);
  }
  const { numerator, denominator } = task.noiseVariance;
  const variance = Math.fround(DECAY * DECAY * (state.noiseVariance[task.block] ?? 0) + 2 * (numerator / denominator)); // both servers'
  next.noiseVariance[task.block] = variance;
  const least = LEAST_DEVIATIONS * Math.sqrt(variance);
  for (let i = 0; i < sums.length; i++) {
    const value = Math.fround(DECAY * (sums[i] ?? 0) + (sum[i] ?? 0));
    sums[i] = value;
    cells[i] = value < least ? 0 : Math.floor(value + 0.5);
  }
  return { weights: published, state: next };
}
