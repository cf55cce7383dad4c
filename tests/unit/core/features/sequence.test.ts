import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_TYPES } from '#core/events';
import { gapBucket, MAX_SEQUENCE, sequenceOf, trainingExamples, type Interaction, type SequenceInput } from '#core/features';

function aStep(item: number, atMs: number, more: Partial<Interaction> = {}): Interaction {
  return { item, atMs, type: 'view_item', weight: 1, session: 0, eventId: `${item}-${atMs}`, ...more };
}
const steps = fc.array(fc.record({ item: fc.nat(8), gap: fc.constantFrom(0, 0, 1000, 60_000, 1e7), weight: fc.constantFrom(1, 3, -2) }), { maxLength: 60 })
  .map((drawn) => {
    let atMs = 1e12;
    return drawn.map(({ item, gap, weight }) => aStep(item, (atMs += gap), { weight, type: weight < 0 ? 'rec_dismiss' : 'view_item' }));
  });

test.each([[0, 0], [-5, 0], [1, 1], [59_000, 1], [60_000, 2], [3 * 60_000, 3], [31 * 60_000, 6], [63 * 60_000, 7], [1e12, 7]])('gapBucket() of %d ms is %d', (gapMs, bucket) => {
  expect(gapBucket(gapMs)).toBe(bucket);
});

test('sequenceOf() makes one step of neighbouring interactions with one item: the strongest, or the last that takes it back', () => {
  const cart = sequenceOf([aStep(1, 0), aStep(1, 5000, { type: 'add_to_cart', weight: 3 }), aStep(2, 65_000)]);
  expect([...cart.items]).toEqual([1, 2]);
  expect([...cart.types]).toEqual([EVENT_TYPES.indexOf('add_to_cart'), EVENT_TYPES.indexOf('view_item')]);
  expect([...cart.gaps]).toEqual([0, gapBucket(65_000)]);
  const back = sequenceOf([aStep(1, 0, { type: 'add_to_cart', weight: 3 }), aStep(1, 5000, { type: 'remove_from_cart', weight: -2 })]);
  expect([...back.types]).toEqual([EVENT_TYPES.indexOf('remove_from_cart')]);
});

test('sequenceOf() of any history has at most 20 steps, no two neighbours alike, and ends with the newest', () => {
  fc.assert(fc.property(steps, (interactions) => {
    const { items, types, gaps } = sequenceOf(interactions);
    expect(items.length).toBeLessThanOrEqual(MAX_SEQUENCE);
    expect([types.length, gaps.length]).toEqual([items.length, items.length]);
    items.forEach((item, t) => { if (t > 0) expect(item).not.toBe(items[t - 1]); });
    if (interactions.length > 0) expect(items.at(-1)).toBe(interactions.at(-1)?.item);
  }));
});

test('sequenceOf() does not look at `end` or later', () => {
  fc.assert(fc.property(steps, fc.nat(60), (interactions, at) => {
    const end = Math.min(at, interactions.length);
    expect(sequenceOf(interactions, end)).toEqual(sequenceOf(interactions.slice(0, end)));
  }));
});

test('trainingExamples() never let a basket predict its own lines', () => {
  const basket = [aStep(1, 1000), aStep(2, 1000), aStep(3, 2000), aStep(4, 2000), aStep(4, 2000)];
  const examples = trainingExamples({ interactions: basket });
  expect(examples.map(({ input, target }) => [[...input.items], target])).toEqual([[[1, 2], 3], [[1, 2], 4]]);
});

test('trainingExamples() of any history: inputs strictly earlier, targets new to their input and liked', () => {
  fc.assert(fc.property(steps, (interactions) => {
    for (const { input, target } of trainingExamples({ interactions })) {
      expect(input.items.length).toBeGreaterThan(0);
      expect(input.items.includes(target)).toBe(false);
      const fits = interactions.some((step) => step.item === target && step.weight > 0
        && isSame(sequenceOf(interactions.slice(0, interactions.findIndex((first) => first.atMs === step.atMs))), input));
      expect(fits).toBe(true);
    }
  }));
});

test('trainingExamples() do not change when the future does', () => {
  fc.assert(fc.property(steps, fc.nat(60), (interactions, at) => {
    const cutMs = interactions[Math.min(at, interactions.length - 1)]?.atMs ?? 0;
    const known = trainingExamples({ interactions: interactions.filter(({ atMs }) => atMs < cutMs) });
    expect(trainingExamples({ interactions }).slice(0, known.length)).toEqual(known);
  }));
});

function isSame(a: SequenceInput, b: SequenceInput): boolean {
  return a.items.join() === b.items.join() && a.types.join() === b.types.join() && a.gaps.join() === b.gaps.join();
}
