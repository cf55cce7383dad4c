import { concat, dispose, keep, reshape, tensor2d, tidy, topk, train, valueAndGrads, variable, type Scalar, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { CONTENT_DIMS, VECTOR_SCALE } from '#core/catalogue';
import type { SequenceInput, TrainingExample } from '#core/features';
import { itemTable, requireT11, T11_PARAMETERS, type ItemFacts } from '#worker/models';
import { packCandidates, packInputs, type PackedInputs } from './batch.ts';
import { byName, encode, loss, scoreAll, weightTensors, type ItemTensors } from './model.ts';

/** T11 in tfjs ops: the same questions as `Encoder`, and what baselines are made of. */
export interface TfjsEncoder {
  scoreAll(weights: Float32Array, input: SequenceInput): Promise<Float32Array>;
  lossAndGradients(weights: Float32Array, examples: readonly TrainingExample[], negatives: Int32Array): Promise<{ readonly loss: number; readonly gradients: Float32Array }>;
  attention(weights: Float32Array, input: SequenceInput): Promise<Float32Array>;
  readonly items: ItemTensors;
  readonly count: number;
  dispose(): void;
}

/** T11 over a catalogue on the tfjs backend that is set. Keeps two tensors until `dispose`; a call leaves none behind. */
export function tfjsEncoder(catalogue: ItemFacts): TfjsEncoder {
  const { count, vectors, popularity } = itemTable(catalogue);
  const items = {
    vectors: keep(tensor2d(Float32Array.from(vectors, (x) => x / VECTOR_SCALE), [count, CONTENT_DIMS])),
    popularity: keep(tensor2d(popularity, [count, 1])),
  };
  const read = async (build: () => Tensor): Promise<Float32Array> => {
    const answer = tidy(build);
    try {
      return Float32Array.from(await answer.data());
    } finally {
      answer.dispose();
    }
  };
  const pack = (weights: Float32Array, inputs: readonly SequenceInput[]): PackedInputs => {
    requireT11(weights);
    return packInputs(inputs, count);
  };
  return {
    items,
    count,
    async scoreAll(weights, input) {
      const inputs = pack(weights, [input]);
      return read(() => scoreAll(byName(weightTensors(weights)), items, inputs));
    },
    async lossAndGradients(weights, examples, negatives) {
      const inputs = pack(weights, examples.map(({ input }) => input));
      const candidates = packCandidates(examples, negatives, count);
      if (examples.length === 0 || negatives.length === 0) return { loss: 0, gradients: new Float32Array(T11_PARAMETERS) };
      const answer = await read(() => {
        const { value, grads } = valueAndGrads((...tensors: Tensor[]) => loss(byName(tensors), items, inputs, candidates))(weightTensors(weights));
        return concat([reshape(value, [1]), ...grads.map((slope) => reshape(slope, [-1]))]);
      });
      return { loss: answer[0] ?? 0, gradients: answer.slice(1) };
    },
    async attention(weights, input) {
      if (input.items.length === 0) return new Float32Array();
      const inputs = pack(weights, [input]);
      const shares = await read(() => reshape(encode(byName(weightTensors(weights)), items, inputs).attention, [-1]));
      return shares.slice(shares.length - input.items.length);
    },
    dispose: () => dispose([items.vectors, items.popularity]),
  };
}

/** The `k` best items after `input` with weights that stand as tensors: what a program in tfjs would run for one shelf. */
export async function topItems({ items, count }: Pick<TfjsEncoder, 'items' | 'count'>, weights: readonly Tensor[], input: SequenceInput, k: number): Promise<Int32Array> {
  const inputs = packInputs([input], count);
  const best = tidy(() => topk(scoreAll(byName(weights), items, inputs), k).indices);
  try {
    return Int32Array.from(await best.data());
  } finally {
    best.dispose();
  }
}

/** Runs SGD over `steps` by `optimizer.minimize`, as a tfjs program would: the same model, loss and negatives. */
export async function minimizeSteps(
  { items, count }: Pick<TfjsEncoder, 'items' | 'count'>, weights: Float32Array, steps: readonly { readonly examples: readonly TrainingExample[]; readonly negatives: Int32Array }[], learningRate: number,
): Promise<Float32Array> {
  const variables: Variable[] = tidy(() => weightTensors(weights).map((tensor) => keep(variable(tensor))) as Variable[]);
  const optimizer = train.sgd(learningRate);
  for (const { examples, negatives } of steps) {
    const inputs = packInputs(examples.map(({ input }) => input), count);
    const candidates = packCandidates(examples, negatives, count);
    optimizer.minimize(() => loss(byName(variables), items, inputs, candidates) as Scalar, false, variables);
  }
  const trained = tidy(() => concat(variables.map((tensor) => reshape(tensor, [-1]))));
  const answer = Float32Array.from(await trained.data());
  dispose([trained, ...variables]);
  optimizer.dispose();
  return answer;
}
