import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NATURE_NAMES, writeMadeUp } from '#bench/ads';
import { readAdLog } from '../../../../bench/ads/table.ts';
import { aFile } from './a-log.ts';

/** Columns of a log that are not called click, user. */
const ROLES: Readonly<Record<string, { readonly label?: string; readonly user?: string }>> = { shoppers: { user: 'user name' }, criteo: { label: 'Label' }, avazu: { user: 'device_ip' } };

describe('writeMadeUp()', () => {
  test.each(NATURE_NAMES)('%s: every row is read, and the truth foretells it', async (nature) => {
    const [path, rows] = [aFile(''), nature === 'rare' ? 20_000 : 4000];
    const truth = writeMadeUp(path, { nature, rows, seed: 1 });
    const log = await readAdLog(path, { label: 'click', user: 'user', time: undefined, without: [], positive: undefined, ...ROLES[nature] }, () => undefined);
    expect(log.rows).toBe(rows);
    expect(log.skipped).toEqual({});
    expect(truth.ne).toBeLessThan(0.95); // at 0.5 %, 100 clicks: .015 a deviation
    expect(truth.auc).toBeGreaterThan(0.7);
  });

  test('the same seed writes the same file, another one another', () => {
    const [a, b, c] = [aFile(''), aFile(''), aFile('')];
    for (const [path, seed] of [[a, 1], [b, 1], [c, 2]] as const) writeMadeUp(path, { nature: 'strangers', rows: 60, seed });
    expect(readFileSync(a, 'utf8')).toBe(readFileSync(b, 'utf8'));
    expect(readFileSync(a, 'utf8')).not.toBe(readFileSync(c, 'utf8'));
  });

  test('an unknown nature is an error that names the choices', () => {
    expect(() => writeMadeUp(aFile(''), { nature: 'clouds', rows: 60, seed: 1 })).toThrow(/choose one of curves, values/);
  });
});
