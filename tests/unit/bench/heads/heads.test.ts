import { describe, expect, test } from 'vitest';
import { HEAD_BY_NAME, type Choice } from '#bench/heads';
import { logLoss, sigmoid } from '#core/ctr';
import { seededChance } from '#core/units';
import { adamStep, newAdam } from '#worker/models';
import { HEAD_PARAMETERS } from '../../../../bench/heads/head.ts';
import { someChoice } from './a-choice.ts';

const STEP = 1e-5;

describe.each(Object.values(HEAD_BY_NAME))('$name', (head) => {
  test('has at most 16,000 weights', () => {
    expect(head.parameters).toBeLessThanOrEqual(HEAD_PARAMETERS);
    expect(head.start(seededChance(1)).length).toBe(head.parameters);
  });

  test('slopes agree with finite differences', () => {
    const chance = seededChance(2);
    const weights = Float64Array.from(head.start(chance), (w) => w + 0.05 * chance.normal());
    const choice = someChoice(chance);
    const slopes = new Float64Array(head.parameters);
    const logit = head.learn(weights, choice, slopes, (x) => sigmoid(x) - 1);
    expect(logit).toBeCloseTo(head.logit(weights, choice), 12);
    const touched = [...slopes.keys()].filter((i) => slopes[i] !== 0);
    expect(touched.length).toBeGreaterThan(20);
    for (let draw = 0; draw < 200; draw++) {
      const i = draw < 150 ? touched[chance.below(touched.length)] ?? 0 : chance.below(head.parameters);
      const before = weights[i] ?? 0;
      weights[i] = before + STEP;
      const above = logLoss(head.logit(weights, choice), 1);
      weights[i] = before - STEP;
      const below = logLoss(head.logit(weights, choice), 1);
      weights[i] = before;
      expect(Math.abs((above - below) / (2 * STEP) - (slopes[i] ?? 0)), `weight ${i}`).toBeLessThan(1e-7);
    }
  });

  test('learns which of two kinds of choices are taken', () => {
    const chance = seededChance(3);
    // Taken where the first number is positive, the first cross says 7, and taste and item agree: each head sees a part of it.
    const sample = (): { choice: Choice; label: 0 | 1 } => {
      const label = chance.next() < 0.5 ? 1 : 0;
      const choice = someChoice(chance);
      choice.dense[0] = label === 1 ? 1 : -1;
      choice.crosses[0] = label === 1 ? 7 : 8;
      if (label === 1) choice.item.set(choice.taste);
      return { choice, label };
    };
    const weights = head.start(chance);
    let state = newAdam(weights.length);
    for (let step = 0; step < 300; step++) {
      const slopes = new Float32Array(weights.length);
      for (let i = 0; i < 8; i++) {
        const { choice, label } = sample();
        head.learn(weights, choice, slopes, (logit) => (sigmoid(logit) - label) / 8, chance);
      }
      state = adamStep(weights, slopes, state, 0.01);
    }
    let loss = 0;
    for (let i = 0; i < 200; i++) {
      const { choice, label } = sample();
      loss += logLoss(head.logit(weights, choice), label) / 200;
    }
    expect(loss).toBeLessThan(0.25); // a coin has .693
  });
});
