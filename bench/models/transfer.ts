import { readFileSync, writeFileSync } from 'node:fs';
import { DataError } from '#bench/data';
import { decodeModel, encodeModel } from '#core/fedavg';
import { seededChance } from '#core/units';
import { arraysEncoder, initialT11, startingWeights, T11_PARAMETERS } from '#worker/models';
import { trainT11 } from '#worker/trainer';
import { inputOf, judged } from './judge.ts';
import type { ZooData } from './load.ts';
import type { ModelsOptions } from './options.ts';
import type { ZooRow } from './table.ts';
import { visitsOf } from './tiers.ts';

/** Examples after which a shop that has just begun is judged again, as a share of a whole training. */
const FIRST_SHARE = 0.05;
/** A model is kept as float32. */
const WEIGHT_BYTES = 4;

/** Weights of a published T11 file. @throws DataError naming the file where it is none of this version */
function readT11(path: string): Float32Array {
  const model = decodeModel(new Uint8Array(readFileSync(path)));
  if (!model.ok) throw new DataError(`Cannot transfer ${path}: ${model.fault.message}`);
  if (model.value.kind !== 't11' || model.value.weights.length !== T11_PARAMETERS) throw new DataError(`Cannot transfer ${path}: wanted a t11 model of ${T11_PARAMETERS} weights, found ${model.value.kind} of ${model.value.weights.length}`);
  return model.value.weights;
}

/**
 * The product's own T11 over public content: as the shop would begin by itself, and as it begins with another shop's file,
 * each as it is, after the first examples and after a whole training. The last one begun by itself can be saved as a file.
 */
export async function transferRows(data: ZooData, options: ModelsOptions, print: (row: ZooRow) => void): Promise<void> {
  const { catalogue, examples } = data;
  const encoder = arraysEncoder(catalogue);
  const show = async (name: string, weights: Float32Array, trainSeconds?: number): Promise<void> => {
    const ranker = { name, score: async (question: ZooData['cases'][number]) => encoder.scoreAllSync(weights, inputOf(data, question)) };
    print({ name, parameters: weights.length, bytes: WEIGHT_BYTES * weights.length, ...(trainSeconds === undefined ? {} : { trainSeconds }), ...(await judged(data, ranker)) });
  };
  const trained = (start: Float32Array, visits: number): { readonly weights: Float32Array; readonly seconds: number } => {
    const startMs = performance.now();
    const chance = seededChance(options.seed);
    const drawn = Array.from({ length: visits }, () => examples[chance.below(examples.length)]).filter((example) => example !== undefined);
    return { weights: trainT11({ weights: start, examples: drawn, items: catalogue.items, encoder, chance, epochs: 1 }), seconds: (performance.now() - startMs) / 1000 };
  };
  const whole = visitsOf('T11', examples.length, options.effort);
  const starts: readonly (readonly [string, Float32Array])[] = [
    ['model 0', initialT11(catalogue, { seed: options.seed })],
    ...(options.transfer ? [['given', readT11(options.transfer)] as const] : []),
  ];
  await show('T11 untrained', startingWeights(seededChance(options.seed)));
  for (const [name, start] of starts) {
    await show(`T11 ${name}`, start);
    for (const visits of [Math.round(FIRST_SHARE * whole), whole]) {
      const { weights, seconds } = trained(start, visits);
      await show(`T11 ${name}, ${visits} examples`, weights, seconds);
      if (options.save && name === 'model 0' && visits === whole) writeFileSync(options.save, encodeModel('t11', weights));
    }
  }
}
