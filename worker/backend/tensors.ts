import { dispose, keep, tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { CONTENT_DIMS } from '#core/catalogue';
import { requireT11, T11_PARAMETERS, type Encoder, type ItemTable } from '#worker/models';
import { scoresOf, slopesOf, tasteOf, type ItemTensors } from './kernels.ts';
import { planOf, requireItem } from './plan.ts';
import { MAX_GPU_NEGATIVES } from './shaders.ts';

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
 * T11 in fused kernels on the WebGPU device that is set. Keeps two tensors, the items, until `dispose`; a call leaves none
 * behind. Overlapping calls are safe: each hands its kernels over in one turn and waits only for the answer's bytes.
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
  return {
    name: 'webgpu',
    get isLost() {
      return watch.isLost;
    },
    async scoreAll(weights, input) {
      requireT11(weights);
      const plan = planOf([{ input, target: 0 }], table.count);
      return read(() => {
        const onGpu = tensor1d(weights, 'float32'); // [P]
        return scoresOf(items, onGpu, tasteOf(items, onGpu, tensor1d(plan, 'int32'))); // [N]
      });
    },
    async lossAndGradients(weights, examples, negatives) {
      requireT11(weights);
      for (const item of negatives) requireItem(item, table.count);
      if (negatives.length > MAX_GPU_NEGATIVES) throw new RangeError(`Cannot use ${negatives.length} negatives on a GPU: wanted at most ${MAX_GPU_NEGATIVES}`);
      const plan = planOf(examples, table.count);
      if (examples.length === 0 || negatives.length === 0) return { loss: 0, gradients: new Float32Array(T11_PARAMETERS) };
      const answer = await read(() => slopesOf(items, tensor1d(weights, 'float32'), examples.length, { plan: tensor1d(plan, 'int32'), negatives: tensor1d(negatives, 'int32') }));
      return { loss: answer[T11_PARAMETERS] ?? NaN, gradients: answer.slice(0, T11_PARAMETERS) };
    },
    async attention(weights, input) {
      requireT11(weights);
      if (input.items.length === 0) return new Float32Array();
      const plan = planOf([{ input, target: 0 }], table.count);
      const answer = await read(() => tasteOf(items, tensor1d(weights, 'float32'), tensor1d(plan, 'int32')));
      return answer.slice(CONTENT_DIMS, CONTENT_DIMS + input.items.length);
    },
    dispose() {
      dispose([items.vectors, items.popularity]);
      watch.close();
    },
  };
}

function keptItems({ count, vectors, popularity }: ItemTable): ItemTensors {
  const words = new Int32Array((count * CONTENT_DIMS) / Int32Array.BYTES_PER_ELEMENT);
  new Int8Array(words.buffer).set(vectors); // four components a word; a view would want them to begin at a word
  return { count, vectors: keep(tensor1d(words, 'int32')), popularity: keep(tensor1d(popularity, 'float32')) };
}
