import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Experiment } from '#core/campaigns';
import { armOf, HELD_ARM, isHeld } from '#core/experiment';
import { seededChance, toHex } from '#core/units';
import { expectDistribution } from '#support/chi-square';
import { repeatable } from '#support/federation';

const randomness = repeatable(seededChance(41));
function draw(): Uint8Array {
  const secret = new Uint8Array(16);
  randomness.fill(secret);
  return secret;
}
const SECRETS = Array.from({ length: 12_000 }, draw);
const ARMS = [{ name: 'present', thousandths: 500 }, { name: 'warm', thousandths: 300 }, { name: 'held', thousandths: 200 }] as const;

function anExperiment(change: Partial<Experiment> = {}): Experiment {
  return { id: 'lift', kind: 'holdout', salt: '00'.repeat(16), arms: ARMS, startMs: 1_000, endMs: 2_000, ...change };
}

test('armOf() fills arms by their shares', () => {
  for (const salt of ['00'.repeat(16), 'ff'.repeat(16), toHex(draw())]) {
    const places = SECRETS.map((secret) => ARMS.findIndex(({ name }) => name === armOf({ salt, arms: ARMS }, secret)));
    expectDistribution(places, [[0, 0.5], [1, 0.3], [2, 0.2]]);
  }
});

test('armOf() is even over a thousand equal places of ten arms', () => {
  const arms = Array.from({ length: 10 }, (_, index) => ({ name: `a${index}`, thousandths: 100 }));
  expectDistribution(SECRETS.map((secret) => Number(armOf({ salt: '12'.repeat(16), arms }, secret).slice(1))), arms.map((_, index) => [index, 0.1] as const));
});

test('armOf() of two salts are independent: chi-square of every pair of arms', () => {
  const [a, b] = [{ salt: '01'.repeat(16), arms: ARMS }, { salt: '02'.repeat(16), arms: ARMS }];
  const index = (name: string): number => ARMS.findIndex((arm) => arm.name === name);
  const pairs = SECRETS.map((secret) => 3 * index(armOf(a, secret)) + index(armOf(b, secret)));
  expectDistribution(pairs, ARMS.flatMap((first, i) => ARMS.map((second, j) => [3 * i + j, (first.thousandths * second.thousandths) / 1e6] as const)));
});

test('armOf() is the same for the same device for ever, and always one that has a share', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 40 }), fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 8 }), (secret, shares) => {
    fc.pre(shares.some((share) => share > 0));
    const arms = shares.map((thousandths, index) => ({ name: `a${index}`, thousandths }));
    const arm = armOf({ salt: '77'.repeat(16), arms }, secret);
    expect(armOf({ salt: '77'.repeat(16), arms }, secret)).toBe(arm);
    expect(arms.find(({ name }) => name === arm)?.thousandths).toBeGreaterThan(0);
  }));
});

test('armOf() refuses a short secret, and arms of which none has a share', () => {
  expect(() => armOf(anExperiment(), new Uint8Array(15))).toThrow(RangeError);
  expect(() => armOf(anExperiment({ arms: [{ name: 'a', thousandths: 0 }] }), new Uint8Array(16))).toThrow(RangeError);
});

test('isHeld() keeps the held arm of a running holdout from its ads, and nobody else', () => {
  const held = SECRETS.find((secret) => armOf(anExperiment(), secret) === HELD_ARM) ?? new Uint8Array(16);
  const shown = SECRETS.find((secret) => armOf(anExperiment(), secret) !== HELD_ARM) ?? new Uint8Array(16);
  expect(isHeld(anExperiment(), held, 1_500)).toBe(true);
  expect(isHeld(anExperiment(), shown, 1_500)).toBe(false);
  expect(isHeld(anExperiment(), held, 999)).toBe(false);
  expect(isHeld(anExperiment(), held, 2_000)).toBe(false);
  expect(isHeld(anExperiment({ kind: 'ab' }), held, 1_500)).toBe(false);
});
