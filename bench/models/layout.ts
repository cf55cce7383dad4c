import { seededChance } from '#core/units';
import { CONTENT_DIMS } from '#core/catalogue';
import { LINK_GAIN } from '#worker/models';
import { shippedStart } from './profile.ts';
import type { EncoderDesign, Tensor } from './encoder.ts';
import { TIER_PARAMETERS, type Tier } from './tiers.ts';
import type { Floats, Value } from './tape.ts';

/** A tensor with its place in the flat weights. */
export interface Place extends Tensor {
  readonly offset: number;
}

/** Where every tensor of one model lies. */
export interface Layout {
  readonly places: ReadonlyMap<string, Place>;
  /** P. */
  readonly parameters: number;
  /** Rows of hashed item residuals; 0 without. */
  readonly residualRows: number;
}

/** Fewest rows of hashed residuals that are worth their bytes: below, most pairs of items would share one. */
const MIN_RESIDUAL_ROWS = 16;

/** First offset of all logits: a random item of some thousand is next with chance e⁻⁶; from 0 a loss of single items first bends every taste. */
const FIRST_OFFSET = -6;

/** Scale, popularity and offset of the logits; the offset changes no order, but lets losses of single items (gBCE) say no. */
const LINK: readonly Tensor[] = [
  { name: 'logScale', rows: 1, columns: 1, start: shippedStart('logScale') },
  { name: 'popularity', rows: 1, columns: 1 },
  { name: 'offset', rows: 1, columns: 1, start: () => FIRST_OFFSET / LINK_GAIN },
];

/** First deviation of hashed residuals: two items that share a row must be told apart by the other from the first step. */
const RESIDUAL_DEVIATION = 0.02;

/** Layout of an encoder in a tier: its tensors, the link, and with `isHashed` as many residual rows as the budget leaves. */
export function layoutOf(design: EncoderDesign, tier: Tier, isHashed: boolean): Layout {
  const tensors = [...design.tensors(tier, isHashed), ...LINK];
  const used = tensors.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const residualRows = isHashed ? Math.floor((TIER_PARAMETERS[tier] - used) / CONTENT_DIMS) : 0;
  if (used > TIER_PARAMETERS[tier]) throw new RangeError(`Cannot fit ${design.name} into ${tier}: it has ${used} weights, wanted at most ${TIER_PARAMETERS[tier]}`);
  if (isHashed && residualRows < MIN_RESIDUAL_ROWS) throw new RangeError(`Cannot fit hashed items into ${tier} beside ${design.name}: ${residualRows} rows are left, wanted ${MIN_RESIDUAL_ROWS}`);
  const places = new Map<string, Place>();
  let offset = 0;
  for (const tensor of [...tensors, ...(residualRows > 0 ? [{ name: 'residual', rows: residualRows, columns: CONTENT_DIMS, start: RESIDUAL_DEVIATION }] : [])]) {
    places.set(tensor.name, { ...tensor, offset });
    offset += tensor.rows * tensor.columns;
  }
  return { places, parameters: offset, residualRows };
}

/** [P] first weights; the same seed gives the same ones. */
export function firstWeights(layout: Layout, seed: number): Float32Array {
  const chance = seededChance(seed);
  const weights = new Float32Array(layout.parameters);
  for (const { offset, rows, columns, start } of layout.places.values()) {
    for (let i = 0; i < rows * columns; i++) weights[offset + i] = typeof start === 'function' ? start(i) : start ? start * chance.normal() : 0;
  }
  return weights;
}

/** A tensor of flat weights as a value; its slope is the same part of `slopes`. @throws RangeError for a name the layout lacks */
export function tensorOf(layout: Layout, weights: Floats, slopes: Floats | undefined, name: string): Value {
  const place = layout.places.get(name);
  if (!place) throw new RangeError(`Cannot read tensor ${name}: the model has ${[...layout.places.keys()].join(', ')}`);
  const { rows, columns, offset } = place;
  return { rows, columns, data: weights.subarray(offset, offset + rows * columns), slope: slopes?.subarray(offset, offset + rows * columns) };
}
