import { expect } from 'vitest';
import { arraySignedDots } from '#core/flp';
import { fromHex, toHex, type Result } from '#core/units';
import type { Vdaf, VdafFault } from '#core/vdaf';
import { webSymmetric } from '#page/crypto';
import { valueOf } from '#support/result';
import type { PineEngine } from '../../src/core/vdaf/pine-engine.ts';
import { ALL_PINES } from '../../src/core/vdaf/pine-instances.ts';
import { pineLayout, type PineName, type PineParameters } from '../../src/core/vdaf/pine-parameters.ts';
import { pine } from '../../src/core/vdaf/pine.ts';
import type { Shards } from '../../src/core/vdaf/vdaf.ts';

/** A vector file of the reference code (VDAF-11 layout). */
export interface PineVectors {
  readonly shares: number;
  readonly l2_norm_bound: number;
  readonly num_frac_bits: number;
  readonly dimension: number;
  readonly chunk_length: number;
  readonly chunk_length_norm_equality: number;
  readonly num_wr_checks: number;
  readonly num_wr_successes: number;
  readonly alpha: number;
  readonly proofs: number;
  readonly proofs_norm_equality: number;
  readonly verify_key: string;
  readonly agg_shares: readonly string[];
  readonly agg_result: readonly number[];
  readonly prep: readonly {
    readonly measurement: readonly number[];
    readonly nonce: string;
    readonly rand: string;
    readonly public_share: string;
    readonly input_shares: readonly string[];
    readonly prep_shares: readonly (readonly string[])[];
    readonly prep_messages: readonly string[];
    readonly out_shares: readonly (readonly string[])[];
  }[];
}

/** The parameters in a vector file; which PINE it is stands in its name. */
export function parametersOf(fileName: string, vectors: PineVectors): PineParameters {
  return {
    name: fileName.replace(/_.*$/, '') as PineName, length: vectors.dimension, normBound: vectors.l2_norm_bound, chunkLength: vectors.chunk_length,
    chunkLengthNormEquality: vectors.chunk_length_norm_equality, numProofs: vectors.proofs, numProofsNormEquality: vectors.proofs_norm_equality, numShares: vectors.shares,
    alpha: vectors.alpha, numWrChecks: vectors.num_wr_checks, numWrSuccesses: vectors.num_wr_successes,
  };
}

/** Python's `round(x * 2**bits)`: halves go to the even neighbour. */
export function encodedFloat(x: number, bits: number): number {
  const scaled = x * 2 ** bits;
  const floor = Math.floor(scaled);
  return scaled - floor === 0.5 ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(scaled);
}

/** Holds every byte that `vdaf` makes to those in `vectors`. */
export async function expectVectors(vdaf: Vdaf<ArrayLike<number>, Float64Array>, vectors: PineVectors): Promise<void> {
  const context = new Uint8Array(0);
  const verifyKey = fromHex(vectors.verify_key);
  const sums = Array.from({ length: vdaf.shares }, () => vdaf.emptySum());
  for (const report of vectors.prep) {
    const [nonce, rand] = [fromHex(report.nonce), fromHex(report.rand)];
    const { publicShare, inputShares } = await vdaf.shard(report.measurement.map((x) => encodedFloat(x, vectors.num_frac_bits)), nonce, rand, context);
    expect(toHex(publicShare)).toBe(report.public_share);
    expect(inputShares.map(toHex)).toEqual(report.input_shares);
    const prepared = [];
    for (const [aggregator, inputShare] of inputShares.entries()) prepared.push(valueOf(await vdaf.prepareInit({ verifyKey, context, aggregator, nonce, publicShare, inputShare })));
    expect(prepared.map(({ share }) => toHex(share))).toEqual(report.prep_shares[0]);
    const message = valueOf(await vdaf.prepareSharesToMessage(context, prepared.map(({ share }) => share)));
    expect(toHex(message)).toBe(report.prep_messages[0]);
    for (const [aggregator, { state }] of prepared.entries()) {
      const output = valueOf(await vdaf.prepareNext(state, message));
      expect(toHex(vdaf.encodeShare(output))).toBe(report.out_shares[aggregator]?.join(''));
      vdaf.aggregate(sums[aggregator] ?? vdaf.emptySum(), output);
    }
  }
  expect(sums.map((sum) => toHex(vdaf.encodeShare(sum)))).toEqual(vectors.agg_shares);
  const reread = vectors.agg_shares.map((share) => valueOf(vdaf.decodeShare(fromHex(share))));
  expect([...vdaf.unshard(reread, vectors.prep.length)].map((sum) => sum / 2 ** vectors.num_frac_bits)).toEqual(vectors.agg_result);
}

/** A PINE and its parts, for tests that break its rules. */
export function enginePine(parameters: PineParameters): { readonly vdaf: Vdaf<ArrayLike<number>, Float64Array>; readonly engine: PineEngine } {
  const layout = valueOf(pineLayout(parameters, ALL_PINES));
  return { vdaf: pine(layout, webSymmetric), engine: { ...layout, stream: layout.xof(webSymmetric), signedDots: arraySignedDots } };
}

/** What reaches every aggregator for one report. A list has one value an aggregator. */
export interface Delivery {
  readonly publicShares: readonly Uint8Array[];
  readonly inputShares: readonly Uint8Array[];
  readonly nonces: readonly Uint8Array[];
  readonly verifyKeys: readonly Uint8Array[];
}

/** The same public share, nonce and key for all. */
export function deliveryOf(vdaf: Vdaf<ArrayLike<number>, Float64Array>, { publicShare, inputShares }: Shards, nonce: Uint8Array): Delivery {
  const toAll = <T>(value: T): T[] => Array.from({ length: vdaf.shares }, () => value);
  return { publicShares: toAll(publicShare), inputShares, nonces: toAll(nonce), verifyKeys: toAll(new Uint8Array(vdaf.verifyKeyBytes).fill(5)) };
}

/** What each aggregator ends with: an output share, or the fault that kept it from one. */
export async function preparedBy(vdaf: Vdaf<ArrayLike<number>, Float64Array>, delivery: Delivery): Promise<readonly Result<Uint32Array, VdafFault>[]> {
  const context = new Uint8Array(0);
  const begun = [];
  for (const [aggregator, inputShare] of delivery.inputShares.entries()) {
    const [publicShare, nonce, verifyKey] = [delivery.publicShares[aggregator], delivery.nonces[aggregator], delivery.verifyKeys[aggregator]];
    if (!publicShare || !nonce || !verifyKey) throw new RangeError(`Nothing is delivered to aggregator ${aggregator}`);
    const prepared = await vdaf.prepareInit({ verifyKey, context, aggregator, nonce, publicShare, inputShare });
    if (!prepared.ok) return delivery.inputShares.map(() => prepared);
    begun.push(prepared.value);
  }
  const message = await vdaf.prepareSharesToMessage(context, begun.map(({ share }) => share));
  if (!message.ok) return begun.map(() => message);
  return Promise.all(begun.map(({ state }) => vdaf.prepareNext(state, message.value)));
}
