import { describe, expect, test } from 'vitest';
import { seededChance } from '#core/units';
import { rowsByUser } from '../../../../bench/ads/by-user.ts';
import { fieldsOf, placeFields } from '../../../../bench/ads/fields.ts';
import { foldsOf } from '../../../../bench/ads/folds.ts';
import { ownTastes } from '../../../../bench/ads/own-taste.ts';
import { plainSums } from '../../../../bench/ads/sums.ts';
import { readAdLog, type AdLog } from '../../../../bench/ads/table.ts';
import { tasteVectors } from '../../../../bench/ads/tastes.ts';
import { aFile } from './a-log.ts';

const [USERS, VALUES, ROWS_EACH, FOLDS] = [150, 12, 24, 5];

/** Half of the shoppers click on even campaigns, half on odd ones, all as often: nothing shows but together. @param pull - of a taste, in the logit @param level - of what a third of the shoppers click more, and another less */
async function aLog(pull: number, level = 0): Promise<AdLog> {
  const chance = seededChance(6);
  const lines = Array.from({ length: USERS * ROWS_EACH }, (_, row) => {
    const [user, campaign] = [row % USERS, chance.below(VALUES)];
    const logit = (user % 2 === campaign % 2 ? pull : -pull) + level * ((user % 3) - 1);
    return `u${user},${chance.next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0},c${campaign}`;
  });
  return readAdLog(aFile(['shopper,label,campaign', ...lines].join('\n')), { label: 'label', user: 'shopper', time: undefined, without: [], positive: undefined }, () => undefined);
}

function shiftsOf(log: AdLog): Float64Array {
  const all = Int32Array.from({ length: log.rows }, (_, row) => row);
  const folds = foldsOf(log, all, { count: FOLDS, dealsLarge: false });
  const past = rowsByUser(all, log.users, log.userCount);
  const sums = plainSums(past, folds);
  const level = { logits: new Float64Array(log.rows), strength: 3 };
  const fields = placeFields(fieldsOf(log, []), sums, { total: 1000, most: 1000 });
  const vectors = tasteVectors({ progress: () => undefined, ...level, log, fields, past, folds, most: 100 }, sums);
  return ownTastes({ ...level, log, vectors, foldOf: (user) => user % FOLDS, past: all, asked: all });
}

/** Mean shift of rows with a click less that of rows without. */
function told({ labels }: AdLog, shifts: Float64Array): number {
  const mean = (label: number): number => shifts.reduce((sum, shift, row) => sum + (labels[row] === label ? shift : 0), 0) / labels.reduce((sum, own) => sum + (own === label ? 1 : 0), 0);
  return mean(1) - mean(0);
}

describe('ownTastes()', () => {
  test('finds what shoppers like from what others like together', async () => {
    const log = await aLog(1);
    const shifts = shiftsOf(log);
    expect(told(log, shifts)).toBeGreaterThan(0.4); // the truth is ±1: 2 (2σ(1) − 1) = .92 apart; 24 rows of one shopper tell a part of it
  });

  test('says little where there is no taste', async () => {
    const log = await aLog(0);
    expect(Math.abs(told(log, shiftsOf(log)))).toBeLessThan(0.02); // a false direction stands out of chance by little, and is shrunk
  });

  test('a row’s shift is made without its label, but for where chance ends', async () => {
    const log = await aLog(1);
    const before = shiftsOf(log);
    const row = 5 * USERS + 7;
    const labels = log.labels.slice();
    labels[row] = 1 - (labels[row] as number);
    expect(shiftsOf({ ...log, labels })[row]).toBeCloseTo(before[row] as number, 2); // what is left: where chance ends is drawn from everybody
  });

  test('shoppers who click more of everything have no taste for it: their level is theirs', async () => {
    const shifts = shiftsOf(await aLog(0, 2));
    expect(shifts.reduce((sum, x) => sum + Math.abs(x), 0) / shifts.length).toBeLessThan(0.15); // .09; a device that tells her level as well makes .90 of it, one whose directions are not shrunk .18
  });
});
