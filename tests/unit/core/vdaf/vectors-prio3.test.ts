import { expect, test } from 'vitest';
import { runPrio3Vector } from '#support/prio3-vectors';
import type { VdafVector } from '#support/vdaf-vector';
import { publishedVectors, vectorsIn } from '#support/vectors';

/** Folders whose every file must be of a kind we know; an unknown one fails under its name. */
const FOLDERS = ['vdaf-20/vdaf', 'l1-bound-sum-02/vdaf'] as const;

test.each(FOLDERS.flatMap((folder) => publishedVectors<VdafVector>(folder)))('prio3() gives every byte of $name', async ({ name, content }) => {
  await runPrio3Vector(name.replace(/_.*$/, ''), content);
});

test.each(vectorsIn<VdafVector>(import.meta.dirname, /^vdaf_Prio3.*\.json$/))('prio3() gives every byte of our own $name', async ({ name, content }) => {
  await runPrio3Vector(name.split('_')[1] ?? '', content);
});

test('limitation: a vector of an algorithm we lack fails under its name', async () => {
  await expect(runPrio3Vector('Poplar1', { shares: 2, verify_key: '', ctx: '', operations: [], reports: [], agg_shares: [], agg_result: [] })).rejects.toThrow('Poplar1');
});
