import { expect, test } from 'vitest';
import { seededChance } from '#core/units';
import type { Crowd } from '../../../../bench/attacks/crowd.ts';
import { poisonedTraining } from '../../../../bench/attacks/poison.ts';

const LENGTH = 40;

/** Devices that each want the weights somewhere about one point: least squares, whose best answer is known. */
function aCrowd({ devices = 400, spread = 0.3 } = {}): Crowd {
  const chance = seededChance(9);
  const wanted = Float32Array.from({ length: LENGTH }, (_, i) => (i < 4 ? 1 : 0));
  const own = Array.from({ length: devices }, () => wanted.map((x) => x + spread * chance.normal()));
  const lossOf = (weights: Float32Array, target: Float32Array): number => weights.reduce((sum, x, i) => sum + (x - (target[i] ?? 0)) ** 2, 0);
  return {
    kind: 'mix', devices, start: new Float32Array(LENGTH),
    async learn(weights, device, { rate = 1 }) {
      const target = own[device] ?? wanted;
      return { delta: weights.map((x, i) => 0.1 * rate * ((target[i] ?? 0) - x)), loss: lossOf(weights, target) };
    },
    judge: (weights) => ({ hr20: 1 - Math.sqrt(lossOf(weights, wanted)) / 2 }), // 0 at the start, 1 at the best answer
  };
}

const OPTIONS = { crowd: aCrowd(), strategy: 'reverse', perRound: 300, rounds: 10, seed: 1 } as const;

test('honest devices learn with the gate as without, a round later', async () => {
  const without = await poisonedTraining({ ...OPTIONS, malicious: 0, gated: false });
  const withGate = await poisonedTraining({ ...OPTIONS, malicious: 0, gated: true });
  expect(without.rollbacks).toBe(0);
  expect(withGate.trajectory[0]).toMatchObject({ verdict: 'none', hr20: withGate.before.hr20 }); // the first candidate is not judged yet
  expect(without.trajectory.at(-1)?.hr20).toBeGreaterThan(0.4);
  expect(withGate.trajectory.at(-1)?.hr20).toBeGreaterThan(0.4);
});

test('where malicious devices outweigh honest ones, the gate rolls their candidates back and the model keeps its quality', async () => {
  const hostile = { ...OPTIONS, strategy: 'ruin', malicious: 0.3, crowd: aCrowd({ spread: 1.5 }) } as const; // honest updates that agree little
  const without = await poisonedTraining({ ...hostile, gated: false });
  const withGate = await poisonedTraining({ ...hostile, gated: true });
  expect(without.trajectory.at(-1)?.hr20).toBeLessThan(without.before.hr20);
  expect(withGate.rollbacks).toBeGreaterThan(0);
  expect(withGate.trajectory.at(-1)?.hr20).toBeGreaterThan(without.trajectory.at(-1)?.hr20 ?? 1);
});
