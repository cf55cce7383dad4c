import { expect, test } from 'vitest';
import type { DataUser } from '#bench/data';
import { seededChance } from '#core/units';
import { aucOf, judgeBuying } from '../../../../bench/models/buying.ts';

const scored = (probability: number, isBought: boolean): { probability: number; isBought: boolean } => ({ probability, isBought });

test('aucOf() by hand: of four pairs two stand right, one wrong, one is level', () => {
  // bought .8 and .3; left .3 and .5: .8 > .3, .8 > .5, .3 = .3 (half), .3 < .5
  expect(aucOf([scored(0.8, true), scored(0.3, true), scored(0.3, false), scored(0.5, false)])).toBeCloseTo(2.5 / 4, 12);
});

test('judgeBuying() finds that what is in the cart is bought', () => {
  const chance = seededChance(1);
  const users = Array.from({ length: 300 }, (_, u): DataUser => {
    const carted = chance.below(4);
    const looks = [0, 1, 2, 3].map((item) => ({ item, type: 'view_item' as const, atMs: item * 1000, basket: 0 }));
    const later = { item: chance.next() < 0.8 ? carted : chance.below(4), type: 'purchase' as const, atMs: 1e6, basket: 1 };
    return { id: String(u), events: [...looks, { item: carted, type: 'add_to_cart', atMs: 5000, basket: 0 }, later] };
  });
  const result = judgeBuying(users, 1);
  expect(result?.auc).toBeGreaterThan(0.8);
  expect(result?.logLoss).toBeLessThan(result?.baseLogLoss ?? 0);
});

test('judgeBuying() says nothing where nothing is bought after a look', () => {
  expect(judgeBuying([{ id: 'a', events: [{ item: 0, type: 'purchase', atMs: 0, basket: 0 }] }], 1)).toBeUndefined();
});
