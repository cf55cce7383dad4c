import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { ShopEvent } from '#core/events';
import { ownShelves } from '../../../src/tag/own-shelves.ts';

const REC = '1'.repeat(32);
const told = (type: ShopEvent['type'], itemId: string, more: Partial<ShopEvent> = {}) => ({ id: 'a', type, atMs: 1, items: [{ itemId }], page: '/', ...more }) as unknown as ShopEvent;

test('a choice of a product that the page asked for is a click on the recommendation, and what follows carries its id', () => {
  const shelves = ownShelves();
  shelves.answered(REC, 'cart', ['mug', 'kettle'] as ItemId[]);
  expect(shelves.attribute(told('add_to_cart', 'kettle')).recId).toBeUndefined(); // not clicked yet
  expect(shelves.attribute(told('select_item', 'kettle'))).toMatchObject({ type: 'rec_click', recId: REC, placement: 'cart', position: 1 });
  for (const type of ['view_item', 'add_to_cart', 'purchase'] as const) expect(shelves.attribute(told(type, 'kettle')).recId).toBe(REC);
  expect(shelves.attribute(told('remove_from_cart', 'kettle')).recId).toBeUndefined();
});

test('other products, and events that have a recommendation already, stay as they are', () => {
  const shelves = ownShelves();
  shelves.answered(REC, 'home', ['mug'] as ItemId[]);
  const other = told('select_item', 'pan');
  expect(shelves.attribute(other)).toBe(other);
  const own = told('rec_click', 'mug', { recId: '2'.repeat(32) });
  expect(shelves.attribute(own)).toBe(own);
  const none = { ...told('search', 'x'), items: [] };
  expect(shelves.attribute(none)).toBe(none);
});

test('the newest answer counts, and only so many are remembered', () => {
  const shelves = ownShelves();
  shelves.answered('2'.repeat(32), 'search', ['mug'] as ItemId[]);
  shelves.answered(REC, 'home', ['mug'] as ItemId[]);
  expect(shelves.attribute(told('select_item', 'mug')).recId).toBe(REC);
  shelves.answered('3'.repeat(32), 'home', Array.from({ length: 500 }, (_, i) => `p${i}` as ItemId));
  expect(shelves.attribute(told('select_item', 'mug')).type).toBe('select_item');
});
