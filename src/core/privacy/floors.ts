import type { ExactRatio, ModelKind, ModelTask, PolicyFile } from '#core/protocol';

/** Limits of what a device accepts. A shop can tighten them in its policy file, never loosen them. */
export interface Floors {
  readonly minBatch: number;
  readonly minNoiseMultiplier: number;
  readonly weekRho: number;
  readonly measureWeekRho: number;
  readonly yearRho: number;
  readonly maxEpsilon: ExactRatio;
  readonly maxDelta: number;
  readonly integerNorm: number;
  readonly vdaf: string;
  readonly minProofs: number;
  readonly minProofsNormEquality: number;
  readonly maxLength: Readonly<Record<ModelKind, number>>;
}

/** The floors compiled into every client. */
export const FLOORS: Floors = {
  /** Fewest reports whose sum may be opened. Below it, two batches could be subtracted to read one shopper. */
  minBatch: 50,
  /** σ = z·B of each server alone: ε 1.143 a report at δ = 1e-6. */
  minNoiseMultiplier: 4,
  /** Two z = 4 reports a week. */
  weekRho: 1 / 16,
  /** Measurements, beside models: eight reports of the largest ε, so that one a day fits. */
  measureWeekRho: 1 / 4,
  /** All purposes together: 128 z = 4 reports. */
  yearRho: 4,
  /** Of one report to a measurement, with no δ. */
  maxEpsilon: { numerator: 1, denominator: 4 },
  /** Far below one over the number of shoppers of any one shop. */
  maxDelta: 1e-6,
  /** B. 8 fraction bits: norms above 470 make the proof unsound (81·W² ≤ p), smaller ones drown in rounding. */
  integerNorm: 256,
  /** Proves the L2 norm of an update with plain 32-bit arithmetic and WebCrypto, so that it runs under any CSP. */
  vdaf: 'Pine32HmacSha256Aes128',
  /** One proof over Field32 misses a lie about once in 2^21; six 2^128 times, whatever a device tries. */
  minProofs: 6,
  /** The norm is proven without joint randomness: 2^-25 a proof, 2^-50 with two. */
  minProofsNormEquality: 2,
  /**
   * Entries of a report: `mix` is two sets of at most 20 weights, T11 at most 11,000, and a verdict behind either. Reports
   * with their proof must fit 65,536 bytes, those on a block of `pairs` and on what ads are chosen by too.
   */
  maxLength: { mix: 41, t11: 11_001, pairs: 13_000, ctr: 13_000, cvr: 13_000, portraits: 13_000 },
};

/** The compiled floors, tightened by the shop's policy. */
export function floorsUnder(policy: Pick<PolicyFile, 'floors'>): Floors {
  const own = policy.floors;
  if (!own) return FLOORS;
  return {
    ...FLOORS,
    minBatch: Math.max(FLOORS.minBatch, own.minBatch),
    minNoiseMultiplier: Math.max(FLOORS.minNoiseMultiplier, own.minNoiseMultiplier),
    weekRho: Math.min(FLOORS.weekRho, own.weekRho),
    yearRho: Math.min(FLOORS.yearRho, own.yearRho),
  };
}

/** z = σ / B of one server. */
export function noiseMultiplierOf(task: Pick<ModelTask, 'integerNorm' | 'noiseVariance'>): number {
  return Math.sqrt(task.noiseVariance.numerator / task.noiseVariance.denominator) / task.integerNorm;
}

/** σ² for a noise multiplier that is a whole number of quarters, as an exact fraction in squared integer units. */
export function noiseVarianceFor(noiseMultiplier: number, integerNorm: number): ModelTask['noiseVariance'] {
  const quarters = 4 * noiseMultiplier;
  if (!Number.isSafeInteger(quarters) || quarters < 1) throw new RangeError(`Cannot use noise multiplier ${noiseMultiplier}: wanted a positive multiple of 1/4`);
  const numerator = quarters * quarters * integerNorm * integerNorm;
  return numerator % 16 === 0 ? { numerator: numerator / 16, denominator: 1 } : { numerator, denominator: 16 };
}

/**
 * ‖Σu‖/(nB) expected of a batch: measured .17–.21 for a handful of weights, .04–.15 for 10.8k parameters, .04–.14 for blocks
 * of pairs of the demo shop. For `pairs` R is recorded but gates nothing: a count that stands out of the noise is worth
 * having among thousands that do not.
 */
const EXPECTED_ALIGNMENT: Readonly<Record<ModelKind, number>> = { mix: 0.2, t11: 0.1, pairs: 0.1, ctr: 0.1, cvr: 0.1, portraits: 0.2 };

/** Expected noise-to-signal R of a batch of updates of `length` entries P, z·√(2P)/(alignment·n), with the noise of both servers; Infinity for none. */
export function noiseToSignal(task: Pick<ModelTask, 'integerNorm' | 'noiseVariance' | 'length' | 'model'>, reports: number): number {
  return (noiseMultiplierOf(task) * Math.sqrt(2 * task.length)) / (EXPECTED_ALIGNMENT[task.model] * reports);
}
