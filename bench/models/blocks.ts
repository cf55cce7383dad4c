import { CONTENT_DIMS } from '#core/catalogue';
import { FACTS } from '#worker/models';
import { factRows, type Batch } from './batch.ts';
import { layer, silentLayer, type EncoderInput, type Tensor } from './encoder.ts';
import { add, dropout, gather, matmul, relu } from './matrices.ts';
import { profile, PROFILE_TENSORS } from './profile.ts';
import { layerNorm } from './rows.ts';
import { attend, type Ranges } from './segments.ts';
import type { Value } from './tape.ts';
import type { Tier } from './tiers.ts';

/** Shape of the blocks of a tier. */
interface BlockShape {
  readonly width: number;
  readonly blocks: number;
  /** Width of the feed-forward layer; the smaller leaves room for hashed items. */
  readonly inner: readonly [plain: number, hashed: number];
}

/** One block of width 64 for T64, two of width 96 for T256: what 60,000 and 235,000 weights hold with an inner layer of about four widths. */
const SHAPES: Readonly<Record<Exclude<Tier, 'T11'>, BlockShape>> = {
  T64: { width: 64, blocks: 1, inner: [256, 128] },
  T256: { width: 96, blocks: 2, inner: [352, 192] },
};
/** Heads of an attention: two tastes at once are enough for 20 steps. */
const HEADS = 2;
/** Share dropped in training, as SASRec has it on sparse data (Kang and McAuley 2018: .2 to .5). */
const DROPOUT = 0.2;

/** Tensors of the transformer tiers (pre-norm blocks, Xiong et al. 2020). */
export function blockTensors(tier: Exclude<Tier, 'T11'>, isHashed: boolean): Tensor[] {
  const { width, blocks, inner: [plain, hashed] } = SHAPES[tier];
  const inner = isHashed ? hashed : plain;
  const norm = (name: string): Tensor[] => [{ name, rows: 1, columns: width, start: () => 1 }, { name: `${name}Bias`, rows: 1, columns: width }];
  return [
    ...PROFILE_TENSORS,
    { name: 'facts', rows: FACTS, columns: width, start: 0.1 },
    ...(width === CONTENT_DIMS ? [] : layer('widen', CONTENT_DIMS, width)),
    ...Array.from({ length: blocks }, (_, b) => [
      ...norm(`norm${b}`), ...layer(`query${b}`, width, width), ...layer(`key${b}`, width, width), ...layer(`value${b}`, width, width), ...layer(`mix${b}`, width, width, 0.5),
      ...norm(`innerNorm${b}`), ...layer(`inner${b}`, width, inner), ...layer(`outer${b}`, inner, width, 0.5),
    ]).flat(),
    ...norm('lastNorm'),
    ...silentLayer('output', width),
  ];
}

/** The mean of the steps plus what transformer blocks make of them at the last one. */
export function blockEncode(input: EncoderInput, tier: Exclude<Tier, 'T11'>): Value {
  const { tape, batch, content, weight, chance } = input;
  const { width, blocks } = SHAPES[tier];
  const facts = factRows(batch);
  const wide = width === CONTENT_DIMS ? content : add(tape, matmul(tape, content, weight('widen')), weight('widenBias'));
  let rows = dropout(tape, add(tape, wide, matmul(tape, facts, weight('facts'))), DROPOUT, chance); // [S, W]
  for (let b = 0; b < blocks; b++) rows = block(input, b, rows, b === blocks - 1 ? lastOnly(batch) : causal(batch));
  const settled = layerNorm(tape, rows, weight('lastNorm'), weight('lastNormBias')); // [B, W]
  return add(tape, profile(input, facts), add(tape, matmul(tape, settled, weight('output')), weight('outputBias')));
}

/** Queries of a block: rows of the steps, and what each may look at. */
interface Queries {
  /** Steps that ask; undefined where all do. */
  readonly asking: Int32Array | undefined;
  readonly ranges: Ranges;
}

function lastOnly(batch: Batch): Queries {
  return { asking: batch.last, ranges: batch.ranges };
}

/** Every step looks at itself and what came before it. */
function causal({ items, ranges }: Batch): Queries {
  const from = new Int32Array(items.length);
  for (const [b, start] of ranges.from.entries()) from.fill(start, start, ranges.to[b]);
  return { asking: undefined, ranges: { from, to: Int32Array.from(items, (_, s) => s + 1) } };
}

function block({ tape, weight, chance }: EncoderInput, b: number, rows: Value, { asking, ranges }: Queries): Value {
  const dense = (name: string, x: Value): Value => add(tape, matmul(tape, x, weight(name)), weight(`${name}Bias`));
  const normed = layerNorm(tape, rows, weight(`norm${b}`), weight(`norm${b}Bias`));
  const own = asking ? gather(tape, rows, asking) : rows;
  const asked = asking ? gather(tape, normed, asking) : normed;
  const seen = attend(tape, { queries: dense(`query${b}`, asked), keys: dense(`key${b}`, normed), values: dense(`value${b}`, normed), heads: HEADS, ranges });
  const after = add(tape, own, dropout(tape, dense(`mix${b}`, seen), DROPOUT, chance));
  const inner = relu(tape, dense(`inner${b}`, layerNorm(tape, after, weight(`innerNorm${b}`), weight(`innerNorm${b}Bias`))));
  return add(tape, after, dropout(tape, dense(`outer${b}`, inner), DROPOUT, chance));
}
