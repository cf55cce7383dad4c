import { expect, test } from 'vitest';
import { adsLayout, banditLayout } from '#core/ads';
import { experimentLayout } from '#core/experiment';
import { calibrationLayout } from '#core/ctr';
import { filledLayout, type Layout } from '#core/measurement';
import { rankCells } from '#core/ranking';
import { demoCampaigns, demoProducts } from '#server/demoshop';
import { cellWords } from '../../../../src/pages/audit/cell-words.ts';

const catalogue = { campaigns: demoCampaigns(demoProducts(), 0).map(({ campaign }) => campaign) };
const LAYOUTS: readonly (readonly [string, Layout])[] = [
  ['ads', adsLayout(catalogue)], ['bandit', banditLayout(catalogue)], ['calibration', calibrationLayout()], ['quality', filledLayout('quality', rankCells([10]))],
  ['experiment', experimentLayout([{ id: 'summer', arms: [{ name: 'held', thousandths: 100 }, { name: 'shown', thousandths: 900 }] }]).layout],
];

test.each(LAYOUTS)('cellWords() tells every cell of %s apart, in words', (_, { subject, cells }) => {
  const words = cells.filter((cell) => !cell.startsWith('spare-')).map((cell) => cellWords(subject, cell));
  expect(new Set(words).size).toBe(words.length);
  for (const one of words) expect(one).not.toMatch(/undefined|\/|^\s*$/);
});

test('cellWords() says what stands for what', () => {
  expect(cellWords('ads', 'trails/trails-1/clicks')).toBe('trails-1 of trails: followed');
  expect(cellWords('reach', 'category/trail-shoes.0a1b2c3d')).toBe('devices: category trail shoes');
  expect(cellWords('reach', 'life-cycle/lapsing')).toBe('devices: lapsing');
  expect(cellWords('quality', 'served-1-10/popularity-11-on')).toBe('stood at 1 to 10, by popularity at 11 or later');
  expect(cellWords('experiment', 'summer/held/all/y')).toBe('summer, arm held: outcome');
  expect(cellWords('offers', 'free-delivery/shown')).toBe('coupon free-delivery: shown');
  expect(cellWords('demand', 'segment-2/evening')).toBe('segment 2 › evening');
});
