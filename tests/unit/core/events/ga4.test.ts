import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { couponDigest, isShopCall, MAX_ITEMS, parseEvent, readShopCall } from '#core/events';
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
    expect(readShopCall('search', { search_term: 'call me at +49 170 1234567' })).toBeUndefined();
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

describe('readShopCall() of what is not about one item', () => {
  test('reads promotions, the list of an impression and the place in it', () => {
    expect(readShopCall('view_promotion', { promotion_id: 'SPRING', creative_slot: 'top', creative_name: 'Spring sale' })).toEqual({ type: 'view_promotion', items: [], promotionId: 'SPRING', creativeSlot: 'top' });
    expect(readShopCall('select_promotion', { ecommerce: { items: [{ item_id: 'a', promotion_name: 'Spring sale' }] } })).toEqual({ type: 'select_promotion', items: [{ itemId: 'a' }], promotionId: 'Spring sale' });
    expect(readShopCall('view_promotion', {})).toBeUndefined();
    expect(readShopCall('select_item', { item_list_id: 'related', items: [{ item_id: 'a', index: 3 }] })).toEqual({ type: 'select_item', items: [{ itemId: 'a' }], listId: 'related', position: 3 });
    expect(readShopCall('view_item_list', { items: [{ item_id: 'a', item_list_name: 'Sale' }, { item_id: 'b' }] })).toEqual({ type: 'view_item_list', items: [{ itemId: 'a' }, { itemId: 'b' }], listId: 'Sale' });
  });
  test('reads the funnel', () => {
    for (const name of ['view_cart', 'begin_checkout', 'add_payment_info'] as const) {
      expect(readShopCall(name, { ecommerce: { value: 9, coupon: 'JANE10', items: [{ item_id: 'a' }] } })).toEqual({ type: name, items: [{ itemId: 'a' }], valueCents: 900 });
    }
  });
  test.each([['19,90', 1990], ['1.299,90 €', 129_990], ['$1,299.90', 129_990], ['1,299', 129_900], ['EUR 5', 500], [0.1, 10]])('reads the price %j', (price, cents) => {
    expect(readShopCall('view_item', { item_id: 'a', price })?.items[0]?.priceCents).toBe(cents);
  });
});

test('a purchase keeps a digest of the code that it names, the same in any case, and other events none', () => {
  const of = (name: string, coupon: unknown) => readShopCall(name, { ecommerce: { coupon, items: [{ item_id: 'a' }] } })?.coupon;
  expect(of('purchase', 'TENTH')).toBe(couponDigest('tenth'));
  expect([of('purchase', ''), of('purchase', 'jane@example.com'), of('begin_checkout', 'TENTH'), of('purchase', undefined)]).toEqual([undefined, undefined, undefined, undefined]);
  // FNV-1a of "foobar", 32 bits: its authors' own vector.
  expect([couponDigest('foobar'), couponDigest('')]).toEqual(['bf9cf968', '811c9dc5']);
});

test('isShopCall() knows a shop’s names and none of ours', () => {
  expect(['view_item', 'view_search_results', 'add_payment_info', 'select_promotion'].every(isShopCall)).toBe(true);
  expect(['page_view', 'rec_click', 'gtm.js', 'toString', ''].some(isShopCall)).toBe(false);
});

describe('readShopCall() lets nothing personal through', () => {
  const secret = fc.constantFrom('Jane Doe-Miller', 'jane@example.com', '+44 20 7946 0958', '1 Doe Street');
  const person = fc.dictionary(fc.constantFrom('email', 'phone', 'name', 'first_name', 'address', 'street', 'user_data', 'customer', 'coupon', 'description', 'text', 'billing', 'item_name', 'affiliation'), secret, { minKeys: 1 });
  test('wherever a page pushes it, beside or inside what is read', () => {
    const names = fc.constantFrom('view_item', 'add_to_cart', 'purchase', 'begin_checkout', 'add_payment_info', 'view_item_list', 'refund');
    fc.assert(fc.property(names, person, person, person, (name, outer, inner, ofItem) => {
      const draft = readShopCall(name, { ...outer, ecommerce: { ...inner, user: inner, transaction_id: 'T-1', items: [{ ...ofItem, item_id: 'a', price: 1 }] } });
      expect(draft?.items).toEqual([{ itemId: 'a', priceCents: 100 }]);
      expect(JSON.stringify(draft)).not.toMatch(/jane|doe|7946/i);
    }));
  });
  test.each(['jane@example.com', '+44 20 7946 0958'])('also where it stands in for an id, an order number, a list or a search: %s', (value) => {
    expect(readShopCall('view_item', { items: [{ item_id: value }] })).toBeUndefined();
    expect(readShopCall('purchase', { transaction_id: value, items: [{ item_id: 'a' }] })).toEqual({ type: 'purchase', items: [{ itemId: 'a' }] });
    expect(readShopCall('view_item_list', { item_list_id: value, items: [{ item_id: 'a' }] })).toEqual({ type: 'view_item_list', items: [{ itemId: 'a' }] });
    expect(readShopCall('search', { search_term: value })).toBeUndefined();
  });
});
