import type { ItemIndex } from './catalogue.ts';
import { PICTURE_DIMS } from './picture.ts';
import type { SparseMatrix } from './tfidf.ts';

/**
 * Norm of a picture beside a text of norm 1. On 60 photos of ten kinds of clothing, the share of five nearest of the same kind:
 * without text .21 at any weight (.10 without pictures); with titles that name the kind .92, and .66 at a weight of 1 (.89).
 */
const PICTURE_WEIGHT = 0.25;

/**
 * `text` with PICTURE_DIMS more columns: each picture less the mean of all, since what all pictures share tells none apart, at
 * norm PICTURE_WEIGHT. Rows without a picture get zeros there.
 *
 * @param pictures - shape [PICTURE_DIMS] each
 */
export function withPictures(text: SparseMatrix, pictures: ReadonlyMap<ItemIndex, Float32Array>): SparseMatrix {
  if (pictures.size === 0) return text;
  const mean = new Float64Array(PICTURE_DIMS);
  for (const picture of pictures.values()) for (let d = 0; d < PICTURE_DIMS; d++) mean[d] = (mean[d] ?? 0) + (picture[d] ?? 0) / pictures.size;
  const more = pictures.size * PICTURE_DIMS;
  const starts = new Int32Array(text.rows + 1);
  const terms = new Int32Array(text.terms.length + more);
  const values = new Float32Array(text.terms.length + more);
  let used = 0;
  for (let row = 0; row < text.rows; row++) {
    const [first, end] = [text.starts[row] ?? 0, text.starts[row + 1] ?? 0];
    terms.set(text.terms.subarray(first, end), used);
    values.set(text.values.subarray(first, end), used);
    used += end - first;
    const picture = pictures.get(row);
    if (picture) {
      const centred = Float64Array.from(mean, (value, d) => (picture[d] ?? 0) - value);
      const norm = Math.hypot(...centred);
      const scale = norm > 0 ? PICTURE_WEIGHT / norm : 0; // 0: all pictures are the same
      for (const [d, value] of centred.entries()) {
        terms[used] = text.columns + d;
        values[used++] = scale * value;
      }
    }
    starts[row + 1] = used;
  }
  return { rows: text.rows, columns: text.columns + PICTURE_DIMS, starts, terms: terms.subarray(0, used), values: values.subarray(0, used) };
}
