import { expect, test } from 'vitest';
import type { ProductCatalogue } from '#core/catalogue';
import type { EventId, ShopEvent } from '#core/events';
import { WEEK_MS } from '#core/units';
import { arraysEncoder, initialT11 } from '#worker/models';
import { initialMix } from '#worker/recommender';
import { qualityMeter } from '../../../../bench/simulate/quality.ts';
import { aCatalogue } from '#support/a-shop';

const NOW_MS = 1_800_000_000_000;

/** Someone who walks over `items`, each index once, in the week before now. */
function walking(catalogue: ProductCatalogue, items: readonly number[]) {
  return {
    week: (week: number, startMs: number): ShopEvent[] => (week < 2 ? [] : items.map((item, i) => ({
      id: `${i + 1}`.padStart(32, '0') as EventId, type: 'view_item', atMs: startMs + (i + 1) * 3_600_000, items: [{ itemId: catalogue.products[item]?.id ?? catalogue.products[0]?.id ?? never() }], page: '',
    } satisfies ShopEvent))),
  };
}
function never(): never {
  throw new Error('Wanted a product');
}

test('qualityMeter().popularity is the share of the same choices that popularity alone puts in its first ten', async () => {
  const catalogue = aCatalogue({ items: 100 });
  const byPopularity = [...catalogue.products.keys()].sort((a, b) => (catalogue.popularity[b] ?? 0) - (catalogue.popularity[a] ?? 0));
  const [best, worst] = [byPopularity.slice(0, 6), byPopularity.slice(-6)];
  const encoder = arraysEncoder(catalogue);
  const meterOver = (...walks: readonly (readonly number[])[]) => qualityMeter(catalogue, encoder, walks.map((walk) => walking(catalogue, walk)), { nowMs: NOW_MS + WEEK_MS / 1000, pause: async () => undefined });
  expect(meterOver(best).popularity).toBe(1);
  expect(meterOver(worst).popularity).toBe(0);
  const both = meterOver(best, worst, []); // who did nothing is asked for nothing
  expect(both).toMatchObject({ popularity: 0.5, shoppers: 2 });
  expect(meterOver([])).toMatchObject({ popularity: 0, shoppers: 0 });
  const served = { mix: initialMix(), t11: initialT11(catalogue, { seed: 1, steps: 1 }) };
  expect(await both.hitRate(served)).toBe(await both.hitRate(served)); // always the same moments
});
