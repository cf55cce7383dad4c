import { expect, test } from 'vitest';
import { aProduct } from '#support/products';
import { withOwnAddresses } from '../../../../server/commands/shop-files.ts';

test.each(['http://other.example/p', '/p/1?colour=red'])('withOwnAddresses() keeps the feed\'s own link %s, for a shop that embeds from here', (url) => {
  expect(withOwnAddresses(aProduct({ url })).url).toBe(url);
});

test.each(['', 'p1.html', 'javascript:alert(1)'])('withOwnAddresses() leads to a page of this shop where the feed\'s link is "%s"', (url) => {
  expect(withOwnAddresses(aProduct({ id: 'AB 1.5/2', url })).url).toBe('/product/AB%201%2E5%2F2');
});

test('withOwnAddresses() keeps a picture that the feed gives an address for, and leaves one out that no page could load', () => {
  expect(withOwnAddresses(aProduct({ image: 'https://pictures.example/1.jpg' })).image).toBe('https://pictures.example/1.jpg');
  expect(withOwnAddresses(aProduct({ image: 'ab15.jpg' })).image).toBe('');
});
