import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CampaignId, CreativeId, Experiment } from '#core/campaigns';
import { armOf, experimentsHere, HELD_ARM } from '#core/experiment';
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

const BOOTS = 'boots' as CampaignId;

test('experimentsHere() keeps the held arm of a running holdout from the ads of its campaign, and nobody else', () => {
  const held = SECRETS.find((secret) => armOf(anExperiment(), secret) === HELD_ARM) ?? new Uint8Array(16);
  const shown = SECRETS.find((secret) => armOf(anExperiment(), secret) !== HELD_ARM) ?? new Uint8Array(16);
  const isHeld = (change: Partial<Experiment>, secret: Uint8Array, nowMs: number): boolean => experimentsHere([anExperiment(change)], secret, nowMs).isHeld(BOOTS);
  expect(isHeld({}, held, 1_500)).toBe(true);
  expect(isHeld({ campaign: BOOTS }, held, 1_500)).toBe(true);
  expect(isHeld({ campaign: 'tents' as CampaignId }, held, 1_500)).toBe(false);
  expect(isHeld({}, shown, 1_500)).toBe(false);
  expect(isHeld({}, held, 999)).toBe(false);
  expect(isHeld({}, held, 2_000)).toBe(false);
  expect(isHeld({ kind: 'ab' }, held, 1_500)).toBe(false);
});

test('experimentsHere() gives each creative that an arm is named after to that arm alone, and every other to all', () => {
  const test = anExperiment({ kind: 'ab', campaign: BOOTS, arms: [{ name: 'boots-a', thousandths: 500 }, { name: 'boots-b', thousandths: 500 }] });
  const creatives = ['boots-a', 'boots-b', 'boots-c'] as CreativeId[];
  for (const secret of SECRETS.slice(0, 40)) {
    const { isOfOtherArm } = experimentsHere([test], secret, 1_500);
    expect(creatives.filter((creative) => !isOfOtherArm(BOOTS, creative))).toEqual([armOf(test, secret), 'boots-c']);
    expect(creatives.filter((creative) => isOfOtherArm('tents' as CampaignId, creative))).toEqual([]);
    expect(creatives.filter((creative) => experimentsHere([test], secret, 2_000).isOfOtherArm(BOOTS, creative))).toEqual([]);
  }
});
