import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_ITEMS, parseEvent, readShopCall } from '#core/events';
import { anEvent } from '#support/store-contract';

describe('readShopCall()', () => {
  test('reads GA4 items below ecommerce or beside the name, prices as text or number', () => {
    const wanted = { type: 'add_to_cart', items: [{ itemId: 'a', quantity: 2, priceCents: 1990 }, { itemId: '7' }] };
    const items = [{ item_id: 'a', item_name: 'Kettle', price: '19.90 EUR', quantity: '2', email: 'x@y.zz' }, { item_id: 7 }];
    expect(readShopCall('add_to_cart', { ecommerce: { items } })).toEqual(wanted);
    expect(readShopCall('add_to_cart', { items })).toEqual(wanted);
  });
  test('reads one item without a list, but takes no lone id for a product', () => {
    expect(readShopCall('view_item', { item_id: 'a', price: 5 })).toEqual({ type: 'view_item', items: [{ itemId: 'a', priceCents: 500 }] });
    expect(readShopCall('view_item', { id: 'GTM-1' })).toBeUndefined();
  });
  test('reads a purchase with transaction and value', () => {
    expect(readShopCall('purchase', { transaction_id: 'T-1', value: 59.9, items: [{ item_id: 'a' }] })).toEqual({ type: 'purchase', items: [{ itemId: 'a' }], transactionId: 'T-1', valueCents: 5990 });
  });
  test('reads a search under both of its names, without personal text', () => {
    expect(readShopCall('view_search_results', { search_term: ' kettle ' })).toEqual({ type: 'search', items: [], query: 'kettle' });
    expect(readShopCall('search', { search_term: 'jane@example.com' })).toBeUndefined();
  });
  test('reads a review’s rating and never its text', () => {
    expect(readShopCall('review', { item_id: 'a', rating: '4', text: 'Jane wrote this' })).toEqual({ type: 'review', items: [{ itemId: 'a' }], rating: 4 });
    expect(readShopCall('review', { item_id: 'a', rating: 9 })).toBeUndefined();
  });
  test('takes no event of our own elements, no unknown one, and none that lacks its product', () => {
    for (const name of ['rec_click', 'rec_impression', 'page_view', 'gtm.js', 'toString', '__proto__']) expect(readShopCall(name, { items: [{ item_id: 'a' }] })).toBeUndefined();
    expect(readShopCall('add_to_cart', {})).toBeUndefined();
  });
  test('whatever a page passes, what comes out is an event', () => {
    const names = fc.constantFrom('view_item', 'purchase', 'search', 'review', 'view_item_list');
    fc.assert(fc.property(names, fc.oneof(fc.anything(), fc.record({ items: fc.array(fc.anything(), { maxLength: MAX_ITEMS + 5 }), value: fc.anything(), transaction_id: fc.string(), search_term: fc.string(), rating: fc.double() })), (name, data) => {
      const draft = readShopCall(name, data);
      if (draft) expect(parseEvent({ ...anEvent(1), ...draft, items: draft.items }).ok).toBe(true);
    }));
  });
});
