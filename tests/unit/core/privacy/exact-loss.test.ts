import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epsilonOf, rhoOfPureEpsilon } from '#core/privacy';
import { composedLoss, deltaOfLoss, discreteGaussianLoss, discreteLaplaceLoss, epsilonOfLoss } from '#support/exact-loss';

const sigmas = fc.double({ min: 0.3, max: 20, noNaN: true });
const sensitivities = fc.integer({ min: 1, max: 5 });
const deltas = fc.double({ min: 1e-9, max: 0.1, noNaN: true });

/** Σ max(0, P(x) − e^ε·P(x − Δ)): δ by its definition. */
function deltaByDefinition(weight: (x: number) => number, sensitivity: number, epsilon: number): number {
  let [total, above] = [0, 0];
  for (let x = -2_000; x <= 2_000; x++) {
    total += weight(x);
    above += Math.max(0, weight(x) - Math.exp(epsilon) * weight(x - sensitivity));
  }
  return above / total;
}

test('deltaOfLoss() is δ by its definition, for both noises', () => {
  fc.assert(fc.property(sigmas, sensitivities, fc.double({ min: 0, max: 4, noNaN: true }), (width, sensitivity, epsilon) => {
    const gaussian = deltaByDefinition((x) => Math.exp(-(x * x) / (2 * width * width)), sensitivity, epsilon);
    expect(Math.abs(deltaOfLoss(discreteGaussianLoss(width, sensitivity), epsilon) - gaussian)).toBeLessThan(1e-12);
    const laplace = deltaByDefinition((x) => Math.exp(-Math.abs(x) / width), sensitivity, epsilon);
    expect(Math.abs(deltaOfLoss(discreteLaplaceLoss(width, sensitivity), epsilon) - laplace)).toBeLessThan(1e-12);
  }), { numRuns: 60 });
});

test('epsilonOfLoss() reaches its δ, and lies below what zCDP claims for the same noise', () => {
  fc.assert(fc.property(sigmas, sensitivities, deltas, (width, sensitivity, delta) => {
    const gaussian = discreteGaussianLoss(width, sensitivity);
    const epsilon = epsilonOfLoss(gaussian, delta);
    expect(deltaOfLoss(gaussian, epsilon)).toBeLessThanOrEqual(delta * (1 + 1e-9));
    expect(epsilon).toBeLessThanOrEqual(epsilonOf((sensitivity * sensitivity) / (2 * width * width), delta) + 1e-9);
    expect(epsilonOfLoss(discreteLaplaceLoss(width, sensitivity), delta)).toBeLessThanOrEqual(sensitivity / width + 1e-12);
  }), { numRuns: 60 });
});

test('composedLoss() of Gaussians is that of one with less noise, where both are fine lattices', () => {
  // The sum of 4 discrete Gaussians of σ = 12 is near one of σ = 24 against a shift of 4: the continuous limit, to the 1e-3 that lattices differ by.
  const four = composedLoss(discreteGaussianLoss(12, 1), 4);
  expect(Math.abs(epsilonOfLoss(four, 1e-5) - epsilonOfLoss(discreteGaussianLoss(24, 4), 1e-5))).toBeLessThan(1e-3);
  expect(composedLoss(four, 1)).toEqual(four);
});

test('a release whose noise is cut off is told apart with the probability of its ends', () => {
  const loss = discreteGaussianLoss(1, 1, 2);
  const total = 1 + 2 * Math.exp(-0.5) + 2 * Math.exp(-2);
  expect(deltaOfLoss(loss, 50)).toBeCloseTo(Math.exp(-2) / total, 12);
  expect(epsilonOfLoss(loss, 0.01)).toBe(Infinity);
  expect(deltaOfLoss(composedLoss(loss, 2), 200)).toBeCloseTo(1 - (1 - Math.exp(-2) / total) ** 2, 12);
});

test('rhoOfPureEpsilon() is ε²/2: 1/8 for ε = 1/2, and refuses what is no ε', () => {
  expect(rhoOfPureEpsilon(0.5)).toBe(0.125);
  for (const epsilon of [-1, Number.NaN, Infinity]) expect(() => rhoOfPureEpsilon(epsilon)).toThrow(RangeError);
});

test('exact losses refuse what is no noise, sensitivity or δ', () => {
  for (const refused of [
    () => discreteGaussianLoss(0, 1), () => discreteGaussianLoss(Number.NaN, 1), () => discreteGaussianLoss(1, 0), () => discreteLaplaceLoss(1, 1.5), () => discreteLaplaceLoss(-1, 1),
    () => composedLoss(discreteLaplaceLoss(1, 1), 0), () => epsilonOfLoss(discreteLaplaceLoss(1, 1), 0),
  ]) expect(refused).toThrow(RangeError);
});
