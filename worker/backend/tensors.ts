import { concat, dispose, keep, reshape, tensor2d, tidy, valueAndGrads, type Tensor } from '@tensorflow/tfjs-core';
import { CONTENT_DIMS, VECTOR_SCALE } from '#core/catalogue';
import type { SequenceInput } from '#core/features';
import { requireT11, T11_PARAMETERS, type Encoder, type ItemTable } from '#worker/models';
import { packCandidates, packInputs, type PackedInputs } from './batch.ts';
import { byName, encode, loss, scoreAll, weightTensors, type ItemTensors } from './model.ts';

/** Whether the device under tfjs still answers. */
export interface DeviceWatch {
  readonly isLost: boolean;
  /**
   * What `submit` reads back, or a rejection as soon as the device is lost or one of its commands was invalid: a read-back
   * from a lost device may never come. `submit` hands all its commands over before its first wait.
   */
  run<Value>(submit: () => Promise<Value>): Promise<Value>;
  close(): void;
}

/**
 * T11 in tfjs ops on the backend that is set. Keeps two tensors, the items, until `dispose`; a call leaves none behind.
 * Overlapping calls are safe: each builds its graph in one turn and waits only for the answer's bytes.
 */
export function encoderOnTensors(table: ItemTable, watch: DeviceWatch): Encoder {
  const items = keptItems(table);
  /** Runs `build` in a tidy and reads the tensor it returns. */
  const read = async (build: () => Tensor): Promise<Float32Array> => {
    let answer: Tensor | undefined;
    try {
      return Float32Array.from(await watch.run(() => {
        answer = tidy(build);
        return answer.data();
      }));
    } finally {
      answer?.dispose();
    }
  };
  const pack = (weights: Float32Array, inputs: readonly SequenceInput[]): PackedInputs => {
    requireT11(weights);
    return packInputs(inputs, table.count);
  };
  return {
    name: 'webgpu',
    get isLost() {
      return watch.isLost;
    },
    async scoreAll(weights, input) {
      const inputs = pack(weights, [input]);
      return read(() => scoreAll(byName(weightTensors(weights)), items, inputs));
    },
    async lossAndGradients(weights, examples, negatives) {
      const inputs = pack(weights, examples.map(({ input }) => input));
      const candidates = packCandidates(examples, negatives, table.count);
      if (examples.length === 0 || negatives.length === 0) return { loss: 0, gradients: new Float32Array(T11_PARAMETERS) };
      // Loss and slopes come back as one vector: each read-back costs a round trip to the GPU.
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
    dispose() {
      dispose([items.vectors, items.popularity]);
      watch.close();
    },
  };
}

function keptItems({ count, vectors, popularity }: ItemTable): ItemTensors {
  return { vectors: keep(tensor2d(Float32Array.from(vectors, (x) => x / VECTOR_SCALE), [count, CONTENT_DIMS])), popularity: keep(tensor2d(popularity, [count, 1])) };
}
