import { expect, test } from 'vitest';
import { countWords, tasteWords } from '#core/audience';
import type { Interaction } from '#core/features';

const nowMs = 1_800_000_000_000;
const TEXTS = ['red wool socks', 'red wool hat', 'blue wool scarf 42', 'red steel pan', 'red lamp', 'red chair', 'red table', 'red shelf'];
const counts = countWords(TEXTS);
const aView = (item: number, weight = 1): Interaction => ({ item, type: 'view_item', atMs: nowMs, weight, session: 0, eventId: `e${item}` });
const wordsFrom = (...items: readonly number[]) => tasteWords(items.map((item) => aView(item)), { textOf: (item) => TEXTS[item] ?? '', counts, nowMs });

test('countWords() counts each word once a text', () => {
  expect(counts.texts).toBe(8);
  expect(counts.textsByWord.get('red')).toBe(7);
  expect(counts.textsByWord.get('wool')).toBe(3);
});

test('tasteWords() names what tells her items from the shop, by hand', () => {
  // wool: 3 looks × ln(9/4) = 2.43; red: 2 looks × ln(9/8) = .236; every other word stands in one item of hers
  const found = wordsFrom(0, 1, 2);
  expect(found.map(({ word, items }) => [word, items])).toEqual([['wool', 3], ['red', 2]]);
  expect(found[1]?.strength).toBeCloseTo((2 * Math.log(9 / 8)) / (3 * Math.log(9 / 4)), 12);
});

test('tasteWords() says nothing of two items, and nothing of what she sent away', () => {
  expect(wordsFrom(0, 1)).toEqual([]);
  expect(tasteWords([aView(0), aView(1), aView(2, -2)], { textOf: (item) => TEXTS[item] ?? '', counts, nowMs })).toEqual([]);
});
