import { expect, test } from 'vitest';
import { enginePine, expectVectors, parametersOf, type PineVectors } from '#support/pine';
import { publishedVectors } from '#support/vectors';
import own from './vdaf_pine32_homebird_1.json' with { type: 'json' };

for (const { name, content } of publishedVectors<PineVectors>('pine-02')) {
  test(`pine() gives every byte of ${name}`, () => expectVectors(enginePine(parametersOf(name, content)).vdaf, content));
}

test.each(own.cases)('pine() gives every byte of our own vectors for $shares shares', (content) => expectVectors(enginePine(parametersOf(content.name, content)).vdaf, content));

test('pine() gives other bytes for any other parameter', async () => {
  const [vectors] = own.cases;
  if (!vectors) throw new Error('there are no vectors');
  const wrong = { l2_norm_bound: 255, chunk_length: 49, chunk_length_norm_equality: 3, proofs: 5, proofs_norm_equality: 1, num_wr_checks: 99, shares: 3, num_wr_successes: 99 };
  for (const [name, value] of Object.entries(wrong)) {
    const vdaf = enginePine(parametersOf(vectors.name, { ...vectors, num_wr_successes: Math.min(vectors.num_wr_successes, wrong.num_wr_checks), [name]: value })).vdaf;
    await expect(expectVectors(vdaf, vectors), name).rejects.toThrow();
  }
});
