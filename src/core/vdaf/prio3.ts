import { decide, proofLengths, prove, query, type Circuit } from '#core/flp';
import { concatBytes, equalBytes, fail, ok, type Result } from '#core/units';
import { deriveSeed, domainTag, expandVector, xofTurboShake128 as xof } from '#core/xof';
import { sharesOf } from './shares.ts';
import type { Prepared, PrepareInit, PrepareState, Shards, Vdaf, VdafFault } from './vdaf.ts';

/** Wire version of VDAF drafts 18 to 20. */
const VERSION = 18;
const NONCE_BYTES = 16;
/** Numbers of shares and of proofs each travel in a byte. */
const MAX_SHARES = 255;
const MAX_PROOFS = 255;
/** What a derived stream is for (VDAF-20, section 7.2). */
const USAGE = { measurementShare: 1, proofShare: 2, jointRandomness: 3, proveRandomness: 4, queryRandomness: 5, jointSeed: 6, jointPart: 7 } as const;
const NO_BYTES = new Uint8Array(0);
const NO_ELEMENTS = new Uint32Array(0);

/** What makes an instance of Prio3. */
export interface Prio3Instance<Measurement, AggregateResult> {
  /** Name and parameters, for messages. */
  readonly algorithm: string;
  /** Code point. */
  readonly id: number;
  readonly circuit: Circuit<Measurement, AggregateResult>;
  /** Aggregators, 2 to 255. */
  readonly shares: number;
  /** Proofs a report carries, 1 to 255; more than one where the field is small. */
  readonly proofs: number;
}

/** An input share, expanded. */
interface Expanded {
  readonly measurement: Uint32Array;
  readonly proofs: Uint32Array;
  /** Null where the circuit wants no joint randomness. */
  readonly blind: Uint8Array | null;
}

/**
 * Prio3 of VDAF-20 over XofTurboShake128, byte for byte; also a false public share is refused by whom it is false about.
 *
 * | part | bytes |
 * |---|---|
 * | public share | joint randomness part of every aggregator, 32 each; nothing without joint randomness |
 * | leader's input share | measurement share ‖ shares of all proofs ‖ blind (32, with joint randomness) |
 * | other input shares | seed (32) ‖ blind (32, with joint randomness) |
 * | prepare share | shares of all verifiers ‖ joint randomness part (32, with joint randomness) |
 * | prepare message | joint randomness seed (32), or nothing |
 *
 * @throws RangeError if the number of shares or of proofs is out of range
 */
export function prio3<Measurement, AggregateResult>({ algorithm, id, circuit, shares, proofs }: Prio3Instance<Measurement, AggregateResult>): Vdaf<Measurement, AggregateResult> {
  if (!Number.isInteger(shares) || shares < 2 || shares > MAX_SHARES) throw new RangeError(`Cannot run ${algorithm} with ${shares} shares: wanted 2 to ${MAX_SHARES}`);
  if (!Number.isInteger(proofs) || proofs < 1 || proofs > MAX_PROOFS) throw new RangeError(`Cannot run ${algorithm} with ${proofs} proofs: wanted 1 to ${MAX_PROOFS}`);
  const { field, measurementLength, jointRandomnessLength, outputLength } = circuit;
  const lengths = proofLengths(circuit);
  const isJoint = jointRandomnessLength > 0;
  const seedBytes = xof.seedBytes;
  const blindBytes = isJoint ? seedBytes : 0;
  const leaderBytes = (measurementLength + proofs * lengths.proof) * field.encodedBytes;
  const verifierBytes = proofs * lengths.verifier * field.encodedBytes;
  const proofsByte = Uint8Array.of(proofs);

  const expand = (usage: number, context: Uint8Array, from: { readonly seed: Uint8Array; readonly binder: Uint8Array }, length: number): Promise<Uint32Array> =>
    expandVector(xof, field, { ...from, dst: domainTag(VERSION, id, usage, context) }, length);
  const measurementShare = (context: Uint8Array, aggregator: number, seed: Uint8Array): Promise<Uint32Array> =>
    expand(USAGE.measurementShare, context, { seed, binder: Uint8Array.of(aggregator) }, measurementLength);
  const proofsShare = (context: Uint8Array, aggregator: number, seed: Uint8Array): Promise<Uint32Array> =>
    expand(USAGE.proofShare, context, { seed, binder: Uint8Array.of(proofs, aggregator) }, proofs * lengths.proof);
  const jointPart = (context: Uint8Array, aggregator: number, { blind, measurement, nonce }: { readonly blind: Uint8Array; readonly measurement: Uint32Array; readonly nonce: Uint8Array }): Promise<Uint8Array> =>
    deriveSeed(xof, { seed: blind, dst: domainTag(VERSION, id, USAGE.jointPart, context), binder: concatBytes(Uint8Array.of(aggregator), nonce, field.encode(measurement)) });
  const jointSeed = (context: Uint8Array, parts: readonly Uint8Array[]): Promise<Uint8Array> =>
    deriveSeed(xof, { seed: new Uint8Array(seedBytes), dst: domainTag(VERSION, id, USAGE.jointSeed, context), binder: concatBytes(...parts) });
  const jointRandomness = async (context: Uint8Array, seed: Uint8Array): Promise<Uint32Array> =>
    expand(USAGE.jointRandomness, context, { seed, binder: proofsByte }, proofs * jointRandomnessLength);
  /** Part `index` of `parts` equal parts. */
  const part = <T extends Uint8Array | Uint32Array>(whole: T, index: number, parts: number): T => whole.subarray((index * whole.length) / parts, ((index + 1) * whole.length) / parts) as T;

  /** All proofs of an encoded measurement. */
  async function proveAll(context: Uint8Array, measurement: Uint32Array, seeds: { readonly prove: Uint8Array; readonly joint: Uint8Array | null }): Promise<Uint32Array> {
    const randomness = await expand(USAGE.proveRandomness, context, { seed: seeds.prove, binder: proofsByte }, proofs * lengths.proveRandomness);
    const joint = seeds.joint ? await jointRandomness(context, seeds.joint) : NO_ELEMENTS;
    const all = field.zeros(proofs * lengths.proof);
    for (let i = 0; i < proofs; i++) part(all, i, proofs).set(prove(circuit, measurement, { randomness: part(randomness, i, proofs), jointRandomness: part(joint, i, proofs) }));
    return all;
  }

  async function shard(measurement: Measurement, nonce: Uint8Array, rand: Uint8Array, context: Uint8Array): Promise<Shards> {
    if (nonce.length !== NONCE_BYTES) throw new RangeError(`Cannot shard with a nonce of ${nonce.length} bytes: wanted ${NONCE_BYTES}`);
    if (rand.length !== randBytes) throw new RangeError(`Cannot shard with ${rand.length} random bytes: wanted ${randBytes}`);
    const encoded = circuit.encode(measurement);
    // Seeds in the draft's order: of each helper the share's and, with joint randomness, the blind's; then the leader's blind; then the proofs'.
    const seeds = Array.from({ length: rand.length / seedBytes }, (_, i) => rand.slice(i * seedBytes, (i + 1) * seedBytes));
    const stride = isJoint ? 2 : 1;
    const blindOf = (aggregator: number): Uint8Array => (isJoint ? seeds[aggregator === 0 ? 2 * (shares - 1) : 2 * aggregator - 1] ?? NO_BYTES : NO_BYTES);
    const seedOf = (helper: number): Uint8Array => seeds[stride * (helper - 1)] ?? NO_BYTES;

    const leaderMeasurement = encoded.slice();
    const parts: Uint8Array[] = [];
    for (let helper = 1; helper < shares; helper++) {
      const share = await measurementShare(context, helper, seedOf(helper));
      field.sub(leaderMeasurement, share, leaderMeasurement);
      if (isJoint) parts.push(await jointPart(context, helper, { blind: blindOf(helper), measurement: share, nonce }));
    }
    if (isJoint) parts.unshift(await jointPart(context, 0, { blind: blindOf(0), measurement: leaderMeasurement, nonce }));
    const leaderProofs = await proveAll(context, encoded, { prove: seeds.at(-1) ?? NO_BYTES, joint: isJoint ? await jointSeed(context, parts) : null });
    for (let helper = 1; helper < shares; helper++) field.sub(leaderProofs, await proofsShare(context, helper, seedOf(helper)), leaderProofs);
    return {
      publicShare: concatBytes(...parts),
      inputShares: Array.from({ length: shares }, (_, aggregator) => aggregator === 0
        ? concatBytes(field.encode(leaderMeasurement), field.encode(leaderProofs), blindOf(0))
        : concatBytes(seedOf(aggregator), blindOf(aggregator))),
    };
  }

  async function expandInputShare({ aggregator, context, inputShare }: PrepareInit): Promise<Expanded | null> {
    const blind = isJoint ? inputShare.subarray(inputShare.length - blindBytes) : null;
    if (aggregator > 0) {
      const seed = inputShare.subarray(0, seedBytes);
      return { measurement: await measurementShare(context, aggregator, seed), proofs: await proofsShare(context, aggregator, seed), blind };
    }
    const elements = field.decode(inputShare.subarray(0, leaderBytes));
    return elements && { measurement: elements.subarray(0, measurementLength * field.words), proofs: elements.subarray(measurementLength * field.words), blind };
  }

  /** What is wrong with the size of what came, in words. */
  function sizeFault({ aggregator, nonce, publicShare, inputShare }: PrepareInit): string | null {
    const inputBytes = (aggregator === 0 ? leaderBytes : seedBytes) + blindBytes;
    if (nonce.length !== NONCE_BYTES) return `the nonce has ${nonce.length} bytes, wanted ${NONCE_BYTES}`;
    if (publicShare.length !== shares * blindBytes) return `the public share has ${publicShare.length} bytes, wanted ${shares * blindBytes}`;
    if (inputShare.length !== inputBytes) return `the input share has ${inputShare.length} bytes, wanted ${inputBytes}`;
    return null;
  }

  async function prepareInit(init: PrepareInit): Promise<Result<Prepared, VdafFault>> {
    const { verifyKey, context, aggregator, nonce, publicShare } = init;
    if (verifyKey.length !== seedBytes) throw new RangeError(`Cannot prepare with a verify key of ${verifyKey.length} bytes: wanted ${seedBytes}`);
    if (!Number.isInteger(aggregator) || aggregator < 0 || aggregator >= shares) throw new RangeError(`Cannot prepare as aggregator ${aggregator}: wanted 0 to ${shares - 1}`);
    const fault = sizeFault(init);
    if (fault) return fail('malformed', `Cannot prepare: ${fault}`);
    const share = await expandInputShare(init);
    if (!share) return fail('malformed', 'Cannot prepare: the input share holds an element that is not below the modulus');
    const { measurement, blind } = share;

    let ownPart = NO_BYTES as Uint8Array;
    let joint: Uint32Array = NO_ELEMENTS;
    let expectedMessage: Uint8Array | null = NO_BYTES;
    if (blind) {
      ownPart = await jointPart(context, aggregator, { blind, measurement, nonce });
      const parts = Array.from({ length: shares }, (_, i) => (i === aggregator ? ownPart : part(publicShare, i, shares)));
      const seed = await jointSeed(context, parts);
      joint = await jointRandomness(context, seed);
      expectedMessage = equalBytes(ownPart, part(publicShare, aggregator, shares)) ? seed : null;
    }

    const randomness = await expand(USAGE.queryRandomness, context, { seed: verifyKey, binder: concatBytes(proofsByte, nonce) }, proofs * lengths.queryRandomness);
    const verifiers = field.zeros(proofs * lengths.verifier);
    for (let i = 0; i < proofs; i++) {
      const verifier = query(circuit, { measurement, proof: part(share.proofs, i, proofs), randomness: part(randomness, i, proofs), jointRandomness: part(joint, i, proofs), shares });
      if (!verifier) return fail('invalid', 'Cannot prepare: the query point is a root of unity'); // chance below 2^-40, for the nonce alone
      part(verifiers, i, proofs).set(verifier);
    }
    return ok({ state: { outputShare: circuit.truncate(measurement), expectedMessage }, share: concatBytes(field.encode(verifiers), ownPart) });
  }

  async function prepareSharesToMessage(context: Uint8Array, prepareShares: readonly Uint8Array[]): Promise<Result<Uint8Array, VdafFault>> {
    if (prepareShares.length !== shares) throw new RangeError(`Cannot combine ${prepareShares.length} prepare shares: wanted ${shares}`);
    const sum = field.zeros(proofs * lengths.verifier);
    const parts: Uint8Array[] = [];
    for (const bytes of prepareShares) {
      const verifiers = bytes.length === verifierBytes + blindBytes ? field.decode(bytes.subarray(0, verifierBytes)) : null;
      if (!verifiers) return fail('malformed', `Cannot combine prepare shares: one of ${bytes.length} bytes, wanted ${verifierBytes + blindBytes} with elements below the modulus`);
      field.add(sum, verifiers, sum);
      parts.push(bytes.subarray(verifierBytes));
    }
    for (let i = 0; i < proofs; i++) if (!decide(circuit, part(sum, i, proofs))) return fail('invalid', 'Cannot accept the report: its proof does not hold');
    return ok(isJoint ? await jointSeed(context, parts) : NO_BYTES);
  }

  async function prepareNext({ outputShare, expectedMessage }: PrepareState, message: Uint8Array): Promise<Result<Uint32Array, VdafFault>> {
    if (message.length !== blindBytes) return fail('malformed', `Cannot finish preparation: the message has ${message.length} bytes, wanted ${blindBytes}`);
    if (!expectedMessage || !equalBytes(message, expectedMessage)) return fail('invalid', 'Cannot accept the report: its joint randomness is not what the aggregators computed');
    return ok(outputShare);
  }

  const randBytes = shares * (seedBytes + blindBytes);
  return {
    algorithm, shares, nonceBytes: NONCE_BYTES, randBytes, verifyKeyBytes: seedBytes, outputLength,
    shard, prepareInit, prepareSharesToMessage, prepareNext,
    ...sharesOf(circuit, shares),
  };
}
