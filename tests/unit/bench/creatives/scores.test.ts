import { expect, test } from 'vitest';
import { bleu4, distinct, leads, rougeL, selfBleu, titles } from '#bench/creatives';
import { aProduct } from '#support/products';

test('rougeL() is the example of Lin 2004, section 3.1', () => {
  // "police killed the gunman" against "police kill the gunman" (LCS 3 of 4) and "the gunman kill police" (LCS 2 of 4).
  expect(rougeL('police kill the gunman', 'police killed the gunman')).toBeCloseTo(3 / 4, 12);
  expect(rougeL('the gunman kill police', 'police killed the gunman')).toBeCloseTo(2 / 4, 12);
  expect(rougeL('a b c d e', 'c e')).toBeCloseTo((2 * 2) / 7, 12);
  expect([rougeL('', 'a'), rougeL('a', 'b')]).toEqual([0, 0]);
});

test('bleu4() clips counts, takes the geometric mean and the brevity penalty, by hand', () => {
  // Papineni et al. 2002: "the" seven times against "the cat is on the mat" has 2 of 7; no two words match.
  expect(bleu4([{ text: 'the the the the the the the', references: ['the cat is on the mat'] }])).toBe(0);
  expect(bleu4([{ text: 'the cat is on the mat', references: ['the cat is on the mat'] }])).toBeCloseTo(1, 12);
  // 6 words, 1 wrong at the end: precisions 5/6, 4/5, 3/4, 2/3 multiply to 1/3; no penalty.
  expect(bleu4([{ text: 'the cat is on the rug', references: ['the cat is on the mat'] }])).toBeCloseTo((1 / 3) ** 0.25, 12);
  // 5 words of 6, all right: only the penalty exp(1 − 6/5).
  expect(bleu4([{ text: 'the cat is on the', references: ['the cat is on the mat'] }])).toBeCloseTo(Math.exp(1 - 6 / 5), 12);
  // Summed over the corpus: (5+5)/(6+5), (4+4)/(5+4), (3+3)/(4+3), (2+2)/(3+2); lengths 11 and 12.
  const both = bleu4([{ text: 'the cat is on the rug', references: ['the cat is on the mat'] }, { text: 'the cat is on the', references: ['the cat is on the mat'] }]);
  expect(both).toBeCloseTo(((10 / 11) * (8 / 9) * (6 / 7) * (4 / 5)) ** 0.25 * Math.exp(1 - 12 / 11), 12);
  // The nearest reference counts for the length.
  expect(bleu4([{ text: 'a b c d', references: ['a b c d', 'a b c d e f g h'] }])).toBeCloseTo(1, 12);
});

test('distinct() and selfBleu() by hand', () => {
  expect(distinct(['a b a b', 'c'], 1)).toBe(3 / 5);
  expect(distinct(['a b a b', 'c'], 2)).toBe(2 / 3);
  expect(selfBleu(['a b c d', 'a b c d'])).toBeCloseTo(1, 12);
  expect(selfBleu(['a b c d', 'e f g h'])).toBe(0);
});

test('a reference is never in the input of what is held against it', () => {
  const product = aProduct({ title: 'Plush Velvet Backpack', category: ['accessories', 'backpack'], description: 'Zebra striped opening words here. This deep purple backpack has a soft velvet exterior. Plush  velvet backpack for all.' });
  const [lead] = leads([product]);
  expect(lead?.reference).toBe('Zebra striped opening words here');
  expect(`${lead?.ours} ${lead?.firstSentence}`).not.toMatch(/zebra/i);
  const [title] = titles([product]);
  expect(title?.ours).toBe('Deep purple backpack');
  expect(`${title?.ours} ${title?.firstSentence}`).not.toMatch(/plush/i);
});
