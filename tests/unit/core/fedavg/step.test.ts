import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { encodeModel, encodeState, initialState, meanNoiseVariance, meanUpdate, serverStep, type OptimiserState, type ServerStepResult } from '#core/fedavg';
import { noiseVarianceFor } from '#core/privacy';
import { toHex } from '#core/units';
import { aTask } from '#support/federation';
import vectors from './fedavg_server-step_homebird_1.json' with { type: 'json' };

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });
const inputs = fc.integer({ min: 1, max: 12 }).chain((length) => {
  const vector = fc.array(float32, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));
  return fc.record({
    length: fc.constant(length), weights: vector, mean: vector, first: vector, second: vector.map((values) => values.map(Math.abs)),
    noiseVariance: fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }), steps: fc.integer({ min: 0, max: 2 ** 32 - 2 }), reports: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  });
});

test('serverStep() gives finite weights and a state that encodes, whatever a hostile server publishes', () => {
  fc.assert(fc.property(inputs, ({ length, weights, mean, reports, ...state }) => {
    const stepped = serverStep({ kind: 'mix', weights, state, mean, reports, task: aTask({ length }) });
    encodeModel('mix', stepped.weights); // throws on NaN and Infinity
    if (stepped.outcome === 'kept') {
      expect([...stepped.weights]).toEqual([...weights]);
      expect(stepped.state).toBe(state);
    }
  }));
});

test('serverStep() changes none of its inputs and repeats to the bit', () => {
  fc.assert(fc.property(inputs, ({ length, weights, mean, reports, ...state }) => {
    const before = [toHex(encodeModel('mix', weights)), toHex(encodeState(state)), toHex(encodeModel('mix', mean))];
    const input = { kind: 'mix' as const, weights, state, mean, reports, task: aTask({ length }) };
    const [one, two] = [serverStep(input), serverStep(input)];
    expect(toHex(encodeModel('mix', one.weights))).toBe(toHex(encodeModel('mix', two.weights)));
    expect([toHex(encodeModel('mix', weights)), toHex(encodeState(state)), toHex(encodeModel('mix', mean))]).toEqual(before);
  }));
});

test('serverStep() goes along the decayed mean, and the shorter the noisier the batch', () => {
  const mean = Float32Array.of(0.3, -0.1, 0, 0.2);
  const moved = (reports: number): number => {
    const { weights } = serverStep({ kind: 'mix', weights: new Float32Array(4), state: initialState(4), mean, reports, task: aTask({ length: 4 }) });
    weights.forEach((w, i) => { expect(w * (mean[0] ?? 0)).toBeCloseTo((mean[i] ?? 0) * (weights[0] ?? 0), 6); });
    return Math.hypot(...weights);
  };
  const lengths = [100_000, 1000, 200, 100, 50].map(moved);
  lengths.forEach((length, i) => { if (i > 0) expect(length).toBeLessThan(lengths[i - 1] ?? 0); });
  expect(lengths[0]).toBeCloseTo(0.2, 3); // half of STEP_NORM of mix: the first moment starts at 0
});

test('serverStep() refuses lengths that do not agree', () => {
  const good = { kind: 'mix' as const, weights: new Float32Array(3), state: initialState(3), mean: new Float32Array(3), reports: 60, task: aTask({ length: 3 }) };
  expect(() => serverStep(good)).not.toThrow();
  for (const bad of [{ weights: new Float32Array(2) }, { mean: new Float32Array(4) }, { state: initialState(2) }, { task: aTask({ length: 4 }) }]) expect(() => serverStep({ ...good, ...bad })).toThrow(RangeError);
});

test('meanNoiseVariance() is what two servers at σ = z·B leave in the mean: 2·(z·C/n)²', () => {
  for (const [z, n] of [[4, 100], [8, 1000]] as const) {
    expect(meanNoiseVariance(aTask({ clipNorm: 0.5, noiseVariance: noiseVarianceFor(z, 256) }), n)).toBeCloseTo(2 * ((z * 0.5) / n) ** 2, 15);
  }
});

test('the step and all it calls use no function that IEEE 754 does not fix', () => {
  for (const file of ['fedavg/step.ts', 'fedavg/gate.ts', 'fedavg/gated-step.ts', 'fedavg/clip.ts', 'fedavg/pair-step.ts', 'fedavg/step-files.ts', 'fedavg/encode.ts', 'privacy/floors.ts']) {
    const source = readFileSync(new URL(`../../../../src/core/${file}`, import.meta.url), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    for (const [, name] of source.matchAll(/Math\.(\w+)/g)) expect(['sqrt', 'fround', 'max', 'min', 'floor'], `Math.${name} in ${file}`).toContain(name);
    expect(source).not.toContain('**');
  }
});

test('serverStep() reproduces its vectors over several rounds, weights and state bit for bit', () => {
  for (const { kind, clipNorm, reports, start, sums, after } of vectors.cases) {
    let weights = Float32Array.from(start);
    let state: OptimiserState = initialState(start.length);
    const model = kind as 'mix' | 't11';
    for (const [round, sum] of sums.entries()) {
      const task = aTask({ model, length: start.length, clipNorm });
      const stepped: ServerStepResult = serverStep({ kind: model, weights, state, mean: meanUpdate(Int32Array.from(sum), reports, task), reports, task });
      ({ weights, state } = stepped);
      expect(toHex(encodeModel(model, weights))).toBe(after[round]?.model);
      expect(toHex(encodeState(state))).toBe(after[round]?.state);
    }
  }
});
