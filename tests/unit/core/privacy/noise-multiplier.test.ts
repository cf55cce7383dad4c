import { expect, test } from 'vitest';
import { epsilonOf, FLOORS, noiseMultiplierFor } from '#core/privacy';

test('noiseMultiplierFor() is the least quarter that keeps epsilon, and never below the floor of devices', () => {
  const epsilonAt = (z: number, reports: number): number => epsilonOf(reports / (2 * z * z), 1e-6);
  const z = noiseMultiplierFor(2, 1e-6, 10) ?? 0;
  expect(epsilonAt(z, 10)).toBeLessThanOrEqual(2);
  expect(epsilonAt(z - 0.25, 10)).toBeGreaterThan(2);
  expect(noiseMultiplierFor(100, 1e-6, 1)).toBe(FLOORS.minNoiseMultiplier);
});

test('limitation: noiseMultiplierFor() has no answer where no noise that can be sampled is enough', () => {
  expect(noiseMultiplierFor(1e-4, 1e-6, 100)).toBeUndefined();
});
