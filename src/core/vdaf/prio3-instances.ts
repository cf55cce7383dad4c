import { field128, field64, type Field } from '#core/field';
import { countCircuit, histogramCircuit, l1BoundSumCircuit, sumCircuit, sumVecCircuit, type VectorShape } from '#core/flp';
import type { Prio3Instance } from './prio3-engine.ts';
import { prio3 } from './prio3.ts';
import type { Vdaf } from './vdaf.ts';

/** Code points of VDAF-20, section 12, and of draft-ietf-ppm-l1-bound-sum-02. */
const IDS = { count: 1, sum: 2, sumVec: 3, histogram: 4, l1BoundSum: 7, experimental: 0xffff_ffff } as const;

/** Prio3Count over Field64: how many reports hold a 1. */
export function prio3Count(shares: number): Vdaf<number, number> {
  return prio3({ algorithm: 'Prio3Count', id: IDS.count, circuit: countCircuit(field64), shares, proofs: 1 });
}

/** Prio3Sum over Field64: the sum of integers from 0 to `maxMeasurement`. */
export function prio3Sum(shares: number, maxMeasurement: number): Vdaf<number, number> {
  return prio3({ algorithm: `Prio3Sum(${maxMeasurement})`, id: IDS.sum, circuit: sumCircuit(field64, maxMeasurement), shares, proofs: 1 });
}

/** Parameters of Prio3SumVec: entries from 0 to `maxMeasurement` each. */
export type SumVecShape = VectorShape & { readonly maxMeasurement: number };

/** Prio3SumVec over Field128: the sum of vectors. */
export function prio3SumVec(shares: number, shape: SumVecShape): Vdaf<ArrayLike<number>, number[]> {
  return prio3({ algorithm: `Prio3SumVec(${shape.length}, ${shape.maxMeasurement})`, id: IDS.sumVec, circuit: sumVecCircuit(field128, shape), shares, proofs: 1 });
}

/** Prio3SumVecWithMultiproof, the draft's experiment: a smaller field, made up for by `proofs` proofs. */
export function prio3SumVecWithMultiproof(shares: number, shape: SumVecShape, { field, proofs }: { readonly field: Field; readonly proofs: number }): Vdaf<ArrayLike<number>, number[]> {
  return prio3({ algorithm: `Prio3SumVecWithMultiproof(${shape.length}, ${shape.maxMeasurement}, ${field.name} × ${proofs})`, id: IDS.experimental, circuit: sumVecCircuit(field, shape), shares, proofs });
}

/** Prio3Histogram over Field128: how many reports name each bucket. A report names one. */
export function prio3Histogram(shares: number, shape: VectorShape): Vdaf<number, number[]> {
  return prio3(histogramInstance(shares, shape));
}

/** What makes a {@link prio3Histogram}. */
export function histogramInstance(shares: number, shape: VectorShape): Prio3Instance<number, number[]> {
  return { algorithm: `Prio3Histogram(${shape.length})`, id: IDS.histogram, circuit: histogramCircuit(field128, shape), shares, proofs: 1 };
}

/** Parameters of Prio3L1BoundSum: entries of 0 or more whose sum is at most `maxValue`. */
export type L1BoundSumShape = VectorShape & { readonly maxValue: number };

/** Prio3L1BoundSum over Field128, the VDAF of Attribution's `dap-18-histogram`: the sum of vectors of bounded L1 norm. */
export function prio3L1BoundSum(shares: number, shape: L1BoundSumShape): Vdaf<ArrayLike<number>, number[]> {
  return prio3(l1BoundSumInstance(shares, shape));
}

/** What makes a {@link prio3L1BoundSum}. */
export function l1BoundSumInstance(shares: number, shape: L1BoundSumShape): Prio3Instance<ArrayLike<number>, number[]> {
  return { algorithm: `Prio3L1BoundSum(${shape.length}, ${shape.maxValue})`, id: IDS.l1BoundSum, circuit: l1BoundSumCircuit(field128, shape), shares, proofs: 1 };
}
