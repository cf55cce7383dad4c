import { expect, test } from 'vitest';
import { decodeExperiments, encodeExperiments, parseExperimentRequest, type PlannedExperiment } from '#core/campaigns';
import { utf8Decode } from '#core/units';
import { valueOf } from '#support/result';

const PLANNED: PlannedExperiment = { id: 'worth', kind: 'holdout', salt: '0f'.repeat(16), arms: [{ name: 'shown', thousandths: 900 }, { name: 'held', thousandths: 100 }], startMs: 1, endMs: 2, plannedDevices: 4_000 };

test('decodeExperiments() reads what was kept, with and without life cycles; one kept before there were any is told together', () => {
  const kept: readonly PlannedExperiment[] = [PLANNED, { ...PLANNED, id: 'whom', byLifeCycle: true }];
  expect(valueOf(decodeExperiments(encodeExperiments(kept)))).toEqual(kept);
  expect(utf8Decode(encodeExperiments([PLANNED]))).not.toContain('byLifeCycle');
});

test('parseExperimentRequest() takes life cycles as asked for, and nothing else for them', () => {
  const { salt: _, ...asked } = PLANNED;
  expect(valueOf(parseExperimentRequest({ ...asked, byLifeCycle: true })).byLifeCycle).toBe(true);
  expect(valueOf(parseExperimentRequest({ ...asked, byLifeCycle: false }))).not.toHaveProperty('byLifeCycle');
  expect(valueOf(parseExperimentRequest(asked))).not.toHaveProperty('byLifeCycle');
  expect(parseExperimentRequest({ ...asked, byLifeCycle: 'loyal' }).ok).toBe(false);
});
