/** Moments of Adam; plain data, so that training can be stored and resumed. */
export interface AdamState {
  readonly step: number;
  /** [P] running mean of the slopes. */
  readonly first: Float64Array;
  /** [P] running mean of their squares. */
  readonly second: Float64Array;
}

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
/** Keeps a weight that was never touched from being divided by 0. */
const EPSILON = 1e-8;

/** Adam before its first step. */
export function newAdam(parameters: number): AdamState {
  return { step: 0, first: new Float64Array(parameters), second: new Float64Array(parameters) };
}

/** One step of Adam (Kingma and Ba 2015, algorithm 1) on `weights`, in place; the state's moments are taken over. */
export function adamStep(weights: Float32Array, gradients: Float32Array, state: AdamState, learningRate: number): AdamState {
  const step = state.step + 1;
  const { first, second } = state;
  const firstScale = 1 / (1 - FIRST_DECAY ** step);
  const secondScale = 1 / (1 - SECOND_DECAY ** step);
  for (let i = 0; i < weights.length; i++) {
    const slope = gradients[i] ?? 0;
    const mean = FIRST_DECAY * (first[i] ?? 0) + (1 - FIRST_DECAY) * slope;
    const square = SECOND_DECAY * (second[i] ?? 0) + (1 - SECOND_DECAY) * slope * slope;
    first[i] = mean;
    second[i] = square;
    weights[i] = (weights[i] ?? 0) - (learningRate * mean * firstScale) / (Math.sqrt(square * secondScale) + EPSILON);
  }
  return { step, first, second };
}
