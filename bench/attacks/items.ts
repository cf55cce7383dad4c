import { CONTENT_DIMS } from '#core/catalogue';
import { blockLength } from '#core/cooccurrence';
import { trainingExamples } from '#core/features';
import { seededChance, type Chance } from '#core/units';
import { T11_LAYOUT } from '#worker/models';
import { MAX_LOCAL_EXAMPLES } from '#worker/trainer';
import { CANDIDATES, decoysOf, likeliest, resultOf, type InversionResult, type Trials } from './inversion.ts';
import type { Scene } from './scene.ts';
import type { Stage, Target } from './shadow.ts';
import type { View } from './views.ts';

/**
 * Which of CANDIDATES items did she meet? One is hers, the others are drawn as it was, from other shoppers, so that what is
 * popular gives nothing away. Read off the update without any training: in a table of pairs an item has cells of its own;
 * in T11 the bias of the last layer moves away from what the model had ranked and towards the content of what she chose.
 */
export async function invertItems(stage: Stage, view: View, { trials, seed }: Trials): Promise<InversionResult> {
  const { scene, kind, targets, observer } = stage;
  const chance = seededChance(seed);
  const itemsOf = new Map(targets.map((target) => [target, reportedItems(stage, target)]));
  const able = targets.filter((target) => (itemsOf.get(target)?.length ?? 0) > 0);
  let successes = 0;
  for (let trial = 0; trial < trials; trial++) {
    const target = able[trial % able.length];
    if (!target) throw new RangeError(`Cannot look for items in ${kind} reports that name none`);
    const own = itemsOf.get(target) ?? [];
    const truth = drawnFrom(own, chance);
    const decoys = foreignItems(stage, { itemsOf, target, own, chance });
    const seen = await observer.observe(view, target.report, seed * 7919 + 2 * trial);
    const shown = [truth, ...decoys];
    if (likeliest(shown, (item) => traceOf(scene, kind, seen, item), chance) === truth) successes += 1;
  }
  return resultOf({ kind, question: 'item', view, trials, successes });
}

/** Items that the report speaks of: those with a cell in the block, or what the newest examples chose. */
function reportedItems({ kind, scene }: Stage, { history }: Target): readonly number[] {
  if (kind !== 'pairs') return [...new Set(trainingExamples({ interactions: history }).slice(-MAX_LOCAL_EXAMPLES).map(({ target }) => target))];
  const items = [...new Set(history.filter(({ weight }) => weight > 0).map(({ item }) => item))];
  return items.filter((item) => cellsOf(scene, item).length > 0);
}

const cellsByItem = new WeakMap<Scene, Map<number, readonly number[]>>();

/** Cells of the first block, the one that is attacked, that an item has with any other or alone. */
function cellsOf(scene: Scene, item: number): readonly number[] {
  const { layout } = scene;
  const kept = cellsByItem.get(scene) ?? new Map<number, readonly number[]>();
  cellsByItem.set(scene, kept);
  const known = kept.get(item);
  if (known) return known;
  const length = blockLength(layout, 0);
  const cells = new Set<number>();
  for (let other = 0; other < layout.items; other++) for (const cell of [layout.cellOf(item, other), layout.cellOf(other, item)]) if (cell >= 0 && cell < length) cells.add(cell);
  kept.set(item, [...cells]);
  return [...cells];
}

interface Drawing {
  readonly itemsOf: ReadonlyMap<Target, readonly number[]>;
  readonly target: Target;
  readonly own: readonly number[];
  readonly chance: Chance;
}

/** One item each of other shoppers, none of them hers, none twice. */
function foreignItems({ targets }: Stage, { itemsOf, target, own, chance }: Drawing): readonly number[] {
  const met = new Set([...own, ...target.history.map(({ item }) => item)]);
  const foreign: number[] = [];
  for (const other of decoysOf(targets, target, chance)) {
    const items = (itemsOf.get(other) ?? []).filter((item) => !met.has(item));
    if (items.length === 0) continue;
    const item = drawnFrom(items, chance);
    met.add(item);
    foreign.push(item);
    if (foreign.length === CANDIDATES - 1) return foreign;
  }
  throw new RangeError(`Cannot hide an item among ${foreign.length} others: wanted ${CANDIDATES - 1}`);
}

function drawnFrom(items: readonly number[], chance: Chance): number {
  return items[chance.below(items.length)] ?? 0;
}

/** How much of an item is in what was seen. */
function traceOf(scene: Scene, kind: Stage['kind'], seen: Float64Array, item: number): number {
  if (kind === 'pairs') return cellsOf(scene, item).reduce((sum, cell) => sum + (seen[cell] ?? 0), 0);
  const { catalogue } = scene.subject;
  let cosine = 0;
  for (let d = 0; d < CONTENT_DIMS; d++) cosine += (seen[BIAS_AT + d] ?? 0) * (catalogue.vectors[item * CONTENT_DIMS + d] ?? 0);
  return cosine;
}

const BIAS_AT = T11_LAYOUT.find(({ name }) => name === 'outputBias')?.offset ?? 0;
