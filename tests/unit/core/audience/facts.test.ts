import { expect, test } from 'vitest';
import { audienceFacts, audienceShop, itemsLike, matchOf, type TagWish } from '#core/audience';
import { CONTENT_DIMS, type ItemId } from '#core/catalogue';
import type { EventId, ShopEvent } from '#core/events';
import { historyOf } from '#core/features';
import { aCatalogue } from '#support/a-shop';

const nowMs = 1_800_000_000_000;
const catalogue = aCatalogue({ items: 200 });
const shop = audienceShop(catalogue);
const aView = (item: number, n: number): ShopEvent => ({ id: `e${n}` as EventId, type: 'view_item', atMs: nowMs - 60_000 * n, items: [{ itemId: `p${item}` as ItemId }], page: '/p' });
const factsOf = (items: readonly number[], wishes: readonly TagWish[] = []) => {
  const events = items.map(aView);
  return audienceFacts(shop, { events, interactions: historyOf(events, catalogue).interactions, wishes, nowMs });
};

test('audienceFacts() of nobody is nobody: no tag, no category, no portrait, new, and no place among prices', () => {
  expect(factsOf([])).toEqual({ tags: [], categories: [], lifeCycle: 'new', price: { kind: 'unknown', items: 0, wanted: 5 }, scored: [] });
});

test('audienceFacts() of one who looks at boots: the tag, every level of the category, and the portrait of boots', () => {
  const facts = factsOf([0, 10, 20, 30, 40]);
  expect(facts.tags.includes('boots')).toBe(true);
  expect([...facts.categories].sort()).toEqual(['All', 'boots']);
  expect(facts.price.kind).toBe('known');
  const like = itemsLike(catalogue, shop.portraits, shop.layout, facts.cluster ?? -1);
  expect(like.filter((item) => item % 10 === 0).length).toBeGreaterThan(like.length / 2);
});

test('audienceFacts() takes a pinned category for hers, and one that she never wants not', () => {
  const facts = factsOf([0, 10, 20], [{ kind: 'category', name: 'games', wish: 'pin' }, { kind: 'category', name: 'boots', wish: 'never' }]);
  expect(facts.tags.includes('games') && facts.categories.includes('games')).toBe(true);
  expect(facts.tags.includes('boots')).toBe(false);
});

test('audienceFacts() takes her for nothing that she has off', () => {
  const events = [0, 10, 20, 30, 40].map(aView);
  const facts = audienceFacts(shop, { events, interactions: historyOf(events, catalogue).interactions, wishes: [], off: ['price', 'life-cycle', 'portrait'], nowMs });
  expect(facts).toMatchObject({ price: { kind: 'unknown', items: 0 } });
  expect([facts.tags.includes('boots'), 'cluster' in facts, 'lifeCycle' in facts]).toEqual([true, false, false]);
});

test('the same log at the same time gives the same facts, whatever the order of its events', () => {
  const events = [0, 3, 10, 20, 7].map(aView);
  const of = (log: readonly ShopEvent[]) => audienceFacts(shop, { events: log, interactions: historyOf(log, catalogue).interactions, wishes: [], nowMs });
  expect(of(events.toReversed())).toEqual(of(events));
});

test('matchOf() finds what carries her interests and costs what her things cost', () => {
  const facts = factsOf([0, 10, 20, 30, 40]);
  const [boot, lamp] = [matchOf(shop, facts, 50), matchOf(shop, facts, 2)];
  expect(boot.interest).toBeGreaterThan(0.5);
  expect(lamp.interest).toBeLessThan(boot.interest);
  for (const match of [boot, lamp]) for (const value of Object.values(match)) expect(value >= 0 && value <= 1).toBe(true);
  expect(matchOf(shop, factsOf([]), 50)).toEqual({ interest: 0, price: 0.5, buying: 0 });
});

test('a catalogue without vectors has no portraits, and everything else', () => {
  const blind = audienceShop({ ...catalogue, vectors: new Int8Array(catalogue.items * CONTENT_DIMS) });
  const events = [0, 10, 20, 30].map(aView);
  const facts = audienceFacts(blind, { events, interactions: historyOf(events, catalogue).interactions, wishes: [], nowMs });
  expect(facts.cluster).toBeUndefined();
  expect(facts.tags.includes('boots')).toBe(true);
});
