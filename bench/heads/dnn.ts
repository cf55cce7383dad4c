import { at, DENSE_INPUTS, TASTE_DIMS, type Choice, type Head } from './head.ts';
import { backThroughLayers, layersOf, runLayers, startLayers } from '#core/ctr';

/** Products of taste and item, four neighbours summed: 128 hidden units and all 64 products would not fit the budget. */
const FOLDED = TASTE_DIMS / 4;
const FOLD = 4;
const INPUTS = DENSE_INPUTS + FOLDED;

/** Plain numbers, then where taste and item agree. */
function inputsOf({ dense, taste, item }: Choice): Float64Array {
  const inputs = new Float64Array(INPUTS);
  inputs.set(dense);
  for (let d = 0; d < TASTE_DIMS; d++) inputs[DENSE_INPUTS + Math.floor(d / FOLD)] = at(inputs, DENSE_INPUTS + Math.floor(d / FOLD)) + TASTE_DIMS / FOLD * at(taste, d) * at(item, d);
  return inputs;
}

/** A deep network of two hidden layers over one choice. */
function dnn(name: string, hidden: readonly [number, number], dropout: number): Head {
  const layers = layersOf([INPUTS, ...hidden, 1], { dropout });
  return {
    name,
    parameters: layers.parameters,
    start(chance) {
      const weights = new Float32Array(layers.parameters);
      startLayers(layers, weights, chance);
      return weights;
    },
    logit: (weights, choice) => runLayers(layers, weights, inputsOf(choice)).values.at(-1)?.[0] ?? 0,
    learn(weights, choice, slopes, slope, chance) {
      const trace = runLayers(layers, weights, inputsOf(choice), chance);
      const logit = trace.values.at(-1)?.[0] ?? 0;
      backThroughLayers(layers, weights, trace, slopes, Float64Array.of(slope(logit)));
      return logit;
    },
  };
}

/** Share of hidden units dropped: the source material names dropout for its 64-32 network, not how much; half of a layer of 32 would leave too little. */
const DROPOUT = 0.2;

/** The CTR network of the source material: 64, 32, dropout. */
export const dnn64 = dnn('dnn64', [64, 32], DROPOUT);

/** The CVR network of the source material: 128, 64. */
export const dnn128 = dnn('dnn128', [128, 64], 0);
