import { expect, test } from 'vitest';
import { demoProducts } from '#server/demoshop';
import { deliveryCents, deliveryText, mayBeCollected } from '../../../../src/pages/shop/delivery.ts';

const products = demoProducts();
const [mug, armchair] = ['Mugs', 'Armchairs'].map((kind) => products.filter(({ category }) => category.at(-1) === kind).slice(0, 1));

test('deliveryCents() charges what the help pages say: €4.90 below €60, €39 for furniture, €2.90 collected', () => {
  expect([5_999, 6_000].map((value) => deliveryCents(mug ?? [], value))).toEqual([490, 0]);
  expect(deliveryCents([...(mug ?? []), ...(armchair ?? [])], 50_000)).toBe(3_900);
  expect(deliveryCents(mug ?? [], 9_000, 'collected')).toBe(290);
  expect([mug ?? [], armchair ?? []].map(mayBeCollected)).toEqual([true, false]);
});

test('deliveryText() promises free delivery of what costs €60 and more alone', () => {
  const [one] = mug ?? [];
  if (!one) throw new Error('The demo shop sells no mug');
  expect(deliveryText({ ...one, priceCents: 5_999 })).toMatch(/^Delivery €4\.90, free from €60/);
  expect(deliveryText({ ...one, priceCents: 6_000 })).toMatch(/^Free delivery/);
  expect(deliveryText(armchair?.[0] ?? one)).toMatch(/^Delivery €39/);
});
