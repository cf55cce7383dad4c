import { CONTENT_DIMS } from '#core/catalogue';
import type { SequenceInput } from '#core/features';
import type { Chance } from '#core/units';
import { LINK_GAIN } from '#worker/models';
import { batchOf } from './batch.ts';
import type { EncoderDesign } from './encoder.ts';
import { layoutOf, tensorOf, type Layout } from './layout.ts';
import { matmulTransposed } from './matrices.ts';
import { itemRows, residualRowsOf } from './residual.ts';
import { unitRows } from './rows.ts';
import { at, constant, newTape, type Floats, type Tape, type Value } from './tape.ts';
import type { Tier } from './tiers.ts';

/** Items as an encoder sees them. */
export interface ZooItems {
  readonly ids: readonly string[];
  /** [N, CONTENT_DIMS] frozen unit rows, or zeros. */
  readonly vectors: Value;
  /** [N] standardised popularity. */
  readonly popularity: Float32Array;
}

/** One encoder in one tier over one catalogue. */
export interface ZooModel {
  readonly design: EncoderDesign;
  readonly tier: Tier;
  readonly isHashed: boolean;
  readonly layout: Layout;
  readonly items: ZooItems;
  /** [N × 2] rows of the residual table by item, where items are hashed. */
  readonly hashed: Int32Array | undefined;
}

/** Weights in use on one tape. */
export interface InUse {
  readonly tape: Tape;
  readonly weights: Floats;
  /** Slopes are added here; undefined where nothing is learned. */
  readonly slopes: Floats | undefined;
  readonly chance?: Chance | undefined;
}

/** An encoder of the zoo over a catalogue. */
export function zooModel(design: EncoderDesign, tier: Tier, items: ZooItems, isHashed: boolean): ZooModel {
  const layout = layoutOf(design, tier, isHashed);
  return { design, tier, isHashed, layout, items, hashed: isHashed ? residualRowsOf(items.ids, layout.residualRows) : undefined };
}

/** [wanted, CONTENT_DIMS] vectors of items with their residuals. */
export function vectorsOf(model: ZooModel, { tape, weights, slopes }: InUse, wanted: Int32Array): Value {
  const table = model.hashed ? { table: tensorOf(model.layout, weights, slopes, 'residual'), hashed: model.hashed } : undefined;
  return itemRows(tape, model.items.vectors, table, wanted);
}

/** [B, CONTENT_DIMS] tastes at unit length. */
export function tastesOf(model: ZooModel, use: InUse, inputs: readonly SequenceInput[]): Value {
  const { tape, weights, slopes, chance } = use;
  const batch = batchOf(inputs);
  const weight = (name: string): Value => tensorOf(model.layout, weights, slopes, name);
  return unitRows(tape, model.design.encode({ tape, batch, content: vectorsOf(model, use, batch.items), weight, chance }, model.tier, model.isHashed));
}

/** [B, C] logits of candidates: scale × cosine + popularity × its popularity + offset, as T11 has them. */
export function logitsOf(model: ZooModel, { tape, weights, slopes }: InUse, tastes: Value, candidates: { readonly items: Int32Array; readonly vectors: Value }): Value {
  const cosines = matmulTransposed(tape, tastes, candidates.vectors); // [B, C]
  const link = (['logScale', 'popularity', 'offset'] as const).map((name) => tensorOf(model.layout, weights, slopes, name));
  const [logScale, byPopularity, offset] = link.map(({ data }) => at(data, 0)) as [number, number, number];
  const scale = Math.exp(LINK_GAIN * logScale);
  const out = tape.make(cosines.rows, cosines.columns, [cosines, ...link]);
  const popularity = Float64Array.from(candidates.items, (item) => model.items.popularity[item] ?? 0);
  for (let b = 0, i = 0; b < out.rows; b++) for (let c = 0; c < out.columns; c++, i++) out.data[i] = scale * at(cosines.data, i) + LINK_GAIN * (byPopularity * at(popularity, c) + offset);
  tape.onWayBack(() => {
    if (!out.slope) return;
    const sums = [0, 0, 0] as [number, number, number];
    for (let b = 0, i = 0; b < out.rows; b++) for (let c = 0; c < out.columns; c++, i++) {
      const slope = at(out.slope, i);
      if (slope === 0) continue;
      sums[0] += slope * scale * at(cosines.data, i);
      sums[1] += slope * at(popularity, c);
      sums[2] += slope;
      if (cosines.slope) cosines.slope[i] = at(cosines.slope, i) + slope * scale;
    }
    for (const [j, { slope }] of link.entries()) if (slope) slope[0] = at(slope, 0) + LINK_GAIN * (sums[j] ?? 0);
  });
  return out;
}

/** Scores of a trained model over the whole catalogue. */
export interface ZooScorer {
  /** [N]; an empty history scores popularity alone. A new array. */
  score(input: SequenceInput): Float32Array;
  /** [CONTENT_DIMS] taste of a history of at least one step. */
  taste(input: SequenceInput): Float32Array;
}

/** A scorer whose item vectors are computed once. */
export function scorerOf(model: ZooModel, weights: Float32Array): ZooScorer {
  const count = model.items.ids.length;
  const use = (): InUse => ({ tape: newTape(), weights, slopes: undefined });
  const items = Int32Array.from({ length: count }, (_, i) => i);
  const candidates = { items, vectors: vectorsOf(model, use(), items) };
  const nothing = constant(1, CONTENT_DIMS, new Float32Array(CONTENT_DIMS));
  return {
    score(input) {
      const now = use();
      const tastes = input.items.length > 0 ? tastesOf(model, now, [input]) : nothing;
      return Float32Array.from(logitsOf(model, now, tastes, candidates).data);
    },
    taste: (input) => Float32Array.from(tastesOf(model, use(), [input]).data),
  };
}
