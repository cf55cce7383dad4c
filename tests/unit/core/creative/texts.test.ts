import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { benefitsOf, namesOf, sentencesOf, shortTitle } from '#core/creative';
import { aProduct } from '#support/products';

describe('sentencesOf()', () => {
  test.each([
    ['One here. Two there! Three?', ['One here', 'Two there', 'Three']],
    ['Price Rs. 899 only. It holds approx. 2 l.', ['Price Rs. 899 only', 'It holds approx. 2 l']],
    ['Made of steel.It lasts.', ['Made of steel', 'It lasts']],
    ['The 1.5 l jug. Nice', ['The 1.5 l jug', 'Nice']],
    ['防水透气。适合徒步！', ['防水透气', '适合徒步']],
    ['', []],
  ])('%s', (text, sentences) => expect(sentencesOf(text)).toEqual(sentences));

  test('gives parts of the text, in order', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'B', '. ', '.', '! ', '。', '\n', ' ', 'Rs. ')).map((parts) => parts.join('')), (text) => {
      let from = 0;
      for (const sentence of sentencesOf(text)) {
        const at = text.indexOf(sentence, from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + sentence.length;
      }
    }));
  });
});

describe('shortTitle()', () => {
  test.each([
    ['Hill Boots', 40, 'Hill Boots'],
    ['Fellworks Hill Boots, size 42, Moss', 30, 'Fellworks Hill Boots, size 42'],
    ['Disney 98189 Analog Watch  - For Boys, Girls', 40, 'Disney 98189 Analog Watch  - For Boys'],
    ['Whirlpool 1.9 cu. ft. Over the Range Convection Microwave', 16, 'Whirlpool'],
    ['Whirlpool 1.9 cu. ft. Over the Range Convection Microwave in Stainless Steel with Sensor Cooking', 40, 'Over the Range Convection Microwave'],
    ['Smartpro 19.5v,3.9a Replacement Charger', 25, 'Replacement Charger'],
    ['Boots for the hills and the town', 20, 'Boots for the hills'],
    ['超轻防水登山徒步靴子男款', 6, '超轻防水登山'],
    ['Incomprehensibilities', 8, ''],
  ])('%s in %i', (title, room, short) => expect(shortTitle(title, room)).toBe(short));

  test('stands in the title and has the room', () => {
    fc.assert(fc.property(fc.string(), fc.nat(60), (title, room) => {
      const short = shortTitle(title, room);
      expect(short.length).toBeLessThanOrEqual(room);
      expect(title).toContain(short);
    }));
  });
});

test('benefitsOf() leaves out prices, shipping and calls to buy, and prefers the product to the reader', () => {
  const facts = aProduct({
    title: 'Hill Boots', description: 'Buy Hill Boots for Rs.899 online. Step into comfort with our new pair. The waxed suede boots keep water out and feet warm. Free shipping and 30 day replacement guarantee.',
  });
  expect(benefitsOf(facts, 140)[0]).toBe('The waxed suede boots keep water out and feet warm');
  expect(benefitsOf(facts, 140).join(' ')).not.toMatch(/899|online|replacement/);
});

test('benefitsOf() cuts a long sentence where a clause ends', () => {
  const facts = aProduct({ description: 'Soft merino wool keeps the ears warm on cold mornings, while the long braided cords can be tied under the chin by small hands that wear mittens.' });
  expect(benefitsOf(facts, 60)).toEqual(['Soft merino wool keeps the ears warm on cold mornings']);
  expect(benefitsOf(facts, 10)).toEqual([]);
});

test('namesOf() finds how the description names the product', () => {
  const facts = aProduct({ title: 'SKU 4711', category: ['accessories', 'backpack'], description: 'This durable beige backpack features black straps. Our backpack is light.' });
  expect(namesOf(facts, 40)).toEqual(['durable beige backpack']);
  expect(namesOf(facts, 10)).toEqual([]);
});
