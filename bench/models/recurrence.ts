import type { Ranges } from './segments.ts';
import { at, indexAt, type Tape, type Value } from './tape.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** What one step leaves for the way back. */
interface Trace {
  readonly before: Float64Array; // [H]
  readonly reset: Float64Array; // [H]
  readonly update: Float64Array; // [H]
  readonly proposed: Float64Array; // [H]
  /** [H] what the state says of the proposal before the reset gate. */
  readonly recalled: Float64Array;
}

/**
 * Last state of a gated recurrent unit over every range of rows, from a state of zeros:
 *
 *     r = σ(x_r + U_r h)    z = σ(x_z + U_z h)    n = tanh(x_n + r · (U_n h))    h ← (1 − z) n + z h
 *
 * @param gates - [S, 3H] the part of the input, columns r, z, n
 * @param state - [H, 3H] U, columns r, z, n
 * @returns [B, H]
 * @see Cho et al. 2014, in the form of cuDNN, where the reset gate follows the product
 */
export function recur(tape: Tape, gates: Value, state: Value, ranges: Ranges): Value {
  const H = state.rows;
  const out = tape.make(ranges.from.length, H, [gates, state]);
  const traces: Trace[][] = [];
  for (let b = 0; b < ranges.from.length; b++) {
    let hidden = new Float64Array(H);
    const steps: Trace[] = [];
    for (let row = indexAt(ranges.from, b); row < indexAt(ranges.to, b); row++) {
      const sums = new Float64Array(3 * H);
      for (let h = 0; h < H; h++) {
        const x = at(hidden, h);
        if (x !== 0) for (let j = 0, i = h * 3 * H; j < 3 * H; j++, i++) sums[j] = at(sums, j) + x * at(state.data, i);
      }
      const trace: Trace = { before: hidden, reset: new Float64Array(H), update: new Float64Array(H), proposed: new Float64Array(H), recalled: sums.subarray(2 * H) };
      hidden = new Float64Array(H);
      for (let h = 0, i = row * 3 * H; h < H; h++, i++) {
        const reset = trace.reset[h] = sigmoid(at(gates.data, i) + at(sums, h));
        const update = trace.update[h] = sigmoid(at(gates.data, i + H) + at(sums, H + h));
        const proposed = trace.proposed[h] = Math.tanh(at(gates.data, i + 2 * H) + reset * at(trace.recalled, h));
        hidden[h] = (1 - update) * proposed + update * at(trace.before, h);
      }
      steps.push(trace);
    }
    out.data.set(hidden, b * H);
    traces.push(steps);
  }
  tape.onWayBack(() => {
    for (const [b, steps] of traces.entries()) if (out.slope) backThroughTime({ gates, state, first: indexAt(ranges.from, b) }, steps, Float64Array.from(out.slope.subarray(b * H, (b + 1) * H)));
  });
  return out;
}

function backThroughTime({ gates, state, first }: { readonly gates: Value; readonly state: Value; readonly first: number }, steps: readonly Trace[], last: Float64Array): void {
  const H = state.rows;
  const sums = new Float64Array(3 * H);
  let byState = last;
  for (let t = steps.length - 1; t >= 0; t--) {
    const { before, reset, update, proposed, recalled } = steps[t] as Trace;
    const byBefore = new Float64Array(H);
    for (let h = 0, i = (first + t) * 3 * H; h < H; h++, i++) {
      const slope = at(byState, h);
      const byProposed = slope * (1 - at(update, h)) * (1 - at(proposed, h) ** 2);
      const byUpdate = slope * (at(before, h) - at(proposed, h)) * at(update, h) * (1 - at(update, h));
      const byReset = byProposed * at(recalled, h) * at(reset, h) * (1 - at(reset, h));
      byBefore[h] = slope * at(update, h);
      sums[h] = byReset;
      sums[H + h] = byUpdate;
      sums[2 * H + h] = byProposed * at(reset, h);
      if (!gates.slope) continue;
      gates.slope[i] = at(gates.slope, i) + byReset;
      gates.slope[i + H] = at(gates.slope, i + H) + byUpdate;
      gates.slope[i + 2 * H] = at(gates.slope, i + 2 * H) + byProposed;
    }
    for (let h = 0; h < H; h++) {
      const x = at(before, h);
      let sum = 0;
      for (let j = 0, i = h * 3 * H; j < 3 * H; j++, i++) {
        sum += at(sums, j) * at(state.data, i);
        if (state.slope && x !== 0) state.slope[i] = at(state.slope, i) + x * at(sums, j);
      }
      byBefore[h] = at(byBefore, h) + sum;
    }
    byState = byBefore;
  }
}
