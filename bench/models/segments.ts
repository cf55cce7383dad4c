import { at, indexAt, type Tape, type Value } from './tape.ts';

/** Rows of one query: those from `from[q]` to before `to[q]`. */
export interface Ranges {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** What {@link attend} reads. */
export interface Attention {
  /** [Q, W] */
  readonly queries: Value;
  /** [S, W] */
  readonly keys: Value;
  /** [S, V] */
  readonly values: Value;
  /** [S, 1] added to every logit of a row. */
  readonly bias?: Value;
  readonly heads: number;
  readonly ranges: Ranges;
}

/**
 * Scaled dot-product attention (Vaswani et al. 2017) of every query over its own range of rows. With several heads, head h
 * reads the h-th part of the columns. A range without rows gives zeros. → [Q, V]
 */
export function attend(tape: Tape, { queries, keys, values, bias, heads, ranges }: Attention): Value {
  const width = keys.columns / heads;
  const carried = values.columns / heads;
  const scale = 1 / Math.sqrt(width);
  const out = tape.make(queries.rows, values.columns, [queries, keys, values, ...(bias ? [bias] : [])]);
  const shares: Float64Array[] = [];
  for (let q = 0; q < queries.rows; q++) {
    const from = indexAt(ranges.from, q);
    const length = indexAt(ranges.to, q) - from;
    for (let h = 0; h < heads; h++) {
      const share = new Float64Array(length);
      let most = -Infinity;
      for (let t = 0; t < length; t++) {
        let dot = 0;
        for (let w = 0, i = q * keys.columns + h * width, j = (from + t) * keys.columns + h * width; w < width; w++, i++, j++) dot += at(queries.data, i) * at(keys.data, j);
        share[t] = dot * scale + (bias ? at(bias.data, from + t) : 0);
        most = Math.max(most, at(share, t));
      }
      let total = 0;
      for (let t = 0; t < length; t++) total += share[t] = Math.exp(at(share, t) - most);
      for (let t = 0; t < length; t++) {
        share[t] = at(share, t) / total;
        for (let v = 0, i = q * values.columns + h * carried, j = (from + t) * values.columns + h * carried; v < carried; v++, i++, j++) out.data[i] = at(out.data, i) + at(share, t) * at(values.data, j);
      }
      shares.push(share);
    }
  }
  tape.onWayBack(() => backThroughAttention(out, { queries, keys, values, ...(bias ? { bias } : {}), heads, ranges }, shares));
  return out;
}

function backThroughAttention(out: Value, { queries, keys, values, bias, heads, ranges }: Attention, shares: readonly Float64Array[]): void {
  if (!out.slope) return;
  const width = keys.columns / heads;
  const carried = values.columns / heads;
  const scale = 1 / Math.sqrt(width);
  for (const [index, share] of shares.entries()) {
    const q = Math.floor(index / heads);
    const h = index % heads;
    const from = indexAt(ranges.from, q);
    const byShare = new Float64Array(share.length);
    let mean = 0;
    for (let t = 0; t < share.length; t++) {
      let dot = 0;
      for (let v = 0, i = q * values.columns + h * carried, j = (from + t) * values.columns + h * carried; v < carried; v++, i++, j++) {
        dot += at(out.slope, i) * at(values.data, j);
        if (values.slope) values.slope[j] = at(values.slope, j) + at(share, t) * at(out.slope, i);
      }
      byShare[t] = dot;
      mean += at(share, t) * dot;
    }
    for (let t = 0; t < share.length; t++) {
      const logit = at(share, t) * (at(byShare, t) - mean);
      if (bias?.slope) bias.slope[from + t] = at(bias.slope, from + t) + logit;
      for (let w = 0, i = q * keys.columns + h * width, j = (from + t) * keys.columns + h * width; w < width; w++, i++, j++) {
        if (queries.slope) queries.slope[i] = at(queries.slope, i) + logit * scale * at(keys.data, j);
        if (keys.slope) keys.slope[j] = at(keys.slope, j) + logit * scale * at(queries.data, i);
      }
    }
  }
}

/** Every row times its own number: a [S, C], factors [S, 1]. */
export function scaleRows(tape: Tape, a: Value, factors: Value): Value {
  const { rows, columns } = a;
  const out = tape.make(rows, columns, [a, factors]);
  for (let r = 0; r < rows; r++) for (let c = 0, i = r * columns; c < columns; c++, i++) out.data[i] = at(a.data, i) * at(factors.data, r);
  tape.onWayBack(() => {
    if (!out.slope) return;
    for (let r = 0; r < rows; r++) {
      let sum = 0;
      for (let c = 0, i = r * columns; c < columns; c++, i++) {
        sum += at(out.slope, i) * at(a.data, i);
        if (a.slope) a.slope[i] = at(a.slope, i) + at(out.slope, i) * at(factors.data, r);
      }
      if (factors.slope) factors.slope[r] = at(factors.slope, r) + sum;
    }
  });
  return out;
}

/** Largest element of every column over each range of rows; 0 over none. → [Q, C] */
export function maxOver(tape: Tape, a: Value, { from, to }: Ranges): Value {
  const { columns } = a;
  const out = tape.make(from.length, columns, [a]);
  const winners = new Int32Array(from.length * columns).fill(-1);
  for (let q = 0; q < from.length; q++) {
    for (let c = 0; c < columns; c++) {
      let best = -1;
      for (let r = indexAt(from, q); r < indexAt(to, q); r++) if (best < 0 || at(a.data, r * columns + c) > at(a.data, best)) best = r * columns + c;
      winners[q * columns + c] = best;
      if (best >= 0) out.data[q * columns + c] = at(a.data, best);
    }
  }
  tape.onWayBack(() => {
    if (!a.slope || !out.slope) return;
    for (const [i, winner] of winners.entries()) if (winner >= 0) a.slope[winner] = at(a.slope, winner) + at(out.slope, i);
  });
  return out;
}
