import { FLOORS } from '#core/privacy';
import type { ModelKind } from '#core/protocol';
import { seededChance, shuffled } from '#core/units';
import { dot, norm } from './algebra.ts';
import { populationOf, type Population } from './population.ts';
import { encoded, guessed, localUpdate, reportLengthOf, type History, type Scene } from './scene.ts';
import { observerOf, type Observer } from './views.ts';

/** A device under attack: what it reports, and what the attacker, who suspects this history, expects of it. */
export interface Target {
  readonly history: History;
  /** [P] integers, as shared. */
  readonly report: Int32Array;
  /** [P] integer units. */
  readonly guess: Float64Array;
}

/** One kind of report under attack. */
export interface Stage {
  readonly scene: Scene;
  readonly kind: ModelKind;
  /** Devices that report. */
  readonly targets: readonly Target[];
  readonly observer: Observer;
  /** The attacker's own devices: none of them is a target or in a batch. */
  readonly population: Population;
}

/** Fewest interactions of a device worth attacking: with fewer, most updates are zero and there is nothing to find. */
const LEAST_INTERACTIONS = 5;

/** Devices that are attacked, that fill batches, and that the attacker holds herself. */
export interface StageSize {
  readonly targets: number;
  readonly others: number;
  readonly shadows: number;
}

/** Trains the devices of one stage. Targets have something to say; all others are as they come. */
export async function stageOf(scene: Scene, kind: ModelKind, size: StageSize): Promise<Stage> {
  const { devices, seed } = scene.subject;
  const targets: Target[] = [];
  const rest: Int32Array[] = [];
  for (const device of shuffled([...devices.keys()], seededChance(seed + 11))) {
    const history = devices[device]?.interactions ?? [];
    const ownSeed = seed * 1_000_003 + 16 * device;
    const isWanted = targets.length < size.targets && history.length >= LEAST_INTERACTIONS;
    if (!isWanted && rest.length >= size.others + size.shadows) continue;
    const report = encoded(kind, await localUpdate(scene, kind, history, ownSeed), ownSeed + 1);
    if (isWanted && norm(report) > 0) targets.push({ history, report, guess: await guessed(scene, kind, history, ownSeed + 2) });
    else rest.push(report);
  }
  if (targets.length < size.targets || rest.length < size.others + size.shadows) {
    throw new RangeError(`Cannot attack ${size.targets} devices among ${size.others} others with ${size.shadows} of the attacker's: ${targets.length} have a report worth it, ${rest.length} are left`);
  }
  const population = populationOf(rest.slice(size.others, size.others + size.shadows), reportLengthOf(scene, kind));
  return { scene, kind, targets, population, observer: observerOf(scene, kind, rest.slice(0, size.others), population.mean) };
}

/** The same devices, each with a report as long as the proof allows: the easiest a shopper can be to find. */
export function atTheBound(stage: Stage): Stage {
  const targets = stage.targets.map((target) => {
    const report = scaledToBound(target.report);
    return { ...target, report, guess: Float64Array.from(report) };
  });
  return { ...stage, targets };
}

/** Rounded towards 0, so that the norm stays within B, then filled up at the largest entry as far as it goes. */
export function scaledToBound(direction: ArrayLike<number>): Int32Array {
  const scale = FLOORS.integerNorm / norm(direction);
  const report = Int32Array.from(direction, (x) => Math.trunc(x * scale));
  const largest = report.reduce((best, x, i) => (Math.abs(x) > Math.abs(report[best] ?? 0) ? i : best), 0);
  const room = FLOORS.integerNorm ** 2 - dot(report, report) + (report[largest] ?? 0) ** 2;
  report[largest] = Math.sign(report[largest] || (direction[largest] ?? 1)) * Math.floor(Math.sqrt(room));
  return report;
}
