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
}

/** Layers that begin at `offset`. */
export function layersOf(widths: readonly number[], { offset = 0, dropout = 0, bendsLast = false, fromInput = 0 }: Partial<Omit<Layers, 'widths' | 'parameters'>> = {}): Layers {
  let parameters = 0;
  for (const [l, width] of widths.slice(0, -1).entries()) parameters += (width + 1) * (widths[l + 1] ?? 0);
  return { widths, offset, parameters, dropout, bendsLast, fromInput };
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

/** Values after each layer, the input first, and which units were kept. */
export interface LayerTrace {
  readonly values: readonly Float64Array[];
  readonly masks: readonly (Float64Array | undefined)[];
}

/** Runs the layers. @param chance - in training only */
export function runLayers({ widths, offset, dropout, bendsLast }: Layers, weights: Weights, input: Float64Array, chance?: Chance): LayerTrace {
  const values = [input];
  const masks: (Float64Array | undefined)[] = [];
  let i = offset;
  for (let l = 1; l < widths.length; l++) {
    const before = values[l - 1] ?? new Float64Array();
    const out = new Float64Array(widths[l] ?? 0);
    for (let a = 0; a < before.length; a++, i += out.length) {
      const x = at(before, a);
      if (x !== 0) for (let b = 0; b < out.length; b++) out[b] = at(out, b) + x * at(weights, i + b);
    }
    const isLast = l === widths.length - 1;
    for (let b = 0; b < out.length; b++) out[b] = at(out, b) + at(weights, i + b);
    i += out.length;
    if (!isLast || bendsLast) for (let b = 0; b < out.length; b++) out[b] = Math.max(0, at(out, b));
    const mask = chance && dropout > 0 && !isLast ? maskOf(out.length, dropout, chance) : undefined;
    if (mask) for (let b = 0; b < out.length; b++) out[b] = at(out, b) * at(mask, b);
    values.push(out);
    masks.push(mask);
  }
  return { values, masks };
}

/** What each unit is multiplied by: 0, or what keeps the expected value. */
function maskOf(length: number, dropout: number, chance: Chance): Float64Array {
  const mask = new Float64Array(length);
  for (let b = 0; b < length; b++) mask[b] = chance.next() < dropout ? 0 : 1 / (1 - dropout);
  return mask;
}

/** Adds the slopes of all weights to `slopes`, given those by the last layer's values; returns those by the input. */
export function backThroughLayers({ widths, offset, parameters, bendsLast, fromInput }: Layers, weights: Weights, { values, masks }: LayerTrace, slopes: Weights, last: Float64Array): Float64Array {
  let by = last;
  let end = offset + parameters;
  for (let l = widths.length - 1; l > 0; l--) {
    const out = values[l] ?? new Float64Array();
    const before = values[l - 1] ?? new Float64Array();
    const mask = masks[l - 1];
    const isBent = l < widths.length - 1 || bendsLast;
    const own = new Float64Array(out.length);
    const live: number[] = []; // units at 0 pass nothing back: usually more than half of them
    for (let b = 0; b < own.length; b++) {
      if (isBent && at(out, b) <= 0) continue;
      own[b] = at(by, b) * (mask ? at(mask, b) : 1);
      live.push(b);
    }
    const width = out.length;
    const start = end - (before.length + 1) * width;
    for (const b of live) slopes[end - width + b] = at(slopes, end - width + b) + at(own, b);
    by = new Float64Array(before.length);
    for (let a = 0, i = start; a < before.length; a++, i += width) {
      const x = at(before, a);
      const isWanted = l > 1 ? x > 0 : a >= fromInput;
      if (x !== 0) for (let k = 0; k < live.length; k++) slopes[i + (live[k] as number)] = at(slopes, i + (live[k] as number)) + x * at(own, live[k] as number);
      if (!isWanted) continue;
      let sum = 0;
      for (let k = 0; k < live.length; k++) sum += at(weights, i + (live[k] as number)) * at(own, live[k] as number);
      by[a] = sum;
    }
    end = start;
  }
  return by;
}
