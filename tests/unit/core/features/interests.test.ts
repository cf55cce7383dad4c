import { expect, test } from 'vitest';
import { CONTENT_DIMS } from '#core/catalogue';
import { decay, INTEREST_HALF_LIFE_MS, interestsOf, type Interaction } from '#core/features';
import { aCatalogue } from '#support/a-shop';

const catalogue = aCatalogue({ items: 100 }); // item i is of category i % 10
const nowMs = 1_800_000_000_000;
const aView = (item: number, agoMs = 0, weight = 1): Interaction => ({ item, type: 'view_item', atMs: nowMs - agoMs, weight, session: 0, eventId: `e${item}` });
const categoriesOf = (interactions: Interaction[]) => interestsOf({ interactions }, catalogue, nowMs).interests.filter(({ kind }) => kind === 'category');

test('decay() halves with each half-life, and a clock that jumped back counts as now', () => {
  expect(decay(0, INTEREST_HALF_LIFE_MS)).toBe(0.5);
  expect(decay(0, 3 * INTEREST_HALF_LIFE_MS)).toBe(0.125);
  expect(decay(1000, 0)).toBe(1);
});

test('interestsOf() names categories and brands, strongest first, with the items that say so', () => {
  const found = interestsOf({ interactions: [aView(3), aView(13, 0, 3), aView(4)] }, catalogue, nowMs).interests;
  const [first] = found.filter(({ kind }) => kind === 'category');
  expect(first).toEqual({ kind: 'category', name: catalogue.categories[3], strength: 1, evidence: [13, 3] });
  expect(found.some(({ kind, name }) => kind === 'brand' && name === catalogue.products[13]?.brand)).toBe(true);
  for (const { strength } of found) expect(strength > 0 && strength <= 1).toBe(true);
});

test('interestsOf() lets a fresh interest pass an old one, and drops what was taken back', () => {
  expect(categoriesOf([aView(1, 5 * INTEREST_HALF_LIFE_MS, 3), aView(2)])[0]?.name).toBe(catalogue.categories[2]);
  expect(categoriesOf([aView(1), aView(1, 0, -2)])).toEqual([]);
});

test('interestsOf() rates a rare category above a common one at the same weight', () => {
  const categoryByIndex = Uint16Array.from(catalogue.categoryByIndex, (_, i) => (i === 7 ? 1 : 0));
  const found = interestsOf({ interactions: [aView(7), aView(8)] }, { ...catalogue, categoryByIndex }, nowMs).interests;
  expect(found.filter(({ kind }) => kind === 'category').map(({ name }) => name)).toEqual([catalogue.categories[1], catalogue.categories[0]]);
});

test('interestsOf() profile is a unit vector, that of the item for one view, zeros for an empty history', () => {
  const { profile } = interestsOf({ interactions: [aView(5)] }, catalogue, nowMs);
  const row = catalogue.vectors.subarray(5 * CONTENT_DIMS, 6 * CONTENT_DIMS);
  const norm = Math.hypot(...row);
  profile.forEach((x, d) => expect(x).toBeCloseTo((row[d] ?? 0) / norm, 5));
  expect([...interestsOf({ interactions: [] }, catalogue, nowMs).profile]).toEqual(Array.from({ length: CONTENT_DIMS }, () => 0));
});
