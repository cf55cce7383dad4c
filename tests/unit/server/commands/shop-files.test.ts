import { expect, test } from 'vitest';
import { aProduct } from '#support/products';
import { withOwnAddresses } from '../../../../server/commands/shop-files.ts';

test('withOwnAddresses() keeps a visitor in this shop and draws what no browser could load', () => {
  const served = withOwnAddresses(aProduct({ id: 'AB 1.5/2', url: 'http://other.example/p', image: 'ab15.jpg' }));
  expect(served).toMatchObject({ url: '/product/AB%201%2E5%2F2', image: '/product-pictures/AB%201%2E5%2F2.svg' });
});

test('withOwnAddresses() keeps a picture that the feed gives an address for', () => {
  expect(withOwnAddresses(aProduct({ image: 'https://pictures.example/1.jpg' })).image).toBe('https://pictures.example/1.jpg');
});
