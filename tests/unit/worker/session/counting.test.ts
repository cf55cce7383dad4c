import { expect, test } from 'vitest';
import { rankCells, rankPairOf } from '#core/ranking';
import { memoryStores } from '#page/store';
import { aShopOf } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { aLayout } from '#support/measure';
import { seededChance } from '#core/units';
import { countersOf } from '#worker/session';

const SHOP = aShopOf(aCatalogue({ items: 60 }).products);
const LAYOUT = aLayout({ cells: [...rankCells([10]), ...Array.from({ length: 12 }, (_, i) => `spare-${i + 1}`)] });
const BOTH = rankPairOf(2, 5);
const SERVED = rankPairOf(9, 40);
const NEITHER = rankPairOf(30, 400);

async function counted(ranks: { pairs: number[]; timesMs?: number[] } | undefined, sinceMs: number, nowMs = 1_000): Promise<number[]> {
  const stores = memoryStores();
  if (ranks) await stores.settings.write('liveRanks', { untilMs: 900, ...ranks });
  return Array.from((await countersOf({ stores, catalogue: SHOP.catalogue, history: () => Promise.resolve({ interactions: [] }), chance: seededChance(1), hasAds: () => true }).quality?.(LAYOUT, { sinceMs, nowMs })) ?? []).slice(0, 4);
}

test('quality counts each event since the last report once, in the cell of both its ranks', async () => {
  const ranks = { pairs: [BOTH, SERVED, SERVED, NEITHER], timesMs: [100, 200, 300, 400] };
  expect(await counted(ranks, 0)).toEqual([1, 2, 0, 1]);
  expect(await counted(ranks, 200)).toEqual([0, 1, 0, 1]); // what the last report counted at 200 is not counted again
  expect(await counted(ranks, 400)).toEqual([0, 0, 0, 0]);
});

test('quality counts nothing from before times were kept, from after now, and where nothing is kept', async () => {
  expect(await counted({ pairs: [BOTH, SERVED], timesMs: [300] }, 0)).toEqual([0, 1, 0, 0]);
  expect(await counted({ pairs: [BOTH] }, 0)).toEqual([0, 0, 0, 0]);
  expect(await counted({ pairs: [BOTH], timesMs: [300] }, 0, 250)).toEqual([0, 0, 0, 0]);
  expect(await counted(undefined, 0)).toEqual([0, 0, 0, 0]);
});
