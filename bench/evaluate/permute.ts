import { rankOf } from '#core/ranking';
import { shuffled, type Chance } from '#core/units';
import type { TestCase } from '#bench/data';
import { SHOWN, type CaseScores } from './metrics.ts';
import type { Observer } from './observers.ts';

/** Who judges whom: a random round, so that nobody is judged by himself. [cases] */
export function permutedCases(cases: number, chance: Chance): number[] {
  const order = shuffled(Array.from({ length: cases }, (_, index) => index), chance);
  const judges: number[] = Array.from({ length: cases });
  for (const [place, index] of order.entries()) judges[index] = order[(place + 1) % cases] ?? index;
  return judges;
}

/** Whether one scorer fell to chance. */
export interface PermutationVerdict {
  /** HR@20 under permuted labels. */
  readonly 'hr@20': number;
  /** What lists that know nothing of the label get: the scorer's own lists against the labels of all other cases. */
  readonly chance: number;
  readonly low: number;
  readonly high: number;
  readonly isChance: boolean;
}

/** Deviations a figure may lie from chance: of a dozen scorers, one in fifty runs has one further out by luck. */
const DEVIATIONS = 3;

/**
 * Chance for each scorer and whether it was met. The expectation is exact: for every case, the mean hit of its list over
 * the targets of all other cases. It lies above 20 / N where targets are popular, since popular items stand in lists.
 */
export function permutationObserver(cases: readonly TestCase[], items: number): Observer<(results: ReadonlyMap<string, CaseScores>) => Record<string, PermutationVerdict>> {
  const wanted = new Float64Array(items);
  for (const { targets } of cases) for (const target of targets) wanted[target] = (wanted[target] ?? 0) + 1 / targets.length;
  const expected = new Map<string, Float64Array>();
  return {
    see({ ranker, index, question, scores, isOut, first }) {
      const row = expected.get(ranker.name) ?? new Float64Array(cases.length);
      expected.set(ranker.name, row);
      const own = new Set(question.targets);
      let sum = 0;
      for (const item of withinTwenty(scores, first, isOut)) sum += (wanted[item] ?? 0) - (own.has(item) ? 1 / own.size : 0);
      row[index] = sum / Math.max(1, cases.length - 1);
    },
    result: () => (results) => Object.fromEntries([...expected].map(([name, row]) => [name, verdictOf(results.get(name)?.hit20 ?? new Float32Array(row.length), row)])),
  };
}

/** Items whose mean rank is 20 or better: not always the first 20, since equal scores share their mean rank. */
function withinTwenty(scores: Float32Array, first: readonly number[], isOut: (item: number) => boolean): readonly number[] {
  const last = first.at(-1);
  if (last === undefined) return [];
  const level = scores[last] ?? 0;
  const above = first.filter((item) => (scores[item] ?? 0) > level);
  if (rankOf(scores, last, isOut) > SHOWN) return above;
  const alike: number[] = [];
  for (let item = 0; item < scores.length; item++) if (scores[item] === level && !isOut(item)) alike.push(item);
  return [...above, ...alike];
}

function verdictOf(hits: Float32Array, expected: Float64Array): PermutationVerdict {
  const cases = Math.max(1, expected.length);
  let [hit, chance, squares] = [0, 0, 0];
  for (const [index, mean] of expected.entries()) {
    hit += (hits[index] ?? 0) / cases;
    chance += mean / cases;
    squares += ((hits[index] ?? 0) - mean) ** 2;
  }
  // One hit more or less is always chance: with few expected hits the deviation itself is badly known.
  const slack = (DEVIATIONS * Math.sqrt(Math.max(squares, chance * cases)) + 1) / cases;
  const [low, high] = [Math.max(0, chance - slack), chance + slack];
  return { 'hr@20': hit, chance, low, high, isChance: hit >= low && hit <= high };
}

/** The verdict as text, a line a scorer and one over all. */
export function permutationTable(verdicts: Readonly<Record<string, PermutationVerdict>>): string {
  const rows = Object.entries(verdicts).map(([name, { 'hr@20': hit, chance, low, high, isChance }]) =>
    `${name.padEnd(20)}${hit.toFixed(4).padStart(10)}${chance.toFixed(4).padStart(10)}   ${low.toFixed(4)} to ${high.toFixed(4)}   ${isChance ? 'chance' : 'NOT CHANCE'}`);
  const failed = Object.values(verdicts).filter(({ isChance }) => !isChance).length;
  const verdict = failed === 0 ? 'every scorer is at chance: the harness leaks no label' : `${failed} of ${rows.length} scorers are not at chance: look for a leak before believing any figure`;
  return [`${'permuted labels'.padEnd(20)}${'hr@20'.padStart(10)}${'chance'.padStart(10)}   interval (${DEVIATIONS} deviations)`, ...rows, `permutation: ${verdict}`].join('\n');
}
