/** What speaks for a passage, each from 0 to 1 but where it is said. */
export interface Signs {
  /** Share of the question that it holds. */
  readonly covered: number;
  /** Share of its heading that was asked for. */
  readonly titleCovered: number;
  /** Its score against the best other's: above 0 for the first, below for the others, −1 to 1. */
  readonly ahead: number;
  /** How much its heading is about what the question is about. */
  readonly agrees: number;
  /** How likely the question is one that no shop answers. */
  readonly isOther: number;
  /** Share of the topics asked for that it touches, and that its heading does; where none was asked for, the two shares of words above. */
  readonly topicsCovered: number;
  readonly titleTopicsCovered: number;
  /** Share of the aspects asked for (how long, how much) that its heading touches, less ½; 0 where none was. */
  readonly titleAspects: number;
  /** Share of the question's words, and Chinese characters, that no passage knows. */
  readonly strange: number;
  /** 1 where the question touches a topic, else 0. */
  readonly hasTopic: number;
}

/** Signs that differ between the passages of one question, in the order of {@link RANKING}; then those that do not. */
const OF_PASSAGE = ['covered', 'titleCovered', 'ahead', 'agrees', 'topicsCovered', 'titleTopicsCovered', 'titleAspects'] as const satisfies readonly (keyof Signs)[];
const OF_QUESTION = ['isOther', 'strange', 'hasTopic'] as const satisfies readonly (keyof Signs)[];

/** What a passage's signs count against those of the question's other passages. Fitted on the validation questions of `#bench/assistant`, about two shops, by `fitRanking`; `npm run bench -- --only assistant` fits them again, and a test holds them to that. */
export const RANKING: readonly number[] = [0.873, 1.25, 1.862, 1.365, 0.922, 1.822, 1.727];
/** Weights of a logistic regression: a constant, {@link RANKING}'s signs, those of the question, and the passage's share of all by its ranking. Fitted as that, by `fitConfidence`. */
export const CONFIDENCE: readonly number[] = [-2.066, 0.498, 0.471, 0.235, 0.666, 0.946, 0.561, 0.264, -0.848, -1.085, -0.326, 1.152];
/** Below it the assistant says that it does not know. Of the validation questions that no shop answers, mostly written to mislead it, fewer than a fifth are answered from here on; .35 answers a quarter of them, .45 a seventh of what it answers rightly less. */
export const ANSWERS_FROM = 0.4;

const product = (values: readonly number[], weights: readonly number[]): number => values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
const ofPassage = (signs: Signs): readonly number[] => OF_PASSAGE.map((name) => signs[name]);

/** Shares of a question's passages in being the one that answers, in their order; they sum to 1. */
export function rankShares(passages: readonly Signs[], weights = RANKING): readonly number[] {
  const powers = passages.map((signs) => Math.exp(product(ofPassage(signs), weights)));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function valuesOf(signs: Signs, share: number): readonly number[] {
  return [1, ...ofPassage(signs), ...OF_QUESTION.map((name) => signs[name]), share];
}

/** How likely the first passage answers the question. */
export function confidenceOf(signs: Signs, share: number, weights = CONFIDENCE): number {
  return 1 / (1 + Math.exp(-product(valuesOf(signs, share), weights)));
}

/** Steps and size of the fits' gradient descent, and what holds weights small: few examples. */
const FIT = { steps: 2_000, step: 0.5, decay: 0.01 } as const;

/** Weights from 0 on, by `gradientAt`; to three digits. */
function descend(count: number, gradientAt: (weights: readonly number[]) => readonly number[]): readonly number[] {
  let weights: readonly number[] = Array.from({ length: count }, () => 0);
  for (let n = 0; n < FIT.steps; n++) {
    const gradient = gradientAt(weights);
    weights = weights.map((weight, i) => weight - FIT.step * (gradient[i] ?? 0));
  }
  return weights.map((weight) => Number(weight.toFixed(3)));
}

/** Weights under which the right one of each question's passages has the largest share (multinomial logistic regression); `right` is its place. */
export function fitRanking(questions: readonly { readonly passages: readonly Signs[]; readonly right: number }[]): readonly number[] {
  const rows = questions.map(({ passages, right }) => ({ passages, right, values: passages.map(ofPassage) }));
  return descend(OF_PASSAGE.length, (weights) => {
    const gradient = weights.map((weight) => FIT.decay * weight);
    for (const { passages, right, values } of rows) {
      for (const [n, share] of rankShares(passages, weights).entries()) {
        const error = share - (n === right ? 1 : 0);
        for (const [i, value] of values[n]?.entries() ?? []) gradient[i] = (gradient[i] ?? 0) + (error * value) / rows.length;
      }
    }
    return gradient;
  });
}

/** Logistic regression of "the first passage was right" on its signs and share; the same for the same examples. */
export function fitConfidence(examples: readonly { readonly signs: Signs; readonly share: number; readonly isRight: boolean }[]): readonly number[] {
  const rows = examples.map(({ signs, share, isRight }) => ({ values: valuesOf(signs, share), label: isRight ? 1 : 0 }));
  return descend(CONFIDENCE.length, (weights) => {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : FIT.decay * weight));
    for (const { values, label } of rows) {
      const error = 1 / (1 + Math.exp(-product(values, weights))) - label;
      for (const [i, value] of values.entries()) gradient[i] = (gradient[i] ?? 0) + (error * value) / rows.length;
    }
    return gradient;
  });
}
