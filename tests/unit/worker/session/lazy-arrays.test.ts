import { expect, test, vi } from 'vitest';
import { sequenceOf } from '#core/features';
import { seededChance } from '#core/units';
import { aCatalogue, aHistory } from '#support/a-shop';
import { arraysEncoder, startingWeights } from '#worker/models';
import { EncoderAway, lazyArrays } from '../../../../worker/session/lazy-arrays.ts';

const catalogue = aCatalogue({ items: 60 });
const weights = startingWeights(seededChance(1));
const input = sequenceOf(aHistory([3, 13, 4]).interactions);

test('lazyArrays() answers as the encoder itself, and is named by it once it is made', async () => {
  const lazy = lazyArrays(catalogue);
  expect(lazy.name).toBe('arrays');
  expect(await lazy.scoreAll(weights, input)).toEqual(arraysEncoder(catalogue).scoreAllSync(weights, input));
  expect(lazy.name).toBe(arraysEncoder(catalogue).name);
});

test('lazyArrays() says that its code did not come, and asks again the next time', async () => {
  vi.doMock('../../../../worker/session/arrays.ts', () => {
    throw new Error('offline');
  });
  const lazy = lazyArrays(catalogue);
  await expect(lazy.scoreAll(weights, input)).rejects.toBeInstanceOf(EncoderAway);
  vi.doUnmock('../../../../worker/session/arrays.ts');
  expect(await lazy.attention(weights, input)).toHaveLength(3);
});
