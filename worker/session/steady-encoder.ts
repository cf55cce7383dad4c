import type { Encoder } from '#worker/models';

/** An encoder that always answers: on the faster engine while it lives, on typed arrays before, after and when it is lost. */
export interface SteadyEncoder extends Encoder {
  /** Takes over from now on. */
  use(faster: Encoder): void;
}

/** @param onLost - called once for each engine that is lost */
export function steadyEncoder(arrays: Encoder, onLost: () => void): SteadyEncoder {
  let current = arrays;
  const steady = async <Value>(ask: (encoder: Encoder) => Promise<Value>): Promise<Value> => {
    const asked = current;
    try {
      return await ask(asked);
    } catch (error) {
      if (asked === arrays || !asked.isLost) throw error;
      if (current === asked) {
        current = arrays;
        onLost();
      }
      return ask(arrays);
    }
  };
  return {
    get name() {
      return current.name;
    },
    isLost: false,
    scoreAll: (weights, input) => steady((encoder) => encoder.scoreAll(weights, input)),
    lossAndGradients: (weights, examples, negatives) => steady((encoder) => encoder.lossAndGradients(weights, examples, negatives)),
    attention: (weights, input) => steady((encoder) => encoder.attention(weights, input)),
    use(faster) {
      current = faster;
    },
    dispose() {
      if (current !== arrays) current.dispose();
      current = arrays;
      arrays.dispose();
    },
  };
}
