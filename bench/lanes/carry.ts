import { blockLength, forEachBounded, PAIR_BLOCK_CELLS } from '#core/cooccurrence';
import { LEAST_DEVIATIONS } from '#core/fedavg';
import { discreteGaussianVector, FLOORS, noiseVarianceFor } from '#core/privacy';
import type { Chance, Randomness } from '#core/units';
import type { CoOccurrence } from '#worker/recommender';
import { blocksTold } from './attendance.ts';
import type { PairPlan } from './plans.ts';
import { carriedCompany } from './statistics.ts';
import type { Device } from './subject.ts';

export interface Carrying {
  readonly plan: PairPlan;
  /** z of each server; 0 without noise. */
  readonly noiseMultiplier: number;
  readonly chance: Chance;
  readonly randomness: Randomness;
}

/** What arrived. */
export interface Carried {
  readonly company: CoOccurrence;
  /** Units of 1/64 of a pair, without noise. */
  readonly units: number;
  /** Reports, of all blocks together. */
  readonly arrived: number;
}

/**
 * The table of pairs as reports carry it: each device tells of the blocks it drew, bounded to the integer norm B of one
 * report. Sums of whole units are what both servers' shares add up to (a test of `#core/cooccurrence` holds them equal, cell
 * for cell), so shares are not made here: 600,000 reports of 13,000 cells would take an hour.
 */
export function carryPairs(devices: readonly Pick<Device, 'interactions'>[], { plan, noiseMultiplier, chance, randomness }: Carrying): Carried {
  const { layout } = plan;
  const cells = new Float64Array(layout.cells);
  const blocks = Array.from({ length: layout.blocks }, (_, block) => block);
  let arrived = 0;
  for (const { interactions } of devices) {
    const drawn = blocksTold(layout.blocks, plan, chance);
    arrived += drawn.size;
    forEachBounded(layout, interactions, FLOORS.integerNorm, (cell, units) => {
      if (drawn.has(Math.floor(cell / PAIR_BLOCK_CELLS))) cells[cell] = (cells[cell] ?? 0) + units;
    });
  }
  const units = cells.reduce((sum, cell) => sum + cell, 0);
  if (noiseMultiplier === 0) return { company: carriedCompany(layout, cells, 0), units, arrived };
  const variance = noiseVarianceFor(noiseMultiplier, FLOORS.integerNorm);
  for (const block of blocks) {
    for (let server = 0; server < 2; server++) {
      discreteGaussianVector(blockLength(layout, block), variance, randomness).forEach((noise, at) => { cells[block * PAIR_BLOCK_CELLS + at] = (cells[block * PAIR_BLOCK_CELLS + at] ?? 0) + noise; });
    }
  }
  const deviation = Math.sqrt((2 * variance.numerator) / variance.denominator);
  return { company: carriedCompany(layout, cells, LEAST_DEVIATIONS * deviation), units, arrived };
}
