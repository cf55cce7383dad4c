import { at, TASTE_DIMS, type Choice, type Head, type Weights } from './head.ts';
import { backThroughLayers, layersOf, runLayers, startLayers, type LayerTrace } from '#core/ctr';

const LAYERS = layersOf([2 * TASTE_DIMS, 64, 32], { bendsLast: true });
const TOP = LAYERS.widths.at(-1) ?? 0;
/** Weights of the products, of the network's top, and a bias. */
const PRODUCTS = LAYERS.parameters;
const FROM_TOP = PRODUCTS + TASTE_DIMS;
const BIAS = FROM_TOP + TOP;
const PARAMETERS = BIAS + 1;

/** Brings unit vectors to elements of about unit size. */
const ELEMENT_SCALE = Math.sqrt(TASTE_DIMS);

function forward(weights: Weights, { taste, item }: Choice): { readonly logit: number; readonly trace: LayerTrace; readonly top: Float64Array } {
  const input = new Float64Array(2 * TASTE_DIMS);
  for (let d = 0; d < TASTE_DIMS; d++) {
    input[d] = ELEMENT_SCALE * at(taste, d);
    input[TASTE_DIMS + d] = ELEMENT_SCALE * at(item, d);
  }
  const trace = runLayers(LAYERS, weights, input);
  const top = trace.values.at(-1) ?? new Float64Array();
  let logit = at(weights, BIAS);
  for (let d = 0; d < TASTE_DIMS; d++) logit += at(weights, PRODUCTS + d) * at(taste, d) * at(item, d);
  for (let t = 0; t < TOP; t++) logit += at(weights, FROM_TOP + t) * at(top, t);
  return { logit, trace, top };
}

/**
 * Neural matrix factorisation over given vectors (He et al. 2017): element-wise products and a network over both sides,
 * joined by one layer. Re-ranks the best 200 of a cheaper scorer.
 */
export const neumf: Head = {
  name: 'neumf',
  parameters: PARAMETERS,
  start(chance) {
    const weights = new Float32Array(PARAMETERS);
    startLayers(LAYERS, weights, chance); // the joining layer starts at 0, so that the first order is that of what is re-ranked
    return weights;
  },
  logit: (weights, choice) => forward(weights, choice).logit,
  learn(weights, choice, slopes, slope) {
    const { logit, trace, top } = forward(weights, choice);
    const factor = slope(logit);
    slopes[BIAS] = at(slopes, BIAS) + factor;
    for (let d = 0; d < TASTE_DIMS; d++) slopes[PRODUCTS + d] = at(slopes, PRODUCTS + d) + factor * at(choice.taste, d) * at(choice.item, d);
    for (let t = 0; t < TOP; t++) slopes[FROM_TOP + t] = at(slopes, FROM_TOP + t) + factor * at(top, t);
    backThroughLayers(LAYERS, weights, trace, slopes, Float64Array.from({ length: TOP }, (_, t) => factor * at(weights, FROM_TOP + t)));
    return logit;
  },
};
