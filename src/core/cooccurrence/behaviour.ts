import { CONTENT_DIMS, projectOnTopDirections, VECTOR_SCALE } from '#core/catalogue';
import type { Neighbours } from './neighbours.ts';

const D = CONTENT_DIMS;
/** Part of the mean length added to each: items with hardly a pair stay near 0 instead of pointing anywhere at full length. */
const SOFT_LENGTH = 0.3;

/**
 * Where each item stands among what goes together: the strongest 64 directions of the table of neighbours (spectral
 * embedding of a co-occurrence graph; Levy and Goldberg 2014 for why counts carry what trained vectors would). Says that
 * two items are alike that were never met together but beside the same others, and gives items without text a vector.
 *
 * @returns shape [N, CONTENT_DIMS], length at most 1, times 127; a row of zeros: nothing is known
 */
export function behaviourVectors({ starts, items, together }: Neighbours): Int8Array<ArrayBuffer> {
  const count = starts.length - 1;
  const matrix = { rows: count, columns: count, starts, terms: items, values: together };
  const { data } = projectOnTopDirections(matrix, D); // [N, D], U·Σ
  const vectors = new Int8Array(count * D);
  const roots = new Float64Array(D); // ⁴√ of the squared column length: U·Σ ÷ √σ leaves U·√Σ
  for (let at = 0; at < data.length; at++) roots[at % D] = (roots[at % D] ?? 0) + (data[at] ?? 0) ** 2;
  for (let d = 0; d < D; d++) roots[d] = Math.sqrt(Math.sqrt(roots[d] ?? 0));
  for (let at = 0; at < data.length; at++) data[at] = (roots[at % D] ?? 0) > 0 ? (data[at] ?? 0) / (roots[at % D] ?? 1) : 0;
  const lengths = Float64Array.from({ length: count }, (_, item) => Math.sqrt(data.subarray(item * D, (item + 1) * D).reduce((sum, x) => sum + x * x, 0)));
  const soft = SOFT_LENGTH * Math.sqrt(lengths.reduce((sum, x) => sum + x * x, 0) / Math.max(1, count));
  for (let at = 0; at < data.length; at++) vectors[at] = Math.round((VECTOR_SCALE * (data[at] ?? 0)) / ((lengths[Math.floor(at / D)] ?? 0) + soft || 1));
  return vectors;
}
