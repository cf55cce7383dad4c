import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyNumbers } from '../../../../bench/ads/keys.ts';

test('keyNumbers() numbers keys as a Map of them would, and knows none that was not added', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 4_294_967_295 }))), (pairs) => {
    const [numbers, known] = [keyNumbers(), new Map<number, number>()];
    for (const key of pairs.map(([user, code]) => user * 4_294_967_296 + code)) {
      expect(numbers.find(key)).toBe(known.get(key) ?? -1);
      if (!known.has(key)) known.set(key, known.size);
      expect(numbers.add(key)).toBe(known.get(key));
    }
    expect(numbers.count()).toBe(known.size);
  }));
});

test('keyNumbers() of more keys than it has places at first keeps all of them', () => {
  const numbers = keyNumbers();
  const keys = Array.from({ length: 20_000 }, (_, i) => (i % 77) * 4_294_967_296 + i);
  expect(keys.every((key, i) => numbers.add(key) === i)).toBe(true);
  expect(keys.every((key, i) => numbers.find(key) === i)).toBe(true);
});
