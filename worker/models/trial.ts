import { MAX_SEQUENCE, type SequenceInput, type TrainingExample } from '#core/features';
import { seededChance, type Chance } from '#core/units';
import type { Encoder } from './encoder.ts';
import { drawNegatives } from './negatives.ts';
import { startingWeights } from './start.ts';

/** Runs per figure; the best counts, as others' work can only slow a run down. */
const TIMED_RUNS = 3;
/** Answers of one run: a browser's clock counts in tenths of a millisecond, about what one answer takes. */
const ANSWERS_PER_RUN = 4;
/** Examples of one timed training step, as the trainer takes them. */
const STEP_EXAMPLES = 8;
/** Largest difference that is still the same model, relative to the largest value (float32 twice). */
const MOST_DIFFERENCE = 1e-3;

/** What an engine answered to made-up questions, and how long that took. */
export interface Trial {
  readonly scores: Float32Array;
  readonly gradients: Float32Array;
  /** One ranking and one training step, without the first of each, which compiles. */
  readonly ms: number;
}

/**
 * Tries an engine on a catalogue; every engine is asked the same.
 *
 * @param items - N
 * @param elapsedMs - a clock that only goes forward
 */
export async function tryEncoder(encoder: Encoder, items: number, elapsedMs: () => number): Promise<Trial> {
  const chance = seededChance(items);
  const weights = startingWeights(chance);
  const input = anyInput(items, chance);
  const examples: TrainingExample[] = Array.from({ length: STEP_EXAMPLES }, () => ({ input: anyInput(items, chance), target: chance.below(items) }));
  const negatives = drawNegatives(items, new Set(), chance);
  const scored = await timed(() => encoder.scoreAll(weights, input), elapsedMs);
  const learnt = await timed(async () => (await encoder.lossAndGradients(weights, examples, negatives)).gradients, elapsedMs);
  return { scores: scored.value, gradients: learnt.value, ms: scored.ms + learnt.ms };
}

/** Whether two engines gave the same answers. */
export function answersAgree(actual: Trial, wanted: Trial): boolean {
  return isClose(actual.scores, wanted.scores) && isClose(actual.gradients, wanted.gradients);
}

async function timed(act: () => Promise<Float32Array>, elapsedMs: () => number): Promise<{ readonly value: Float32Array; readonly ms: number }> {
  let value = await act();
  let ms = Infinity;
  for (let run = 0; run < TIMED_RUNS; run++) {
    const startMs = elapsedMs();
    for (let answer = 0; answer < ANSWERS_PER_RUN; answer++) value = await act();
    ms = Math.min(ms, (elapsedMs() - startMs) / ANSWERS_PER_RUN);
  }
  return { value, ms };
}

function isClose(actual: Float32Array, wanted: Float32Array): boolean {
  let most = 0;
  let difference = 0;
  wanted.forEach((x, i) => {
    most = Math.max(most, Math.abs(x));
    difference = Math.max(difference, Math.abs(x - (actual[i] ?? NaN)));
  });
  return difference <= MOST_DIFFERENCE * most; // NaN is not close
}

function anyInput(items: number, chance: Chance): SequenceInput {
  const draw = (bound: number): number[] => Array.from({ length: MAX_SEQUENCE }, () => chance.below(bound));
  return { items: Int32Array.from(draw(items)), types: Uint8Array.from(draw(4)), gaps: Uint8Array.from(draw(8)) };
}
