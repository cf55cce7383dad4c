import { expect, test } from 'vitest';
import { sequenceOf, type SequenceInput } from '#core/features';
import { seededChance } from '#core/units';
import { aCatalogue, aHistory } from '#support/a-shop';
import { candidatesOf, contextOf, factsOf, INPUTS, mixFeatures, momentOf } from '#worker/recommender';

const catalogue = aCatalogue({ items: 40 });

test('momentOf() is the context of the interactions it was given, with the encoder asked about the same ones', async () => {
  const { interactions } = aHistory([3, 7, 9, 12]);
  const asked: SequenceInput[] = [];
  const scores = Float32Array.from({ length: 40 }, (_, item) => item);
  const encoder = { scoreAll: async (_: Float32Array, input: SequenceInput) => (asked.push(input), scores) };
  const t11 = { encoder, weights: new Float32Array(1) };
  const nowMs = (interactions.at(-1)?.atMs ?? 0) + 60_000;
  const moment = await momentOf({ catalogue, t11 }, interactions, nowMs);
  expect(asked).toEqual([sequenceOf(interactions)]);
  expect(mixFeatures(moment)).toEqual(mixFeatures(contextOf(factsOf(catalogue), interactions, { modelScores: scores, nowMs })));
});

test('candidatesOf() makes its rows at the moment of the choice, from what came before it', async () => {
  const { interactions } = aHistory([3, 7, 9, 12]);
  const candidates = await candidatesOf({ history: { interactions }, catalogue, chance: seededChance(1) }, { end: 3, target: 12 });
  const columns = mixFeatures(await momentOf({ catalogue }, interactions.slice(0, 3), interactions[3]?.atMs));
  expect([...(candidates?.rows.subarray(0, INPUTS) ?? [])]).toEqual(columns.map((column) => column[12]));
});
