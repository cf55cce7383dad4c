import { expect, test } from 'vitest';
import { seededChance } from '#core/units';
import { rowsByUser } from '../../../../bench/ads/by-user.ts';
import { encode, leakLines } from '../../../../bench/ads/encode.ts';
import { foldsOf } from '../../../../bench/ads/folds.ts';
import { plainSums } from '../../../../bench/ads/sums.ts';
import { readAdLog, type AdLog } from '../../../../bench/ads/table.ts';
import { aFile } from './a-log.ts';

const ROOM = { facts: { total: 20_000, most: 4000 }, crosses: { total: 0, most: 0 }, dense: 8 };

async function aLog(lines: readonly string[]): Promise<AdLog> {
  return readAdLog(aFile(['shopper,label,campaign', ...lines].join('\n')), { label: 'label', user: 'shopper', time: undefined, without: [], positive: undefined }, () => undefined);
}

function encoded(log: AdLog): ReturnType<typeof encode> {
  const all = Int32Array.from({ length: log.rows }, (_, row) => row);
  const folds = foldsOf(log, all, { count: 10, dealsLarge: true });
  return encode({ log, folds, room: ROOM }, plainSums(rowsByUser(all, log.users, log.userCount), folds));
}

test('encode() tells rows of one user each little of their own labels backwards', async () => {
  const chance = seededChance(4);
  const campaigns = 20;
  const log = await aLog(Array.from({ length: 4000 }, (_, row) => {
    const campaign = Math.floor(row / 10) % campaigns;
    return `u${row},${chance.next() < (campaign % 2 === 0 ? 0.2 : 0.4) ? 1 : 0},c${campaign}`;
  }));
  const { rows } = encoded(log);
  let [apart, spread] = [0, 0];
  for (let campaign = 0; campaign < campaigns; campaign++) {
    const own = Array.from({ length: log.rows }, (_, row) => row).filter((row) => Math.floor(row / 10) % campaigns === campaign);
    const told = (of: readonly number[]): number => of.reduce((sum, row) => sum + (rows.dense[row * rows.denseWidth] as number), 0) / of.length;
    const mean = told(own);
    spread += Math.sqrt(own.reduce((sum, row) => sum + ((rows.dense[row * rows.denseWidth] as number) - mean) ** 2, 0) / own.length);
    apart += told(own.filter((row) => log.labels[row] === 1)) - told(own.filter((row) => log.labels[row] === 0));
  }
  expect(spread).toBeGreaterThan(0);
  expect(Math.abs(apart)).toBeLessThan(spread); // by one of twenty rows of a fold: 1 / √(20 p (1 − p)) ≈ .5; leaving out the row alone: 2.2
});

test('encode() warns of a column that gives the label away, and of no other', async () => {
  const chance = seededChance(5);
  const rows = Array.from({ length: 1500 }, (_, row) => ({ user: row % 90, clicked: chance.next() < 0.2 }));
  const good = await aLog(rows.map(({ user, clicked }) => `u${user},${clicked ? 1 : 0},c${user % 4}`));
  const leaking = await aLog(rows.map(({ user, clicked }) => `u${user},${clicked ? 1 : 0},${clicked && chance.next() < 0.95 ? 'landing page' : 'none'}`));
  expect(leakLines(encoded(good))).toEqual([]);
  expect(leakLines(encoded(leaking))).toEqual([expect.stringMatching(/column campaign alone saves \d\d % .*--without "campaign"/)]);
});
