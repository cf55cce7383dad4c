import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededChance, shuffled } from '#core/units';

test('shuffled() keeps every value, leaves its input as it is and repeats for a seed', () => {
  fc.assert(fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
    const before = [...values];
    const order = shuffled(values, seededChance(seed));
    expect(values).toEqual(before);
    expect([...order].sort((a, b) => a - b)).toEqual([...values].sort((a, b) => a - b));
    expect(shuffled(values, seededChance(seed))).toEqual(order);
  }));
});

test('shuffled() gives every order of three values equally often', () => {
  const chance = seededChance(1);
  const times = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = shuffled(['a', 'b', 'c'], chance).join('');
    times.set(order, (times.get(order) ?? 0) + 1);
  }
  expect([...times.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  // 1,000 each is expected; a deviation is 29, and a seed repeats.
  for (const count of times.values()) expect(Math.abs(count - 1000)).toBeLessThan(100);
});
