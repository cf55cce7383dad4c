import type { Chance } from '#core/units';
import { at, type Weights } from './head.ts';

/** Dense layers one after the other, relu between them, in flat weights: per layer the matrix [in, out], then its bias. */
export interface Layers {
  /** Widths from the input to the last layer. */
  readonly widths: readonly number[];
  /** First weight in the flat array. */
  readonly offset: number;
  readonly parameters: number;
  /** Share of hidden units dropped in training (Srivastava et al. 2014). */
  readonly dropout: number;
  /** Whether the last layer has a relu as well. */
  readonly bendsLast: boolean;
  /** Slopes by inputs before this one are not wanted, and left 0. */
  readonly fromInput: number;
  readonly room: Room;
}

/** Where one row is worked out: the next overwrites it, since arrays of its own would cost a row a fifth of its time. */
interface Room {
  /** One a layer behind the input. */
  readonly values: readonly Float64Array[];
  readonly masks: readonly Float64Array[];
  /** Slopes by the values of each layer, the input first. */
  readonly by: readonly Float64Array[];
  /** Slopes by units that pass something back. */
  readonly own: Float64Array;
  /** Units that are not 0, and those whose slope is wanted. */
  readonly live: Int32Array;
  readonly wanted: Int32Array;
}

/** Layers that begin at `offset`. */
export function layersOf(widths: readonly number[], { offset = 0, dropout = 0, bendsLast = false, fromInput = 0 }: Partial<Omit<Layers, 'widths' | 'parameters' | 'room'>> = {}): Layers {
  let parameters = 0;
  for (const [l, width] of widths.slice(0, -1).entries()) parameters += (width + 1) * (widths[l + 1] ?? 0);
  const widest = Math.max(...widths);
  const behind = (): readonly Float64Array[] => widths.slice(1).map((width) => new Float64Array(width));
  const room = { values: behind(), masks: behind(), by: widths.map((width) => new Float64Array(width)), own: new Float64Array(widest), live: new Int32Array(widest + 3), wanted: new Int32Array(widest + 1) };
  return { widths, offset, parameters, dropout, bendsLast, fromInput, room };
}

/** First weights for relu layers: variance 2 / inputs (He et al. 2015). */
export function startLayers({ widths, offset }: Layers, weights: Float32Array, chance: Chance): void {
  let i = offset;
  for (const [l, width] of widths.slice(0, -1).entries()) {
    const size = width * (widths[l + 1] ?? 0);
    for (let end = i + size; i < end; i++) weights[i] = Math.sqrt(2 / width) * chance.normal();
    i += widths[l + 1] ?? 0;
  }
}

/** Values after each layer, the input first, and which units were kept; valid until the layers run again. */
export interface LayerTrace {
  readonly values: readonly Float64Array[];
  readonly masks: readonly (Float64Array | undefined)[];
}

/** Runs the layers. @param chance - in training only */
export function runLayers({ widths, offset, dropout, bendsLast, room }: Layers, weights: Weights, input: Float64Array, chance?: Chance): LayerTrace {
  const values = [input];
  const masks: (Float64Array | undefined)[] = [];
  let i = offset;
  for (let l = 1; l < widths.length; l++) {
    const before = values[l - 1] ?? new Float64Array();
    const out = room.values[l - 1] ?? new Float64Array();
    out.fill(0);
    addProducts(out, before, { weights, start: i, live: room.live });
    i += before.length * out.length;
    const isLast = l === widths.length - 1;
    const isBent = !isLast || bendsLast;
    for (let b = 0; b < out.length; b++) {
      const value = at(out, b) + at(weights, i + b);
      out[b] = isBent ? Math.max(0, value) : value;
    }
    i += out.length;
    const mask = chance && dropout > 0 && !isLast ? drawMask(room.masks[l - 1] ?? new Float64Array(), dropout, chance) : undefined;
    if (mask) for (let b = 0; b < out.length; b++) out[b] = at(out, b) * at(mask, b);
    values.push(out);
    masks.push(mask);
  }
  return { values, masks };
}

/** What each unit is multiplied by: 0, or what keeps the expected value. */
function drawMask(mask: Float64Array, dropout: number, chance: Chance): Float64Array {
  for (let b = 0; b < mask.length; b++) mask[b] = chance.next() < dropout ? 0 : 1 / (1 - dropout);
  return mask;
}

/** Adds the slopes of all weights to `slopes`, given those by the last layer's values; returns those by the input, valid until the next call. */
export function backThroughLayers({ widths, offset, parameters, bendsLast, fromInput, room }: Layers, weights: Weights, { values, masks }: LayerTrace, slopes: Weights, last: Float64Array): Float64Array {
  const { own, live, wanted } = room;
  let by = last;
  let end = offset + parameters;
  for (let l = widths.length - 1; l > 0; l--) {
    const out = values[l] ?? new Float64Array();
    const before = values[l - 1] ?? new Float64Array();
    const mask = masks[l - 1];
    const isBent = l < widths.length - 1 || bendsLast;
    const width = out.length;
    const start = end - (before.length + 1) * width;
    let passing = 0; // units at 0 pass nothing back: usually more than half of them
    for (let b = 0; b < width; b++) {
      if (isBent && at(out, b) <= 0) continue;
      own[passing] = at(by, b) * (mask ? at(mask, b) : 1);
      slopes[end - width + b] = at(slopes, end - width + b) + at(own, passing);
      live[passing++] = b;
    }
    let asked = 0;
    for (let a = 0, i = start; a < before.length; a++, i += width) {
      const x = at(before, a);
      if (x !== 0) for (let k = 0; k < passing; k++) slopes[i + at(live, k)] = at(slopes, i + at(live, k)) + x * at(own, k);
      if (l > 1 ? x > 0 : a >= fromInput) wanted[asked++] = a;
    }
    by = room.by[l - 1] ?? new Float64Array();
    by.fill(0);
    writeProductsBack(by, { weights, start, width, own, live, passing, wanted, asked });
    end = start;
  }
  return by;
}

/** Adds `before` times the matrix [in, out] at `start` to `out`: four inputs at once, so that sums are read and written a fourth as often, each in the order of the inputs. */
function addProducts(out: Float64Array, before: Float64Array, { weights, start, live }: { readonly weights: Weights; readonly start: number; readonly live: Int32Array }): void {
  const width = out.length;
  let count = 0;
  for (let a = 0; a < before.length; a++) if (at(before, a) !== 0) live[count++] = a;
  live.fill(0, count, count + 3); // the first input, which then counts 0 times
  const times = (k: number): number => (k < count ? at(before, at(live, k)) : 0);
  for (let k = 0; k < count; k += 4) {
    const [x, y, z, w] = [times(k), times(k + 1), times(k + 2), times(k + 3)];
    const [i, j, m, n] = [start + at(live, k) * width, start + at(live, k + 1) * width, start + at(live, k + 2) * width, start + at(live, k + 3) * width];
    for (let o = 0; o < width; o++) out[o] = at(out, o) + x * at(weights, i + o) + y * at(weights, j + o) + z * at(weights, m + o) + w * at(weights, n + o);
  }
}

/** Slopes on their way through one layer. */
interface Passing extends Pick<Room, 'own' | 'live' | 'wanted'> {
  readonly weights: Weights;
  /** First weight of the matrix [in, out]. */
  readonly start: number;
  /** Outputs of the layer. */
  readonly width: number;
  /** Outputs in `live`, and inputs in `wanted`. */
  readonly passing: number;
  readonly asked: number;
}

/** Writes the slopes by the wanted inputs into `by`: two at once, since each sum waits for its last addition. */
function writeProductsBack(by: Float64Array, { weights, start, width, own, live, passing, wanted, asked }: Passing): void {
  wanted[asked] = at(wanted, asked - 1); // of an odd number the last twice
  for (let n = 0; n < asked; n += 2) {
    const [a, b] = [at(wanted, n), at(wanted, n + 1)];
    const [i, j] = [start + a * width, start + b * width];
    let [first, second] = [0, 0];
    for (let k = 0; k < passing; k++) {
      const o = at(live, k);
      first += at(weights, i + o) * at(own, k);
      second += at(weights, j + o) * at(own, k);
    }
    by[a] = first;
    by[b] = second;
  }
}
