import { noiseToSignal } from '#core/privacy';
import { updateLength, type RoundOutcome, type ModelTask, type WeightsKind } from '#core/protocol';
import { meanUpdate } from './encode.ts';
import { gate, type GateResult } from './gate.ts';
import { serverStep, type OptimiserState } from './step.ts';

/** Weights and the moments that belong to them. */
export interface Standing {
  /** [P] */
  readonly weights: Float32Array<ArrayBuffer>;
  readonly state: OptimiserState;
}

/** What shelves rank with and, where a step made one, what the next batch judges. */
export interface Trial {
  readonly confirmed: Standing;
  readonly candidate?: Standing;
}

/** One closed batch and the model it belongs to; nothing of it is modified. */
export interface GatedStepInput {
  readonly kind: WeightsKind;
  readonly trial: Trial;
  /** [P + 1], the noised sum as `unshard` gives it: updates, and verdicts behind them. */
  readonly sum: Int32Array;
  /** n of the batch. */
  readonly reports: number;
  readonly task: Pick<ModelTask, 'model' | 'length' | 'clipNorm' | 'integerNorm' | 'noiseVariance'>;
}

export interface GatedStepResult {
  readonly trial: Trial;
  readonly outcome: RoundOutcome;
  /** R, expected from n before looking at the sum. */
  readonly noiseToSignal: number;
  /** Undefined where there was no candidate to judge. */
  readonly verdict: GateResult | undefined;
}

/**
 * A batch judges the candidate first. One that is no better is dropped, with its moments and with the batch's updates,
 * which were made on it. Else it is what shelves rank with from now on, and the batch's updates make the next one, unless
 * noise outweighs them: the noise of the verdict does not hang on P, so a batch too small to step is large enough to judge.
 *
 * @throws RangeError if weights, moments, sum and task do not agree in length
 */
export function gatedStep({ kind, trial, sum, reports, task }: GatedStepInput): GatedStepResult {
  const { confirmed, candidate } = trial;
  const update = { ...task, length: updateLength(task) };
  if (sum.length !== task.length) throw new RangeError(`Cannot step by a sum of ${sum.length} entries: the task has ${task.length}`);
  const verdict = candidate && gate({ sum: sum.at(-1) ?? 0, reports, kind, task });
  if (verdict?.outcome === 'rolled-back') return { trial: { confirmed }, outcome: 'rolled-back', noiseToSignal: noiseToSignal(update, reports), verdict };
  const base = candidate ?? confirmed;
  const { outcome, noiseToSignal: ratio, ...next } = serverStep({ kind, ...base, mean: meanUpdate(sum.subarray(0, -1), reports, task), reports, task: update });
  if (outcome === 'published') return { trial: { confirmed: base, candidate: next }, outcome, noiseToSignal: ratio, verdict };
  return { trial: { confirmed: base }, outcome: candidate ? 'published' : 'kept', noiseToSignal: ratio, verdict };
}
