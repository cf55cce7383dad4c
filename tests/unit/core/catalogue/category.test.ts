import { expect, test } from 'vitest';
import { categoryFilter } from '../../../../src/core/catalogue/category.ts';

test.each([
  ['Tea', true], ['Food', true], ['Food > Tea', true], ['Food>Tea', true], ['Food >> Tea', true], ['Food | Tea', true], ['Food » Tea > Green tea', true],
  ['Coffee', false], ['Food > Coffee', false], ['Drinks > Tea', false], ['tea', false], ['', false], [' > ', false], ['Food > ', false],
])('categoryFilter() of %j: %s for what stands in Food > Tea > Green tea', (named, wanted) => {
  expect(categoryFilter(named)(['Food', 'Tea', 'Green tea'])).toBe(wanted);
});
