import { FLOORS, noiseToSignal, noiseVarianceFor } from '#core/privacy';
import type { ModelKind } from '#core/protocol';

/** A model size that can be federated. */
export interface Tier {
  readonly name: string;
  readonly parameters: number;
  readonly model: ModelKind;
  readonly blocks: number;
  /** Fewest reports of a block that its batch opens from. */
  readonly minBatch: number;
}

/** R worth waiting for, and the R at which learning was last seen. */
const GOOD_RATIO = 1;
const USEFUL_RATIO = 6;
/** Longest round that a plan calls of use, days. */
export const WEEK_DAYS = 7;

/** What a tier takes of a shop. */
export interface Size<T extends Tier> {
  readonly tier: T;
  /** Devices of a round at R = 6, all blocks together. */
  readonly useful: number;
  /** The same at R = 1. */
  readonly good: number;
}

/** Devices a round of `tier` needs for noise-to-signal `ratio`, all blocks together. */
function devicesFor({ parameters, model, blocks, minBatch }: Tier, noiseMultiplier: number, ratio: number): number {
  const length = Math.ceil(parameters / blocks);
  const ofOne = noiseToSignal({ integerNorm: FLOORS.integerNorm, noiseVariance: noiseVarianceFor(noiseMultiplier, FLOORS.integerNorm), length, model }, 1);
  return blocks * Math.max(minBatch, Math.ceil(ofOne / ratio));
}

/** What every tier takes at z = `noiseMultiplier`. */
export function sizesOf<T extends Tier>(tiers: readonly T[], noiseMultiplier: number): readonly Size<T>[] {
  return tiers.map((tier) => ({ tier, useful: devicesFor(tier, noiseMultiplier, USEFUL_RATIO), good: devicesFor(tier, noiseMultiplier, GOOD_RATIO) }));
}

/** How long `devices` take to report, of whom `daily` do so a day; as a reader says it. */
export function lasts(devices: number, daily: number): string {
  if (daily === 0) return 'never';
  const days = devices / daily;
  if (days < 1 / 24) return `${Math.ceil(days * 24 * 60)} min`;
  return days < 2 ? `${(days * 24).toFixed(1)} h` : `${days.toFixed(1)} days`;
}

/** Lines of a table: the devices of each size and how long they take. @param daily - reports of one kind a day */
export function sizeTable(sizes: readonly Size<Tier>[], daily: number): string[] {
  const name = Math.max(6, ...sizes.map(({ tier }) => tier.name.length + 1));
  return [
    `${'model'.padEnd(name)}${'parameters'.padStart(11)}${'devices, R = 6'.padStart(16)}${'a round takes'.padStart(15)}${'devices, R = 1'.padStart(16)}${'a round takes'.padStart(15)}`,
    ...sizes.map(({ tier, useful, good }) => `${tier.name.padEnd(name)}${String(tier.parameters).padStart(11)}${String(useful).padStart(16)}${lasts(useful, daily).padStart(15)}${String(good).padStart(16)}${lasts(good, daily).padStart(15)}`),
  ];
}
