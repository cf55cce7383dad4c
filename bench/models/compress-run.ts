import { seededChance } from '#core/units';
import { pruned, pruningMask, toInt8, type Compressed } from './compress.ts';
import { DESIGNS, LOSS_BY_NAME } from './designs.ts';
import { distilling, type Teacher } from './distil.ts';
import { judged, zooRanker } from './judge.ts';
import { zooItems, type ZooData } from './load.ts';
import { zooModel, type ZooModel } from './model.ts';
import type { ModelsOptions } from './options.ts';
import type { ZooRow } from './table.ts';
import { TIERS, visitsOf, type Tier } from './tiers.ts';
import { judgeOf, trainZoo, type Judge } from './train.ts';

/** Shares of the weights that are pruned away. */
const PRUNED_SHARES = [0.5, 0.8] as const;
/** Examples a pruned model settles on, as a share of a training: the usual tenth to quarter (Han et al. 2015 retrain longer). */
const SETTLING_SHARE = 0.2;

/** Every tier of the first encoder, then int8, stochastic rounding, pruning and distillation of them, each as a row. */
export async function compressedRows(data: ZooData, options: ModelsOptions, print: (row: ZooRow) => void): Promise<void> {
  const { encoders: [encoder = 'attention'], losses: [lossName = 'sampled'], vectors: [source = 'content'], seed, effort } = options;
  const { examples } = data;
  const items = zooItems(data, source);
  const loss = LOSS_BY_NAME[lossName];
  const hard = judgeOf(loss, items.ids.length);
  const show = async (name: string, model: ZooModel, { weights, bytes }: Compressed, trainSeconds?: number): Promise<void> => {
    print({ name, parameters: weights.filter((w) => w !== 0).length, bytes, ...(trainSeconds === undefined ? {} : { trainSeconds }), ...(await judged(data, zooRanker(data, model, weights))) });
  };
  const train = (model: ZooModel, judge: Judge, share: number, more: { readonly weights?: Float32Array; readonly afterStep?: (weights: Float32Array) => void } = {}): ReturnType<typeof trainZoo> =>
    trainZoo({ model, loss, judge, examples, visits: share * visitsOf(model.tier, examples.length, effort), seed, ...more });
  const modelOf = (tier: Tier): ZooModel => zooModel(DESIGNS[encoder], tier, items, source === 'hashed');

  const trained = new Map<Tier, Teacher>();
  for (const tier of TIERS) {
    const model = modelOf(tier);
    const { weights, seconds } = train(model, hard, 1);
    trained.set(tier, { model, weights });
    await show(`${encoder} ${tier} ${lossName} ${source}`, model, { weights, bytes: 4 * weights.length }, seconds);
    await show(`${tier} int8`, model, toInt8(model.layout, weights));
    await show(`${tier} int8, stochastic`, model, toInt8(model.layout, weights, seededChance(seed)));
    for (const share of PRUNED_SHARES) {
      const mask = pruningMask(model.layout, weights, share);
      const hold = (values: Float32Array): void => { for (let i = 0; i < values.length; i++) if (mask[i] === 0) values[i] = 0; };
      const settled = train(model, hard, SETTLING_SHARE, { weights: pruned(weights, mask).weights, afterStep: hold });
      await show(`${tier} pruned ${share * 100} %`, model, pruned(settled.weights, mask), settled.seconds);
    }
  }
  const teacher = trained.get('T256');
  if (!teacher) throw new RangeError('Cannot distil without T256');
  for (const tier of ['T64', 'T11'] as const) {
    const model = modelOf(tier);
    const { weights, seconds } = train(model, distilling(hard, teacher), 1);
    await show(`${tier} taught by T256`, model, { weights, bytes: 4 * weights.length }, seconds);
  }
}
