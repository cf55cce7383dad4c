import type { SequenceInput } from '#core/features';
import type { SequenceScorer } from '#worker/recommender';

/** The encoder with its answers kept, for one device's history under one set of weights: every epoch and every mix asks for the same moments. */
export function rememberingScorer(encoder: SequenceScorer): SequenceScorer {
  const answers = new Map<string, Promise<Float32Array>>();
  const keyOf = ({ items, types, gaps }: SequenceInput): string => `${items.join()}/${types.join()}/${gaps.join()}`;
  return {
    scoreAll(weights, input) {
      const key = keyOf(input);
      const known = answers.get(key);
      if (known) return known;
      const answer = encoder.scoreAll(weights, input);
      answers.set(key, answer);
      return answer;
    },
  };
}
