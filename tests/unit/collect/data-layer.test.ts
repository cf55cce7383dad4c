import { describe, expect, test } from 'vitest';
import { dataLayerReader, tapDataLayer } from '../../../src/collect/data-layer.ts';

/** What `gtag(…)` pushes: its own `arguments`. */
function gtagArguments(..._parts: unknown[]): unknown {
  return (function () { return arguments; })(..._parts as []);
}
/** A page with nothing but globals. */
function aPage(globals: Record<string, unknown> = {}): Window & { dataLayer: unknown[] } {
  return globals as unknown as Window & { dataLayer: unknown[] };
}

describe('dataLayerReader()', () => {
  test('reads objects and arguments alike', () => {
    const read = dataLayerReader();
    expect(read({ event: 'search', search_term: 'kettle' })).toMatchObject({ name: 'search', data: { search_term: 'kettle' } });
    expect(read(gtagArguments('event', 'search', { search_term: 'mug' }))).toEqual({ name: 'search', data: { search_term: 'mug' } });
    expect(read(['event', 'search', { search_term: 'pan' }])).toMatchObject({ name: 'search' });
  });
  test('takes commands and settings for no events', () => {
    const read = dataLayerReader();
    for (const entry of [gtagArguments('config', 'G-1'), gtagArguments('js', new Date(0)), gtagArguments('event'), {}, null, 'event', 7, { event: 7 }]) expect(read(entry)).toBeUndefined();
  });
  test('lends the last ecommerce to an event without one, until it is cleared', () => {
    const read = dataLayerReader();
    read({ ecommerce: { items: [1] } });
    expect(read({ event: 'view_item' })).toMatchObject({ data: { ecommerce: { items: [1] } } });
    read({ ecommerce: null });
    expect(read({ event: 'view_item' })?.data).toEqual({ event: 'view_item' });
  });
});

describe('dataLayerReader() of Universal Analytics', () => {
  const products = [{ id: 'a', price: '5', quantity: 2 }];
  test.each([
    ['detail', 'view_item'], ['add', 'add_to_cart'], ['remove', 'remove_from_cart'], ['click', 'select_item'], ['purchase', 'purchase'], ['refund', 'refund'], ['checkout', 'begin_checkout'],
  ])('reads %s as %s, whatever the event is called', (key, name) => {
    expect(dataLayerReader()({ event: 'eec.any', ecommerce: { [key]: { products } } })).toMatchObject({ name, data: { items: products } });
    expect(dataLayerReader()({ ecommerce: { [key]: { products } } })).toMatchObject({ name });
  });
  test('reads impressions, promotions and the order of a purchase', () => {
    const read = dataLayerReader();
    expect(read({ ecommerce: { impressions: products } })).toMatchObject({ name: 'view_item_list', data: { items: products } });
    expect(read({ ecommerce: { promoClick: { promotions: [{ id: 'P', position: 'top' }] } } })).toMatchObject({ name: 'select_promotion', data: { promotion_id: 'P', creative_slot: 'top', items: [] } });
    expect(read({ event: 'purchase', ecommerce: { purchase: { actionField: { id: 'T', revenue: '9.5' }, products } } })).toMatchObject({ data: { transaction_id: 'T', value: '9.5' } });
  });
  test('counts only the first step of a checkout, and a product before the list beside it', () => {
    const read = dataLayerReader();
    expect(read({ event: 'checkout', ecommerce: { checkout: { actionField: { step: 2 }, products } } })?.name).toBe('checkout');
    expect(read({ ecommerce: { impressions: products, detail: { products } } })?.name).toBe('view_item');
  });
});

describe('tapDataLayer()', () => {
  test('a new list with the old entries in it says nothing twice; an entry pushed again does', () => {
    const entry = { event: 'a' };
    const page = aPage({ dataLayer: [entry] });
    const heard: unknown[] = [];
    const tap = tapDataLayer(page, 'dataLayer', (each) => heard.push(each));
    page.dataLayer = [...page.dataLayer, { event: 'b' }];
    tap.follow();
    page.dataLayer.push(entry);
    expect(heard).toEqual([{ event: 'a' }, { event: 'b' }, { event: 'a' }]);
  });
  test('hears what was there, marked early, then each push, and leaves push as it was for the page', () => {
    const page = aPage({ dataLayer: [{ event: 'a' }] });
    const heard: unknown[] = [];
    tapDataLayer(page, 'dataLayer', (entry, isEarly) => heard.push([(entry as { event: string }).event, isEarly]));
    expect(page.dataLayer.push({ event: 'b' }, { event: 'c' })).toBe(3);
    expect(heard).toEqual([['a', true], ['b', false], ['c', false]]);
    expect(page.dataLayer).toHaveLength(3);
  });
  test('keeps a push that another script had wrapped', () => {
    const page = aPage({ dataLayer: [] });
    const managed: unknown[] = [];
    page.dataLayer.push = function push(...entries) {
      managed.push(...entries);
      return Array.prototype.push.apply(this, entries);
    };
    tapDataLayer(page, 'dataLayer', () => undefined);
    page.dataLayer.push('x');
    expect(managed).toEqual(['x']);
  });
  test('makes a list where there is none, and follows one that replaces it', () => {
    const page = aPage();
    const heard: unknown[] = [];
    const tap = tapDataLayer(page, 'dataLayer', (entry) => heard.push(entry));
    page.dataLayer.push(1);
    page.dataLayer = [2];
    tap.follow();
    page.dataLayer.push(3);
    tap.stop();
    page.dataLayer.push(4);
    expect(heard).toEqual([1, 2, 3]);
  });
  test('whoever wraps a list before it is read hears each push first, in a list made anew too', () => {
    const page = aPage();
    const heard: string[] = [];
    const first = (): void => {
      const { push } = page.dataLayer;
      page.dataLayer.push = (...entries) => {
        heard.push(`first ${String(entries[0])}`);
        return Reflect.apply(push, page.dataLayer, entries);
      };
    };
    const tap = tapDataLayer(page, 'dataLayer', (entry) => heard.push(`then ${String(entry)}`), first);
    page.dataLayer.push('a');
    page.dataLayer = [];
    tap.follow();
    page.dataLayer.push('b');
    expect(heard).toEqual(['first a', 'then a', 'first b', 'then b']);
  });
  test('a listener that throws does not reach the page', () => {
    const page = aPage({ dataLayer: [1] });
    tapDataLayer(page, 'dataLayer', () => { throw new Error('ours'); });
    expect(page.dataLayer.push(2)).toBe(2);
  });
});
