import { describe, expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { EventDraft } from '#core/events';
import { duplicates } from '../../../src/collect/duplicates.ts';

const cart = (id: string): EventDraft => ({ type: 'add_to_cart', items: [{ itemId: id as ItemId }] });
const purchase = (transactionId: string): EventDraft => ({ type: 'purchase', items: [], transactionId });

describe('duplicates()', () => {
  test('one act told by two sources is one', () => {
    const repeats = duplicates();
    expect([repeats.isRepeat(cart('a'), 'marked', 0), repeats.isRepeat(cart('a'), 'dataLayer', 300)]).toEqual([false, true]);
  });
  test('two acts told by one source are two, and so are acts far apart', () => {
    const repeats = duplicates();
    expect([repeats.isRepeat(cart('a'), 'marked', 0), repeats.isRepeat(cart('a'), 'marked', 300), repeats.isRepeat(cart('a'), 'dataLayer', 9000), repeats.isRepeat(cart('b'), 'dataLayer', 9000)]).toEqual([false, false, false, false]);
  });
  test('a transaction counts once for as long as the page lives', () => {
    const repeats = duplicates();
    expect(repeats.isRepeat(purchase('T'), 'dataLayer', 0)).toBe(false);
    repeats.forgetPage();
    expect(repeats.isRepeat(purchase('T'), 'dataLayer', 9e9)).toBe(true);
  });
  test('a search counts once for a page, and again on the next', () => {
    const repeats = duplicates();
    const search: EventDraft = { type: 'search', items: [], query: 'Kettle' };
    expect([repeats.isRepeat(search, 'page', 0), repeats.isRepeat({ ...search, query: 'kettle' }, 'dataLayer', 9000)]).toEqual([false, true]);
    repeats.forgetPage();
    expect(repeats.isRepeat(search, 'page', 9001)).toBe(false);
  });
});
