import type { Interaction } from '#core/features';
import { fitPersonalHead, INPUTS, mixFeatures, momentOf, shelfWeights, weightsAt, weightsOf } from '#worker/recommender';
import type { TestCase } from '#bench/data';
import { interactionsOf, type Shared, type Subject } from '#bench/lanes';
import type { CaseRanker } from './rank.ts';

/** One mix to be ranked by. */
export interface MixVariant {
  readonly name: string;
  /** What the device of a case was taught; computed strictly from what lies before its target. */
  readonly sharedFor: (interactions: readonly Interaction[]) => Promise<Shared>;
  /** Whether the device's own head is added, as a shelf has it. */
  readonly isPersonal: boolean;
}

/** The product's scorers: each alone over what the first variant was taught, and every variant's mix. Inputs of a case are computed once for each teaching. */
export function ourRankers(subject: Subject, variants: readonly MixVariant[]): CaseRanker[] {
  const { dataset, catalogue } = subject;
  const scores = new Float32Array(catalogue.items);
  const historyFor = memoOfLast(async (question: TestCase) => interactionsOf(question.history, dataset, catalogue));
  const preparedBy = new Map<MixVariant['sharedFor'], ReturnType<typeof preparer>>();
  const prepareWith = (sharedFor: MixVariant['sharedFor']): ReturnType<typeof preparer> => {
    const known = preparedBy.get(sharedFor) ?? preparer(sharedFor);
    preparedBy.set(sharedFor, known);
    return known;
  };
  const preparer = (sharedFor: MixVariant['sharedFor']) => memoOfLast(async (question: TestCase) => {
    const interactions = await historyFor(question);
    const shared = await sharedFor(interactions);
    const { encoder, t11, coOccurrence } = shared;
    const context = await momentOf({ catalogue, t11: { encoder, weights: t11 }, coOccurrence }, interactions, question.atMs);
    return { interactions, shared, context, columns: mixFeatures(context) };
  });
  const [first] = variants;
  if (!first) return [];
  const alone = (['content', 'model', 'co-occurrence', 'on-device'] as const).map((name): CaseRanker => ({
    name,
    score: async (question) => weighted((await prepareWith(first.sharedFor)(question)).columns, weightsOf(name), scores),
  }));
  return [...alone, ...variants.map(({ name, sharedFor, isPersonal }): CaseRanker => ({
    name,
    async score(question) {
      const { shared, context, columns, interactions } = await prepareWith(sharedFor)(question);
      const weights = weightsAt(context, shared.mix);
      if (!isPersonal) return weighted(columns, weights, scores);
      const { encoder, t11, mix, coOccurrence } = shared;
      const head = await fitPersonalHead({ weights: mix, history: { interactions }, catalogue, t11: { encoder, weights: t11 }, ...(coOccurrence && { coOccurrence }), pause: async () => undefined });
      return weighted(columns, shelfWeights(weights, { head }), scores);
    },
  }))];
}

/** `compute` with its last answer kept: scorers ask for the same case one after the other. */
function memoOfLast<Key, Value>(compute: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return async (key) => {
    if (last?.key !== key) last = { key, value: await compute(key) };
    return last.value;
  };
}

function weighted(columns: readonly Float32Array[], weights: Float32Array, out: Float32Array): Float32Array {
  out.fill(0);
  for (let j = 0; j < INPUTS; j++) {
    const [column, weight] = [columns[j], weights[j] ?? 0];
    if (column && weight !== 0) for (let item = 0; item < out.length; item++) out[item] = (out[item] as number) + weight * (column[item] as number);
  }
  return out;
}
