import type { Task } from '#core/protocol';
import type { Randomness } from '#core/units';
import { discreteGaussianVector } from './discrete-gaussian.ts';
import { discreteLaplaceVector } from './discrete-laplace.ts';

/** The full noise that one server adds to its share of a batch of `task`: discrete Gaussian for a model, discrete Laplace for a measurement. shape [length] */
export function noiseFor(task: Task, length: number, randomness: Randomness): Int32Array {
  return task.kind === 'model' ? discreteGaussianVector(length, task.noiseVariance, randomness) : discreteLaplaceVector(length, task.noiseScale, randomness);
}
