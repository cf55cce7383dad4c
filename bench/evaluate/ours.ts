import { sequenceOf } from '#core/features';
import { contextOf, factsOf, fitPersonalHead, mixFeatures, priorShare, shelfWeights, weightsOf } from '#worker/recommender';
import type { TestCase } from '#bench/data';
import type { CaseRanker } from './rank.ts';
import { interactionsOf, type Subject } from './subject.ts';
import type { SharedWeights } from './weights.ts';

/** Mix weights that may differ from case to case, over one set of inputs. */
export interface MixVariant {
  readonly name: string;
  /** [MIX_PARAMETERS] shared weights of the case. */
  readonly mixOf: (shared: SharedWeights) => Float32Array;
  /** Whether the device's own head and floor are added, as a shelf has them. */
  readonly isPersonal: boolean;
}

/**
 * The product's scorers over one lane's weights. All read the same inputs of a case, computed once.
 *
 * @param weightsFor - shared weights as the device of a case has them; computed strictly from what lies before its target
 */
export function ourRankers(subject: Subject, weightsFor: (interactions: ReturnType<typeof interactionsOf>) => Promise<SharedWeights>, variants: readonly MixVariant[]): CaseRanker[] {
  const { dataset, catalogue, encoder } = subject;
  const facts = factsOf(catalogue);
  const scores = new Float32Array(catalogue.items);
  const prepare = memoOfLast(async (question: TestCase) => {
    const interactions = interactionsOf(question.history, dataset, catalogue);
    const shared = await weightsFor(interactions);
    const context = contextOf(facts, interactions, encoder.scoreAllSync(shared.t11, sequenceOf(interactions)));
    return { interactions, shared, context, columns: mixFeatures(context) };
  });
  const ranker = (name: string, weightsOfCase: (question: TestCase) => Promise<Float32Array>): CaseRanker => ({
    name,
    async score(question) {
      const { columns } = await prepare(question);
      return weighted(columns, await weightsOfCase(question), scores);
    },
  });
  return [
    ...(['content', 'model', 'on-device'] as const).map((name) => ranker(name, async () => weightsOf(name))),
    ...variants.map(({ name, mixOf, isPersonal }) => ranker(name, async (question) => {
      const { shared, context, interactions } = await prepare(question);
      const weights = mixOf(shared);
      if (!isPersonal) return weights;
      const head = await fitPersonalHead({ weights, history: { interactions }, catalogue, t11: { encoder, weights: shared.t11 }, pause: async () => undefined });
      return shelfWeights(weights, priorShare(weights, context), head);
    })),
  ];
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
  for (const [j, column] of columns.entries()) {
    const weight = weights[j] ?? 0;
    if (weight !== 0) for (let item = 0; item < out.length; item++) out[item] = (out[item] ?? 0) + weight * (column[item] ?? 0);
  }
  return out;
}
