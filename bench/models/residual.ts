import { CONTENT_DIMS } from '#core/catalogue';
import { RESIDUAL_BOUND } from './tiers.ts';
import { at, indexAt, type Tape, type Value } from './tape.ts';

const D = CONTENT_DIMS;

/** FNV-1a (Fowler, Noll and Vo), 32 bits, from a start of one's own: cheap, the same in every engine, no secret. */
function hashOf(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15; // FNV's low bits follow the last character; this mixes the high ones in
  return Math.imul(hash, 0x85ebca6b) >>> 0;
}

/** [N × 2] two rows of an R-row table for each item, by its id alone: any device finds them without a list. */
export function residualRowsOf(ids: readonly string[], rows: number): Int32Array {
  return Int32Array.from({ length: ids.length * 2 }, (_, i) => hashOf(ids[i >> 1] ?? '', i & 1 ? 0x811c9dc5 : 0x9e3779b9) % rows);
}

/**
 * Frozen content plus a residual of bounded length, for items `wanted`: c + ρ r / √(1 + ‖r‖²), where r is the sum of two
 * hashed rows. So no item ever leaves its content by more than ρ, however often it is reported on.
 *
 * @param content - [N, D] frozen
 * @param table - [R, D] learned
 * @param hashed - [N × 2] rows of each item
 * @returns [wanted, D]
 */
export function itemRows(tape: Tape, content: Value, table: { readonly table: Value; readonly hashed: Int32Array } | undefined, wanted: Int32Array): Value {
  const out = tape.make(wanted.length, D, table ? [table.table] : []);
  const residuals = table ? new Float64Array(wanted.length * D) : undefined;
  const roots = new Float64Array(wanted.length);
  for (const [r, item] of wanted.entries()) {
    if (item < 0) continue;
    out.data.set(content.data.subarray(item * D, (item + 1) * D), r * D);
    if (!table || !residuals) continue;
    const first = indexAt(table.hashed, 2 * item) * D;
    const second = indexAt(table.hashed, 2 * item + 1) * D;
    let squares = 1;
    for (let d = 0; d < D; d++) {
      const x = residuals[r * D + d] = at(table.table.data, first + d) + at(table.table.data, second + d);
      squares += x * x;
    }
    roots[r] = Math.sqrt(squares);
    for (let d = 0; d < D; d++) out.data[r * D + d] = at(out.data, r * D + d) + (RESIDUAL_BOUND * at(residuals, r * D + d)) / at(roots, r);
  }
  tape.onWayBack(() => {
    const slopes = table?.table.slope;
    if (!table || !residuals || !slopes || !out.slope) return;
    for (const [r, item] of wanted.entries()) {
      if (item < 0) continue;
      const root = at(roots, r);
      let along = 0;
      for (let d = 0; d < D; d++) along += at(out.slope, r * D + d) * at(residuals, r * D + d);
      for (const row of [indexAt(table.hashed, 2 * item) * D, indexAt(table.hashed, 2 * item + 1) * D]) {
        for (let d = 0; d < D; d++) slopes[row + d] = at(slopes, row + d) + (RESIDUAL_BOUND / root) * (at(out.slope, r * D + d) - (at(residuals, r * D + d) * along) / (root * root));
      }
    }
  });
  return out;
}
