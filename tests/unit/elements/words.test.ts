import { describe, expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { Reason } from '#core/ranking';
import { isPersonal, reasonLine } from '../../../src/elements/reason.ts';
import { requestOf } from '../../../src/elements/shelf-data.ts';
import { SHELF_ENGLISH } from '../../../src/elements/shelf-words.ts';
import { flipped } from '../../../src/elements/switch.tsx';

const titles: Readonly<Record<string, string>> = { a: 'Kettle', b: 'A very long title of a product that goes on and on' };
const aReason = (more: Partial<Reason>): Reason => ({ scorer: 'content', kind: 'popular', evidence: [], about: '', shares: {}, ...more });
const line = (more: Partial<Reason>): string => reasonLine(aReason(more), { words: SHELF_ENGLISH.reason, locale: 'en', pageItem: 'page' as ItemId, titleOf: (id) => titles[id] });
const ids = (...names: string[]): readonly ItemId[] => names as ItemId[];

describe('reasonLine()', () => {
  test('names the evidence, counts the rest, and shortens at a word', () => {
    expect(line({ kind: 'similar-to-viewed', evidence: ids('a') })).toBe('Because you viewed Kettle');
    expect(line({ kind: 'similar-to-viewed', evidence: ids('b', 'a') })).toBe('Because you viewed A very long title of a product that… and 1 more');
  });
  test('says what she did with it, and how often', () => {
    const evidence = ids('a');
    const views = (count: number, kind: 'viewed' | 'bought' | 'in-cart' = 'viewed') => ({ evidence, act: { kind, views: count } });
    expect([1, 2, 3].map((count) => line({ kind: 'similar-to-viewed', ...views(count) }))).toEqual(['Because you viewed Kettle', 'Because you viewed Kettle twice', 'Because you viewed Kettle 3 times']);
    expect([line({ kind: 'similar-to-viewed', ...views(2, 'bought') }), line({ kind: 'similar-to-viewed', ...views(2, 'in-cart') })]).toEqual(['Because you bought Kettle', 'Because Kettle is in your basket']);
    expect((['viewed', 'bought', 'in-cart'] as const).map((kind) => line({ kind: 'goes-with', scorer: 'co-occurrence', ...views(1, kind) }))).toEqual([
      'Often chosen along with Kettle', 'Often chosen along with Kettle, which you bought', 'Often chosen along with Kettle in your basket',
    ]);
    expect(line({ kind: 'goes-with', scorer: 'model', ...views(1, 'in-cart') })).toBe('Goes with Kettle'); // the encoder knows nothing of carts
    expect([line({ kind: 'viewed-again', ...views(1) }), line({ kind: 'viewed-again', ...views(2) }), line({ kind: 'viewed-again', ...views(1, 'bought') }), line({ kind: 'viewed-again', ...views(1, 'in-cart') })]).toEqual([
      'You looked at this before', 'You viewed this twice', 'You bought this before', 'It is in your basket',
    ]);
    expect([line({ kind: 'pinned', about: 'Boots' }), line({ kind: 'popular-lately' })]).toEqual(['You pinned Boots', 'Popular in this shop lately (not personal)']);
  });
  test('says that a reason is the page’s own product, which is nothing about her', () => {
    const reason = aReason({ kind: 'similar-to-viewed', evidence: ids('page') });
    expect(line(reason)).toBe('Like the product on this page');
    expect(line({ ...reason, kind: 'goes-with', scorer: 'co-occurrence' })).toBe('Goes with the product on this page');
    expect([isPersonal(reason, 'page' as ItemId), isPersonal(reason, 'a' as ItemId), isPersonal(reason)]).toEqual([false, true, true]);
  });
  test('says something true where the evidence is no longer in the catalogue', () => {
    expect(line({ kind: 'similar-to-viewed', evidence: ids('gone') })).toBe('Like what you viewed');
    expect(line({ kind: 'goes-with' })).toBe('Goes with what you looked at');
    expect(line({ kind: 'interest' })).toBe('Matches what you looked at');
  });
});

test('requestOf() falls back where a shop misspells', () => {
  const read = (attributes: Readonly<Record<string, string>>) => requestOf((name) => attributes[name] ?? null);
  expect(read({ placement: 'product-related', count: '4', item: 'a' })).toEqual({ placement: 'product-related', count: 4, itemId: 'a' });
  expect(read({ placement: 'hoem', count: 'many' })).toEqual({ placement: 'home', count: 8 });
  expect(read({ count: '-3' }).count).toBe(1);
});
test('flipped() brings local with every purpose and takes every purpose with local', () => {
  expect(flipped({}, 'federate', true)).toEqual({ local: true, federate: true });
  expect(flipped({ local: true, federate: true }, 'local', false)).toEqual({});
  expect(flipped({ local: true, federate: true }, 'federate', false)).toEqual({ local: true, federate: false });
});
