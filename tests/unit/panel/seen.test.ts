import { expect, test } from 'vitest';
import type { ItemId } from '#core/catalogue';
import type { TimelineRow } from '#core/contract';
import type { EventId } from '#core/events';
import { seenOf } from '../../../src/panel/panel-more.tsx';

const row = (n: number, type: TimelineRow['type'], itemId?: string): TimelineRow => ({ id: String(n) as EventId, type, atMs: n, label: `Title of ${itemId ?? 'several'}`, ...(itemId !== undefined && { itemId: itemId as ItemId }) });

test('seenOf() makes a line of each product that shelves showed, newest first', () => {
  const rows = [row(9, 'view_item', 'viewed'), row(8, 'rec_impression', 'a'), row(7, 'rec_click', 'b'), row(6, 'rec_impression', 'b'), row(5, 'rec_dismiss', 'a'), row(4, 'rec_impression', 'b'), row(3, 'rec_impression')];
  expect(seenOf(rows)).toEqual([
    { itemId: 'a', title: 'Title of a', shown: 1, lastMs: 8, isFollowed: false, isDismissed: true },
    { itemId: 'b', title: 'Title of b', shown: 2, lastMs: 7, isFollowed: true, isDismissed: false },
  ]);
});
