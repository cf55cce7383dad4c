import { encodeUpdate } from '#core/fedavg';
import { seededChance, type Randomness } from '#core/units';
import { arraysEncoder, startingWeights } from '#worker/models';
import { initialMix, localMixUpdate, MIX_CLIP_NORM, type SequenceScorer } from '#worker/recommender';
import type { Figure } from './figure.ts';
import { madeUpCatalogue, madeUpViews } from './made-up.ts';
import { tfjsOnCpu } from './tfjs.ts';
import { timedFigure, timesOf } from './timing.ts';

const DEVICES = 1_000;
/** Devices of the baseline: a tenth of a second each. */
const BASELINE_DEVICES = 60;
const ITEMS = 2_000;
/** Events of one device: enough for as many choices as an update takes. */
const EVENTS = 40;
/** B of every task. */
const INTEGER_NORM = 256;
const SEED = 3;

/** A round of `mix` on 1,000 devices of one process, a time for each device; beside the same with T11 in tfjs ops. */
export async function measureDevices(): Promise<readonly Figure[]> {
  const chance = seededChance(SEED);
  const catalogue = madeUpCatalogue(ITEMS, chance);
  const t11 = startingWeights(chance);
  const histories = Array.from({ length: DEVICES }, () => ({ interactions: madeUpViews(ITEMS, { count: EVENTS, spread: 100 }, chance) }));
  const randomness: Randomness = { fill: (out) => { for (let i = 0; i < out.length; i++) out[i] = chance.below(256); } };
  const sum = new Float64Array(initialMix().length);
  const turn = (encoder: SequenceScorer) => async (device: number): Promise<void> => {
    const history = histories[device % DEVICES] ?? { interactions: [] };
    const { delta } = await localMixUpdate({ weights: initialMix(), history, catalogue, t11: { encoder, weights: t11 }, chance, pause: async () => undefined });
    const update = encodeUpdate(delta, { clipNorm: MIX_CLIP_NORM, integerNorm: INTEGER_NORM }, randomness);
    if (update.ok) update.value.forEach((x, i) => { sum[i] = (sum[i] ?? 0) + x; });
  };
  const ours = await timesOf(turn(arraysEncoder(catalogue)), { runs: DEVICES, warmUps: 20 });
  const { tfjsEncoder } = await tfjsOnCpu();
  const tfjs = tfjsEncoder(catalogue);
  const baseline = await timesOf(turn(tfjs), { runs: BASELINE_DEVICES, warmUps: 2 });
  tfjs.dispose();
  const roundMs = ours.reduce((total, ms) => total + ms, 0);
  return [timedFigure('simulate-1000-devices', {
    ours, baseline,
    how: `a device of a mix round over ${ITEMS} items, ${EVENTS} events each: training, clipping, rounding, adding up; ${DEVICES} of them took ${Math.round(roundMs)} ms in one process; the baseline is ${BASELINE_DEVICES} of the same with T11 in tfjs ops on its cpu backend and the same code for the mix`,
  })];
}
