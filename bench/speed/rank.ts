import { CONTENT_DIMS } from '#core/catalogue';
import { seededChance } from '#core/units';
import { arrayDots, wasmDots, type ItemDots } from '#worker/kernels';
import { arraysEncoder, startingWeights } from '#worker/models';
import type { Figure } from './figure.ts';
import { madeUpInput, madeUpItems } from './made-up.ts';
import { tfjsOnCpu } from './tfjs.ts';
import { timedFigure, timesOf, type Times, type Work } from './timing.ts';

/** Items of one shelf with what diversity may choose from. */
const BEST = 96;
/** Histories asked in turn, so that nothing is ranked twice in a row. */
const INPUTS = 16;
const SEED = 1;

/** One read of every int8 row and its popularity, one written cosine that is read again, two operations a component. */
function rankingWork(items: number): Work {
  return { bytes: items * (CONTENT_DIMS + 12), operations: 2 * items * CONTENT_DIMS, lanes: 'integers' };
}

/** One history to the best of `items` products: encoder, all products, top-k; beside the same in tfjs ops on its cpu backend. */
export async function measureRank(items: number): Promise<readonly Figure[]> {
  const chance = seededChance(SEED);
  const facts = madeUpItems(items, chance);
  const weights = startingWeights(chance);
  const inputs = Array.from({ length: INPUTS }, () => madeUpInput(items, chance));
  const inputOf = (run: number) => inputs[run % INPUTS] ?? madeUpInput(items, chance);
  const ours: { readonly engine: ItemDots['engine']; readonly times: Times }[] = [];
  for (const make of [wasmDots, arrayDots]) { // before the baseline, whose garbage would be collected in our time
    const dots = make(facts.vectors, items);
    if (!dots) continue;
    const encoder = arraysEncoder(facts, dots);
    ours.push({ engine: dots.engine, times: await timesOf((run) => encoder.topSync(weights, inputOf(run), BEST), { runs: 2_000, warmUps: 300 }) });
  }
  const { tfjsEncoder, topItems, weightTensors } = await tfjsOnCpu();
  const tfjs = tfjsEncoder(facts);
  const tensors = weightTensors(weights);
  const baseline = await timesOf((run) => topItems(tfjs, tensors, inputOf(run), BEST), { runs: Math.round(2e6 / items), warmUps: 10 });
  for (const tensor of tensors) tensor.dispose();
  tfjs.dispose();
  return ours.map(({ engine, times }) => timedFigure(`rank-${items / 1_000}k${engine === 'wasm' ? '' : '-arrays'}`, {
    ours: times, baseline, work: rankingWork(items),
    how: `20 steps to the best ${BEST} of ${items} items, T11 on ${engine}; the baseline is the same in tfjs ops with topk on tfjs's cpu backend, weights and items already tensors`,
  }));
}

/** Products of all items with one direction alone, by WASM SIMD; beside the same in typed arrays. */
export async function measureDots(): Promise<readonly Figure[]> {
  const items = 10_000;
  const { vectors } = madeUpItems(items, seededChance(SEED));
  const out = new Float32Array(items);
  const direction = Float32Array.from({ length: CONTENT_DIMS }, () => seededChance(SEED).normal());
  const wasm = wasmDots(vectors, items);
  if (!wasm) return [];
  const options = { runs: 1_000, warmUps: 200 };
  const ours = await timesOf(() => wasm.all(direction, out), options);
  const arrays = arrayDots(vectors, items);
  const baseline = await timesOf(() => arrays.all(direction, out), options);
  return [timedFigure('item-dots', {
    ours, baseline, work: { bytes: items * (CONTENT_DIMS + 4), operations: 2 * items * CONTENT_DIMS, lanes: 'integers' },
    how: `${items} int8 rows with one direction, WASM SIMD; the baseline is typed arrays`,
  })];
}
