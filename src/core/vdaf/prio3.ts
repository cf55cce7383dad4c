import { decide, query } from '#core/flp';
import { concatBytes, equalBytes, fail, ok, type Result } from '#core/units';
import {
  helperShares, jointPart, jointRandomness, jointSeed, partOf, PRIO3_NONCE_BYTES, PRIO3_SEED_BYTES, prio3Engine, queryRandomness, type Prio3Engine, type Prio3Instance,
} from './prio3-engine.ts';
import { prio3RandBytes, shardMeasurement } from './prio3-shard.ts';
import { sharesOf } from './shares.ts';
import type { Prepared, PrepareInit, Vdaf, VdafFault } from './vdaf.ts';

/** Numbers of shares and of proofs travel in a byte each. */
const MAX_SHARES = 255;
const MAX_PROOFS = 255;
const NO_BYTES: Uint8Array = new Uint8Array(0);

/**
 * Prio3 of VDAF-20 over XofTurboShake128, byte for byte; stricter only where the public share lies about an aggregator,
 * which that aggregator then refuses too.
 *
 * | part | bytes |
 * |------|-------|
 * | public share | every aggregator's part of joint randomness, 32 each |
 * | leader's share | measurement and proofs as elements, then a blind of 32 |
 * | helper's share | a seed of 32, then a blind of 32 |
 * | prepare share | verifiers as elements, then this aggregator's part of 32 |
 * | prepare message | joint randomness seed of 32 |
 *
 * A circuit without joint randomness has no blind, no parts and no message.
 *
 * @throws RangeError if the number of shares or of proofs is out of range
 */
export function prio3<Measurement, AggregateResult>(instance: Prio3Instance<Measurement, AggregateResult>): Vdaf<Measurement, AggregateResult> {
  const { algorithm, circuit, shares, proofs } = instance;
  if (!Number.isInteger(shares) || shares < 2 || shares > MAX_SHARES) throw new RangeError(`Cannot run ${algorithm} with ${shares} shares: wanted 2 to ${MAX_SHARES}`);
  if (!Number.isInteger(proofs) || proofs < 1 || proofs > MAX_PROOFS) throw new RangeError(`Cannot run ${algorithm} with ${proofs} proofs: wanted 1 to ${MAX_PROOFS}`);
  const engine = prio3Engine(instance);
  const randBytes = prio3RandBytes(engine);
  return {
    algorithm,
    shares,
    nonceBytes: PRIO3_NONCE_BYTES,
    randBytes,
    verifyKeyBytes: PRIO3_SEED_BYTES,
    outputLength: circuit.outputLength,

    async shard(measurement, nonce, rand, context) {
      if (nonce.length !== PRIO3_NONCE_BYTES) throw new RangeError(`Cannot shard with a nonce of ${nonce.length} bytes: wanted ${PRIO3_NONCE_BYTES}`);
      if (rand.length !== randBytes) throw new RangeError(`Cannot shard with ${rand.length} random bytes: wanted ${randBytes}`);
      return shardMeasurement(engine, measurement, nonce, { rand, context });
    },

    prepareInit: (init) => prepareInit(engine, init),

    async prepareSharesToMessage(context, prepareShares) {
      if (prepareShares.length !== shares) throw new RangeError(`Cannot combine ${prepareShares.length} prepare shares: wanted ${shares}`);
      return prepareSharesToMessage(engine, context, prepareShares);
    },

    async prepareNext({ outputShare, expectedMessage }, message) {
      if (message.length !== engine.jointBytes) return fail('malformed', `Cannot finish preparation: the message has ${message.length} bytes, wanted ${engine.jointBytes}`);
      if (!expectedMessage || !equalBytes(message, expectedMessage)) return fail('invalid', 'Cannot finish preparation: the aggregators saw different joint randomness');
      return ok(outputShare);
    },

    ...sharesOf(circuit, shares),
  };
}

type Engine = Prio3Engine<never>;

async function prepareInit(engine: Engine, init: PrepareInit): Promise<Result<Prepared, VdafFault>> {
  const { circuit, shares, jointBytes, leaderBytes } = engine;
  const { verifyKey, context, aggregator, nonce, publicShare, inputShare } = init;
  if (!Number.isInteger(aggregator) || aggregator < 0 || aggregator >= shares) throw new RangeError(`Cannot prepare as aggregator ${aggregator}: there are ${shares}`);
  if (verifyKey.length !== PRIO3_SEED_BYTES) throw new RangeError(`Cannot prepare with a verify key of ${verifyKey.length} bytes: wanted ${PRIO3_SEED_BYTES}`);
  const inputBytes = (aggregator === 0 ? leaderBytes : PRIO3_SEED_BYTES) + jointBytes;
  for (const [what, has, wanted] of [['nonce', nonce.length, PRIO3_NONCE_BYTES], ['public share', publicShare.length, shares * jointBytes], ['input share', inputShare.length, inputBytes]] as const) {
    if (has !== wanted) return fail('malformed', `Cannot prepare: the ${what} has ${has} bytes, wanted ${wanted}`);
  }
  const share = await openInputShare(engine, init);
  if (!share) return fail('malformed', `Cannot prepare: the input share holds a number that is not below ${circuit.field.modulus}`);

  const joint = jointBytes > 0 ? await ownRandomness(engine, init, share.measurement) : { part: NO_BYTES, seed: null, expectedMessage: NO_BYTES };
  const verifiers = queryAll(engine, share, { query: await queryRandomness(engine, context, verifyKey, nonce), joint: await jointRandomness(engine, context, joint.seed) });
  if (!verifiers) return fail('invalid', 'Cannot prepare: the query randomness of this nonce is a root of unity');
  return ok({
    state: { outputShare: circuit.truncate(share.measurement), expectedMessage: joint.expectedMessage },
    share: concatBytes(circuit.field.encode(verifiers), joint.part),
  });
}

interface InputShare {
  readonly measurement: Uint32Array;
  readonly proofs: Uint32Array;
}

/** Measurement and proofs in an input share of the right size; null where the leader's holds a number that is no element. */
async function openInputShare(engine: Engine, { aggregator, context, inputShare }: PrepareInit): Promise<InputShare | null> {
  if (aggregator > 0) return helperShares(engine, context, aggregator, inputShare.subarray(0, PRIO3_SEED_BYTES));
  const { field, measurementLength } = engine.circuit;
  const elements = field.decode(inputShare.subarray(0, engine.leaderBytes));
  return elements && { measurement: elements.subarray(0, measurementLength * field.words), proofs: elements.subarray(measurementLength * field.words) };
}

/** This aggregator's part of joint randomness, computed, and the seed that it makes with the parts claimed for the others. */
async function ownRandomness(engine: Engine, { context, aggregator, nonce, publicShare, inputShare }: PrepareInit, share: Uint32Array): Promise<{ part: Uint8Array; seed: Uint8Array; expectedMessage: Uint8Array | null }> {
  const { shares, jointBytes } = engine;
  const part = await jointPart(engine, context, { aggregator, blind: inputShare.subarray(inputShare.length - jointBytes), nonce, share });
  const claimed = Array.from({ length: shares }, (_, i) => publicShare.subarray(i * jointBytes, (i + 1) * jointBytes));
  const seed = await jointSeed(engine, context, claimed.with(aggregator, part));
  return { part, seed, expectedMessage: equalBytes(part, claimed[aggregator] ?? NO_BYTES) ? seed : null };
}

/** Verifier shares of all proofs; null where a query point is a root of unity (chance below 2^-40). */
function queryAll({ circuit, proofs, lengths, shares }: Engine, share: InputShare, randomness: { readonly query: Uint32Array; readonly joint: Uint32Array }): Uint32Array | null {
  const verifiers = circuit.field.zeros(proofs * lengths.verifier);
  for (let i = 0; i < proofs; i++) {
    const verifier = query(circuit, {
      measurement: share.measurement, proof: partOf(share.proofs, i, proofs), randomness: partOf(randomness.query, i, proofs), jointRandomness: partOf(randomness.joint, i, proofs), shares,
    });
    if (!verifier) return null;
    partOf(verifiers, i, proofs).set(verifier);
  }
  return verifiers;
}

async function prepareSharesToMessage(engine: Engine, context: Uint8Array, prepareShares: readonly Uint8Array[]): Promise<Result<Uint8Array, VdafFault>> {
  const { circuit, proofs, lengths, verifiersBytes, jointBytes } = engine;
  const sum = circuit.field.zeros(proofs * lengths.verifier);
  const parts: Uint8Array[] = [];
  for (const bytes of prepareShares) {
    const verifiers = bytes.length === verifiersBytes + jointBytes ? circuit.field.decode(bytes.subarray(0, verifiersBytes)) : null;
    if (!verifiers) return fail('malformed', `Cannot combine prepare shares: one has ${bytes.length} bytes, wanted ${verifiersBytes + jointBytes} with numbers below ${circuit.field.modulus}`);
    circuit.field.add(sum, verifiers, sum);
    parts.push(bytes.subarray(verifiersBytes));
  }
  for (let i = 0; i < proofs; i++) {
    if (!decide(circuit, partOf(sum, i, proofs))) return fail('invalid', `Cannot accept the report: proof ${i} does not hold`);
  }
  return ok(jointBytes > 0 ? await jointSeed(engine, context, parts) : NO_BYTES);
}
