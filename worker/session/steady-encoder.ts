import type { Encoder } from '#worker/models';

/** An encoder that always answers: on the fastest engine while it lives, on the CPU before, after and when it is lost. */
export interface SteadyEncoder extends Encoder {
  /** Takes over from now on. @param ms - what a trial took on it, as `tryEncoder` counts */
  use(engine: Encoder, ms: number): void;
  /** The engine that answers now and what a trial took on it: "wasm, 0.9 ms"; the name alone before there was a trial. */
  description(): string;
}

/** @param onLost - called once for each engine that is lost */
export function steadyEncoder(arrays: Encoder, onLost: () => void): SteadyEncoder {
  let onCpu: Engine = { encoder: arrays };
  let current = onCpu;
  const steady = async <Value>(ask: (encoder: Encoder) => Promise<Value>): Promise<Value> => {
    const asked = current;
    try {
      return await ask(asked.encoder);
    } catch (error) {
      if (asked === onCpu || !asked.encoder.isLost) throw error;
      if (current === asked) {
        current = onCpu;
        onLost();
      }
      return ask(onCpu.encoder);
    }
  };
  return {
    get name() {
      return current.encoder.name;
    },
    isLost: false,
    scoreAll: (weights, input) => steady((encoder) => encoder.scoreAll(weights, input)),
    lossAndGradients: (weights, examples, negatives) => steady((encoder) => encoder.lossAndGradients(weights, examples, negatives)),
    attention: (weights, input) => steady((encoder) => encoder.attention(weights, input)),
    use(encoder, ms) {
      current = { encoder, ms };
      if (encoder.name !== 'webgpu') onCpu = current;
    },
    description: () => (current.ms === undefined ? current.encoder.name : `${current.encoder.name}, ${current.ms.toFixed(1)} ms`),
    dispose() {
      for (const encoder of new Set([current.encoder, onCpu.encoder, arrays])) encoder.dispose();
      onCpu = { encoder: arrays };
      current = onCpu;
    },
  };
}

interface Engine {
  readonly encoder: Encoder;
  readonly ms?: number;
}
