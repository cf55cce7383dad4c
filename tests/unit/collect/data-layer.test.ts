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

describe('tapDataLayer()', () => {
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
  test('a listener that throws does not reach the page', () => {
    const page = aPage({ dataLayer: [1] });
    tapDataLayer(page, 'dataLayer', () => { throw new Error('ours'); });
    expect(page.dataLayer.push(2)).toBe(2);
  });
});
