import { expect, test } from 'vitest';
import type { Encoder } from '#worker/models';
import { steadyEncoder } from '../../../../worker/session/steady-encoder.ts';

const input = { items: Int32Array.of(1), types: Uint8Array.of(3), gaps: new Uint8Array(1) };
const weights = new Float32Array(1);

/** Answers with its own number, until it is lost: then it rejects, as a GPU's encoder does. */
function anEncoder(name: Encoder['name'], answer: number) {
  const state = { isLost: false, isDisposed: false, isBuggy: false };
  const ask = async <Value>(value: Value): Promise<Value> => {
    if (state.isLost || state.isBuggy) throw new Error(`${name} broke`);
    return value;
  };
  const encoder: Encoder = {
    name,
    get isLost() {
      return state.isLost;
    },
    scoreAll: () => ask(Float32Array.of(answer)),
    attention: () => ask(Float32Array.of(answer)),
    lossAndGradients: () => ask({ loss: answer, gradients: Float32Array.of(answer) }),
    dispose: () => { state.isDisposed = true; },
  };
  return { encoder, state };
}

test('steadyEncoder() answers from typed arrays until a faster engine takes over', async () => {
  const steady = steadyEncoder(anEncoder('arrays', 1).encoder, () => undefined);
  expect([steady.name, await steady.scoreAll(weights, input)]).toEqual(['arrays', Float32Array.of(1)]);
  steady.use(anEncoder('webgpu', 2).encoder, 1);
  expect([steady.name, await steady.scoreAll(weights, input)]).toEqual(['webgpu', Float32Array.of(2)]);
});

test('steadyEncoder() answers the very call in which the GPU is lost, says so once, and stays on typed arrays', async () => {
  let losses = 0;
  const gpu = anEncoder('webgpu', 2);
  const steady = steadyEncoder(anEncoder('arrays', 1).encoder, () => { losses += 1; });
  steady.use(gpu.encoder, 1);
  gpu.state.isLost = true;
  const answers = await Promise.all([steady.scoreAll(weights, input), steady.attention(weights, input), steady.lossAndGradients(weights, [], new Int32Array(0))]);
  expect(answers).toEqual([Float32Array.of(1), Float32Array.of(1), { loss: 1, gradients: Float32Array.of(1) }]);
  expect([losses, steady.name, steady.isLost]).toEqual([1, 'arrays', false]);
});

test('steadyEncoder() hides no bug: an engine that is not lost rejects through', async () => {
  const gpu = anEncoder('webgpu', 2);
  const steady = steadyEncoder(anEncoder('arrays', 1).encoder, () => undefined);
  steady.use(gpu.encoder, 1);
  gpu.state.isBuggy = true;
  await expect(steady.scoreAll(weights, input)).rejects.toThrow('webgpu broke');
});

test('steadyEncoder() frees both engines', () => {
  const [arrays, gpu] = [anEncoder('arrays', 1), anEncoder('webgpu', 2)];
  const steady = steadyEncoder(arrays.encoder, () => undefined);
  steady.use(gpu.encoder, 1);
  steady.dispose();
  expect([arrays.state.isDisposed, gpu.state.isDisposed]).toEqual([true, true]);
});
