import type { PassageHit } from './passage-index.ts';

/** What speaks for the first passage, each from 0 to 1. */
export interface Signs {
  /** Share of the question that it holds. */
  readonly covered: number;
  /** Share of its heading that was asked for. */
  readonly titleCovered: number;
  /** How far it is ahead of the second: 1 where there is none. */
  readonly ahead: number;
  /** How much its heading is about what the question is about. */
  readonly agrees: number;
  /** How likely the question is one that no shop answers. */
  readonly isOther: number;
  /** Share of the concepts asked for that it touches, and that its heading does; where none was asked for, the two shares of words above. */
  readonly conceptsCovered: number;
  readonly titleConceptsCovered: number;
}

/** Weights of a logistic regression, in the order of {@link Signs}, the constant first. */
export type ConfidenceWeights = readonly [number, number, number, number, number, number, number, number];

/** Fitted on the validation questions of `#bench/assistant`, about two shops, by `fitConfidence`; `npm run bench -- --only assistant` fits them again, and a test holds them to that. */
export const CONFIDENCE: ConfidenceWeights = [-1.953, 0.904, 0.887, 1.415, 0.375, -0.218, 0.566, 0.921];
/** Below it the assistant says that it does not know: from here on an answer is more likely right than wrong. */
export const ANSWERS_FROM = 0.5;

function valuesOf({ covered, titleCovered, ahead, agrees, isOther, conceptsCovered, titleConceptsCovered }: Signs): readonly number[] {
  return [1, covered, titleCovered, ahead, agrees, isOther, conceptsCovered, titleConceptsCovered];
}

/** How likely the first passage answers the question. */
export function confidenceOf(signs: Signs, weights: ConfidenceWeights = CONFIDENCE): number {
  return 1 / (1 + Math.exp(-valuesOf(signs).reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)));
}

const NOTHING: Signs = { covered: 0, titleCovered: 0, ahead: 0, agrees: 0, isOther: 0, conceptsCovered: 0, titleConceptsCovered: 0 };
/** Steps and size of the fit's gradient descent, and what holds weights small: few examples. */
const FIT = { steps: 4_000, step: 0.5, decay: 0.01 } as const;

/** Logistic regression of "the first passage was right" on its signs; the same for the same examples, to three digits. */
export function fitConfidence(examples: readonly { readonly signs: Signs; readonly isRight: boolean }[]): ConfidenceWeights {
  const weights = valuesOf(NOTHING).map(() => 0);
  for (let n = 0; n < FIT.steps; n++) {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : FIT.decay * weight));
    for (const { signs, isRight } of examples) {
      const error = confidenceOf(signs, weights as unknown as ConfidenceWeights) - (isRight ? 1 : 0);
      for (const [i, value] of valuesOf(signs).entries()) gradient[i] = (gradient[i] ?? 0) + (error * value) / examples.length;
    }
    for (const i of weights.keys()) weights[i] = (weights[i] ?? 0) - FIT.step * (gradient[i] ?? 0);
  }
  return weights.map((weight) => Number(weight.toFixed(3))) as unknown as ConfidenceWeights;
}

/** How far the first hit is ahead. */
export function lead(hits: readonly PassageHit[]): number {
  const [first, second] = hits;
  return first && second ? 1 - second.score / first.score : 1;
}
