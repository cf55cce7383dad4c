import { field128, field64 } from '#core/field';
import { prio3Count, prio3Histogram, prio3L1BoundSum, prio3Sum, prio3SumVec, prio3SumVecWithMultiproof } from '#core/vdaf';
import { prio3 } from '../../src/core/vdaf/prio3.ts';
import { higherDegreeCircuit, multihotCircuit } from '#support/test-circuits';
import { runVdafVector, type VdafVector } from '#support/vdaf-vector';

/** Runs a vector of a Prio3, of the algorithm that `kind` says with the parameters that the vector holds. */
export async function runPrio3Vector(kind: string, vector: VdafVector): Promise<void> {
  const { shares } = vector;
  const parameter = (name: string): number => {
    const value = vector[name];
    if (typeof value !== 'number') throw new Error(`The vector has no ${name}`);
    return value;
  };
  const shape = (): { length: number; chunkLength: number } => ({ length: parameter('length'), chunkLength: parameter('chunk_length') });
  const vectorOf = (json: unknown): number[] => (json as readonly number[]).map(Number);
  switch (kind) {
    case 'Prio3Count': return runVdafVector(vector, { vdaf: prio3Count(shares), measurementOf: Number });
    case 'Prio3Sum': return runVdafVector(vector, { vdaf: prio3Sum(shares, parameter('max_measurement')), measurementOf: Number });
    case 'Prio3SumVec': return runVdafVector(vector, { vdaf: prio3SumVec(shares, { ...shape(), maxMeasurement: parameter('max_measurement') }), measurementOf: vectorOf });
    case 'Prio3SumVecWithMultiproof': return runVdafVector(vector, {
      vdaf: prio3SumVecWithMultiproof(shares, { ...shape(), maxMeasurement: parameter('max_measurement') }, proofsOf(vector, shape())), measurementOf: vectorOf,
    });
    case 'Prio3Histogram': return runVdafVector(vector, { vdaf: prio3Histogram(shares, shape()), measurementOf: Number });
    case 'Prio3L1BoundSum': return runVdafVector(vector, { vdaf: prio3L1BoundSum(shares, { ...shape(), maxValue: parameter('max_value') }), measurementOf: vectorOf });
    case 'Prio3MultihotCountVec': return runVdafVector(vector, {
      vdaf: prio3({ algorithm: kind, id: 5, circuit: multihotCircuit({ ...shape(), maxWeight: parameter('max_weight') }), shares, proofs: 1 }),
      measurementOf: (json) => (json as readonly unknown[]).map(Boolean),
    });
    case 'Prio3HigherDegree': return runVdafVector(vector, { vdaf: prio3({ algorithm: kind, id: 0xffff_ffff, circuit: higherDegreeCircuit, shares, proofs: 1 }), measurementOf: Number });
    default: throw new Error(`There is no algorithm for vectors of "${kind}"`);
  }
}

/** Field and number of proofs of a multiproof vector, which does not name them: from the bytes of a helper's prepare share and of an output share. */
function proofsOf({ reports }: VdafVector, { length, chunkLength }: { readonly length: number; readonly chunkLength: number }): { field: typeof field64; proofs: number } {
  const field = (reports[0]?.out_shares[0]?.length ?? 0) / 2 / length === field128.encodedBytes ? field128 : field64;
  const verifierBytes = (reports[0]?.verifier_shares[0]?.[0]?.length ?? 0) / 2 - 32;
  return { field, proofs: verifierBytes / ((2 * chunkLength + 2) * field.encodedBytes) };
}
