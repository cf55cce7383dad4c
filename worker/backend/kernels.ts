import { engine, registerKernel, type KernelConfig, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js';
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu_program.js';
import { CONTENT_DIMS } from '#core/catalogue';
import { T11_PARAMETERS } from '#worker/models';
import { STEPS } from './plan.ts';
import { MEAN, SCORES, SLOPES, TASTE } from './shaders.ts';

/** Threads of a workgroup: one for each component of a vector, and what every GPU runs as one or two waves. */
const THREADS = CONTENT_DIMS;

/** One fused kernel: its code, the tensors it reads, all flat, and the size of what it gives. */
interface Fused {
  readonly name: string;
  readonly code: string;
  readonly reads: readonly string[];
  /** Numbers it needs besides, in order. */
  readonly numbers: readonly string[];
}

const TASTE_KERNEL: Fused = { name: 'HomebirdTaste', code: TASTE, reads: ['vectors', 'weights', 'plan'], numbers: [] };
const SCORES_KERNEL: Fused = { name: 'HomebirdScores', code: SCORES, reads: ['vectors', 'popularity', 'weights', 'tastes'], numbers: [] };
const SLOPES_KERNEL: Fused = { name: 'HomebirdSlopes', code: SLOPES, reads: ['vectors', 'popularity', 'weights', 'plan', 'negatives'], numbers: ['draws', 'items'] };
const MEAN_KERNEL: Fused = { name: 'HomebirdMean', code: MEAN, reads: ['slopes'], numbers: ['examples'] };

/** What one run of a kernel is told: the length of its result, workgroups, and the values of its `numbers`. */
interface Run {
  readonly size: number;
  readonly groups: number;
  readonly numbers: readonly number[];
}

function programOf({ name, code, reads, numbers }: Fused, { size, groups }: Run): WebGPUProgram {
  return {
    variableNames: [...reads],
    uniforms: numbers.map((number) => `${number} : i32, `).join(''),
    outputShape: [size],
    shaderKey: name,
    size: true,
    dispatch: [groups, 1, 1],
    dispatchLayout: { x: [0] },
    workgroupSize: [THREADS, 1, 1],
    getUserCode: () => code,
  };
}

function configOf(kernel: Fused): KernelConfig {
  return {
    kernelName: kernel.name,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const run = attrs as unknown as Run;
      const tensors = kernel.reads.flatMap((name) => inputs[name] ?? []);
      const numbers = run.numbers.map((value) => ({ type: 'int32', data: [value] }));
      return (backend as WebGPUBackend).runWebGPUProgram(programOf(kernel, run), tensors, 'float32', numbers);
    },
  };
}

let registered = false; // tfjs keeps its registry for the life of the thread, and warns on a second entry

/** Tells tfjs the kernels of T11, once per thread. It needs none of its own. */
export function registerKernels(): void {
  if (registered) return;
  registered = true;
  for (const kernel of [TASTE_KERNEL, SCORES_KERNEL, SLOPES_KERNEL, MEAN_KERNEL]) registerKernel(configOf(kernel));
}

function runKernel({ name }: Fused, inputs: NamedTensorMap, run: Run): Tensor {
  return engine().runKernel(name, inputs, { ...run, numbers: [...run.numbers] });
}

/** What the kernels know of the items, on the GPU. */
export interface ItemTensors {
  readonly count: number;
  /** [N · D / 4] int32, four int8 components each. */
  readonly vectors: Tensor;
  /** [N] */
  readonly popularity: Tensor;
}

/** [D + STEPS] unit taste and attention of the one example of `plan`; caller disposes. */
export function tasteOf({ vectors }: ItemTensors, weights: Tensor, plan: Tensor): Tensor {
  return runKernel(TASTE_KERNEL, { vectors, weights, plan }, { size: THREADS + STEPS, groups: 1, numbers: [] });
}

/** [N] logits of all items; caller disposes. */
export function scoresOf({ count, vectors, popularity }: ItemTensors, weights: Tensor, tastes: Tensor): Tensor {
  return runKernel(SCORES_KERNEL, { vectors, popularity, weights, tastes }, { size: count, groups: Math.ceil(count / THREADS), numbers: [] });
}

/** [T11_PARAMETERS + 1] mean slopes of the examples of `plan`, their mean loss last; caller disposes. */
export function slopesOf({ count, vectors, popularity }: ItemTensors, weights: Tensor, examples: number, { plan, negatives }: { readonly plan: Tensor; readonly negatives: Tensor }): Tensor {
  const length = T11_PARAMETERS + 1;
  const slopes = runKernel(SLOPES_KERNEL, { vectors, popularity, weights, plan, negatives }, { size: examples * length, groups: examples, numbers: [negatives.size, count] });
  return runKernel(MEAN_KERNEL, { slopes }, { size: length, groups: Math.ceil(length / THREADS), numbers: [examples] });
}
