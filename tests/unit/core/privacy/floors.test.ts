import { expect, test } from 'vitest';
import { PORTRAIT_DIMS, portraitsLayout } from '#core/audience';
import { PAIR_BLOCK_CELLS } from '#core/cooccurrence';
import { AD_MODEL_KINDS, adModelParameters } from '#core/ctr';
import { FLOORS } from '#core/privacy';
import { VERDICT_ENTRIES } from '#core/protocol';

test('FLOORS.maxLength is what rooms that may not read it lay their reports out by', () => {
  expect(PAIR_BLOCK_CELLS).toBe(FLOORS.maxLength.pairs);
  for (const kind of AD_MODEL_KINDS) expect(adModelParameters(kind) + VERDICT_ENTRIES[kind]).toBeLessThanOrEqual(FLOORS.maxLength[kind]);
  const most = Math.floor(FLOORS.maxLength.portraits / portraitsLayout(1, PORTRAIT_DIMS).stride);
  expect(portraitsLayout(most, PORTRAIT_DIMS).length).toBeLessThanOrEqual(FLOORS.maxLength.portraits);
  expect(() => portraitsLayout(most + 1, PORTRAIT_DIMS)).toThrow(RangeError);
});
