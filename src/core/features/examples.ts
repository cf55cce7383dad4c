import type { SequenceInput, ShopperHistory, TrainingExample } from './history.ts';
import { sequenceOf } from './sequence.ts';

/**
 * Next-item examples of a history, oldest first: each item the shopper turned to (weight above 0) that was not among the
 * steps before. Inputs hold only what happened strictly earlier, so lines of one basket never predict each other.
 */
export function trainingExamples(history: Pick<ShopperHistory, 'interactions'>): TrainingExample[] {
  const { interactions } = history;
  const examples: TrainingExample[] = [];
  let end = 0; // first interaction at the time of the target
  let input: SequenceInput | undefined;
  let targets = new Set<number>(); // at that time already
  interactions.forEach((target, i) => {
    const before = interactions[end];
    if (before === undefined || before.atMs !== target.atMs) {
      end = i;
      input = undefined;
      targets = new Set();
    }
    if (end === 0 || target.weight <= 0 || targets.has(target.item)) return;
    input ??= sequenceOf(interactions, end);
    if (input.items.includes(target.item)) return;
    targets.add(target.item);
    examples.push({ input, target: target.item });
  });
  return examples;
}
