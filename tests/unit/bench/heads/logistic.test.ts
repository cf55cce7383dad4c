import { expect, test } from 'vitest';
import { ftrlStep, newFtrl } from '#bench/heads';
import { logLoss, sigmoid } from '#core/ctr';
import { seededChance } from '#core/units';
import { linear, logistic } from '../../../../bench/heads/logistic.ts';
import { someChoice } from './a-choice.ts';

test('linear() then sigmoid() give the worked example: β₀ .5, β (.3, .2, .1), x (1, 0, 1) → σ(.9) = .711', () => {
  const logit = linear(0.5, [0.3, 0.2, 0.1], [1, 0, 1]);
  expect(logit).toBeCloseTo(0.9, 12);
  expect(sigmoid(logit)).toBeCloseTo(0.7109495, 7);
});

test('the head computes the same sum: bias .5, three numbers, no crosses', () => {
  const weights = new Float64Array(logistic.parameters);
  weights.set([0.5, 0.3, 0.2, 0.1]);
  const dense = new Float32Array(16);
  dense.set([1, 0, 1]);
  expect(sigmoid(logistic.logit(weights, { ...someChoice(seededChance(1)), dense, crosses: new Int32Array() }))).toBeCloseTo(0.711, 3);
});

test('ftrlStep() by hand: two steps of one weight', () => {
  const weights = new Float64Array(2);
  const state = newFtrl(2);
  const rates = { alpha: 0.5, beta: 1, lambda1: 0.1, lambda2: 0 };
  ftrlStep(weights, Float64Array.of(2, 0), state, rates);
  // σ = (2 − 0) / .5 = 4, z = 2 − 4·0 = 2, n = 4, w = −(2 − .1) / ((1 + 2) / .5) = −1.9 / 6
  expect(weights[0]).toBeCloseTo(-1.9 / 6, 12);
  ftrlStep(weights, Float64Array.of(-1, 0), state, rates);
  // σ = (√5 − 2) / .5, z = 2 − 1 − σ·(−1.9 / 6), n = 5
  const z = 1 + ((Math.sqrt(5) - 2) / 0.5) * (1.9 / 6);
  expect(weights[0]).toBeCloseTo(-(z - 0.1) / ((1 + Math.sqrt(5)) / 0.5), 12);
  expect(weights[1]).toBe(0);
});

test('ftrlStep() keeps a weight at exactly 0 while what speaks for it is below λ₁', () => {
  const weights = new Float64Array(1);
  ftrlStep(weights, Float64Array.of(0.05), newFtrl(1), { alpha: 0.5, beta: 1, lambda1: 0.1, lambda2: 0 });
  expect(weights[0]).toBe(0);
});

test('logistic regression learns by FTRL, and crosses nobody met stay 0', () => {
  const chance = seededChance(4);
  const weights = new Float64Array(logistic.parameters);
  const state = newFtrl(weights.length);
  const sample = (label: 0 | 1): ReturnType<typeof someChoice> => ({ ...someChoice(chance), crosses: Int32Array.of(label === 1 ? 70 : 80) });
  for (let step = 0; step < 2000; step++) {
    const label = chance.next() < 0.5 ? 1 : 0;
    const slopes = new Float64Array(weights.length);
    logistic.learn(weights, sample(label), slopes, (logit) => sigmoid(logit) - label);
    ftrlStep(weights, slopes, state);
  }
  expect(logLoss(logistic.logit(weights, sample(1)), 1)).toBeLessThan(0.35);
  expect(logLoss(logistic.logit(weights, sample(0)), 0)).toBeLessThan(0.35);
  expect(weights.filter((w) => w !== 0).length).toBeLessThanOrEqual(1 + 16 + 2);
});
