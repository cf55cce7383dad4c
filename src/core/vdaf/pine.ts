import { arraySignedDots, isProductConsistent, monomialProofLength, monomialVerifierLength, PINE_JOINT_RANDOMNESS, pineStatement, queryMonomial } from '#core/flp';
import { concatBytes, equalBytes, fail, ok, type Result } from '#core/units';
import type { SymmetricCrypto } from '#core/xof';
import {
  CHECK_RAND, checkDots, circuitOf, helperMeasurement, helperProofs, jointRandomness, jointRandPart, jointRandSeed, PINE_NONCE_BYTES, PROOF_RAND, proofKinds, proofRandomness, reader,
  USAGE, type PineEngine,
} from './pine-engine.ts';
import { layoutBytes, type PineLayout } from './pine-parameters.ts';
import { pineRandBytes, shardGradient } from './pine-shard.ts';
import { sharesOf } from './shares.ts';
import type { Prepared, PrepareInit, Vdaf, VdafFault } from './vdaf.ts';

/**
 * PINE of draft-chen-cfrg-vdaf-pine-02 (Rothblum, Omri, Chen, Talwar 2023): sums of integer vectors whose L2 norm is proven.
 * The measurement is the encoded gradient: integers, of norm at most the bound. The draft has no context: `context` is not
 * looked at, so nonce and verify key must belong to one task.
 *
 * | part | bytes |
 * |------|-------|
 * | public share | every aggregator's part of the wraparound randomness, then of the proofs' |
 * | leader's share | measurement and proofs as elements, then two blinds |
 * | helper's share | seeds of measurement and proofs, then two blinds |
 * | prepare share | verifiers as elements, then this aggregator's two parts |
 * | prepare message | both joint randomness seeds |
 */
export function pine(layout: PineLayout, symmetric: SymmetricCrypto, signedDots = arraySignedDots): Vdaf<ArrayLike<number>, Float64Array> {
  const engine: PineEngine = { ...layout, stream: layout.xof(symmetric), signedDots };
  const { field, shape } = layout;
  const bytes = layoutBytes(layout);
  const randBytes = pineRandBytes(engine);

  return {
    algorithm: `${layout.name}(${shape.length})`,
    shares: layout.shares,
    nonceBytes: PINE_NONCE_BYTES,
    randBytes,
    verifyKeyBytes: layout.seedBytes,
    outputLength: shape.length,

    async shard(measurement, nonce, rand) {
      if (measurement.length !== shape.length) throw new RangeError(`Cannot shard ${measurement.length} entries: wanted ${shape.length}`);
      if (nonce.length !== PINE_NONCE_BYTES) throw new RangeError(`Cannot shard with a nonce of ${nonce.length} bytes: wanted ${PINE_NONCE_BYTES}`);
      if (rand.length !== randBytes) throw new RangeError(`Cannot shard with ${rand.length} random bytes: wanted ${randBytes}`);
      if (squaredNorm(measurement) > shape.squaredBound) throw new RangeError(`Cannot shard a vector of more than the squared norm ${shape.squaredBound}`);
      return shardGradient(engine, field.fromIntegers(measurement), { nonce, rand });
    },

    prepareInit: (init) => prepareInit(engine, bytes.inputShares[init.aggregator], init),

    async prepareSharesToMessage(_context, shares) {
      if (shares.length !== layout.shares) throw new RangeError(`Cannot combine ${shares.length} prepare shares: wanted ${layout.shares}`);
      return prepareSharesToMessage(engine, shares);
    },

    async prepareNext({ outputShare, expectedMessage }, message) {
      if (message.length !== bytes.prepareMessage) return fail('malformed', `Cannot finish preparation: the message has ${message.length} bytes, wanted ${bytes.prepareMessage}`);
      if (!expectedMessage || !equalBytes(message, expectedMessage)) return fail('invalid', 'Cannot finish preparation: the aggregators saw different joint randomness');
      return ok(outputShare);
    },

    ...sharesOf({ field, outputLength: shape.length, decode: (sum) => field.toIntegers(sum) }, layout.shares),
  };
}

/** Over the integers: the field's own squared norm may have wrapped. */
function squaredNorm(measurement: ArrayLike<number>): bigint {
  let exact = 0n;
  let sum = 0; // below 2^52: at most 2^20 terms, below 2^32 each
  for (let i = 0; i < measurement.length; i++) {
    const value = measurement[i] ?? 0;
    if (!Number.isSafeInteger(value)) throw new RangeError(`Cannot shard ${value}: wanted integers`);
    if (value > -(2 ** 16) && value < 2 ** 16) sum += value * value;
    else exact += BigInt(value) ** 2n;
  }
  return exact + BigInt(sum);
}

async function prepareInit(engine: PineEngine, inputShareBytes: number | undefined, init: PrepareInit): Promise<Result<Prepared, VdafFault>> {
  const { field, shape, shares, seedBytes } = engine;
  const { aggregator, nonce, publicShare, inputShare } = init;
  if (inputShareBytes === undefined) throw new RangeError(`Cannot prepare as aggregator ${aggregator}: there are ${shares}`);
  if (init.verifyKey.length !== seedBytes) throw new RangeError(`Cannot prepare with a verify key of ${init.verifyKey.length} bytes: wanted ${seedBytes}`);
  for (const [what, has, wanted] of [['nonce', nonce.length, PINE_NONCE_BYTES], ['public share', publicShare.length, 2 * shares * seedBytes], ['input share', inputShare.length, inputShareBytes]] as const) {
    if (has !== wanted) return fail('malformed', `Cannot prepare: the ${what} has ${has} bytes, wanted ${wanted}`);
  }
  const share = await openInputShare(engine, aggregator, inputShare);
  if (!share) return fail('malformed', `Cannot prepare: the input share holds a number that is not below ${field.modulus}`);

  const gradient = share.measurement.subarray(0, shape.length * field.words);
  const headLength = (shape.length + 2 * shape.squaredBits) * field.words;
  const ofAggregator = { engine, aggregator, nonce };
  const [forChecks, forProofs, queryRandomness] = await Promise.all([
    ownRandomness(ofAggregator, CHECK_RAND, { blind: share.checkBlind, share: share.measurement.subarray(0, headLength), claimed: publicShare.subarray(0, shares * seedBytes) }),
    ownRandomness(ofAggregator, PROOF_RAND, { blind: share.proofBlind, share: share.measurement, claimed: publicShare.subarray(shares * seedBytes) }),
    proofRandomness(engine, USAGE.queryRandomness, init.verifyKey, { extra: nonce, length: engine.normProofs + engine.proofs }),
  ]);
  const dots = await checkDots(engine, gradient, forChecks.seed);
  const verifiers = await queryAll(engine, { measurement: share.measurement, dots, proofs: share.proofs, queryRandomness, jointSeed: forProofs.seed });
  if (!verifiers) return fail('invalid', 'Cannot prepare: the query randomness of this nonce is a root of unity');
  const isHonest = forChecks.isAsClaimed && forProofs.isAsClaimed;
  return ok({
    state: { outputShare: gradient.slice(), expectedMessage: isHonest ? concatBytes(forChecks.seed, forProofs.seed) : null },
    share: concatBytes(field.encode(verifiers), forChecks.part, forProofs.part),
  });
}

interface InputShare {
  readonly measurement: Uint32Array;
  readonly proofs: Uint32Array;
  readonly checkBlind: Uint8Array;
  readonly proofBlind: Uint8Array;
}

/** An input share of the right length; null where an element is not below p. */
async function openInputShare(engine: PineEngine, aggregator: number, bytes: Uint8Array): Promise<InputShare | null> {
  const { seedBytes } = engine;
  const blinds = bytes.subarray(bytes.length - 2 * seedBytes);
  const checkBlind = blinds.subarray(0, seedBytes);
  const proofBlind = blinds.subarray(seedBytes);
  if (aggregator > 0) {
    const [measurement, proofs] = await Promise.all([
      helperMeasurement(engine, aggregator, bytes.subarray(0, seedBytes)),
      helperProofs(engine, aggregator, bytes.subarray(seedBytes, 2 * seedBytes)),
    ]);
    return { measurement, proofs, checkBlind, proofBlind };
  }
  const elements = engine.field.decode(bytes.subarray(0, bytes.length - 2 * seedBytes));
  if (!elements) return null;
  const measurementWords = engine.measurementLength * engine.field.words;
  return { measurement: elements.subarray(0, measurementWords), proofs: elements.subarray(measurementWords), checkBlind, proofBlind };
}

/** This aggregator's part, the seed that it makes with what the public share says of the others, and whether the public share told the truth of this one. */
async function ownRandomness(
  { engine, aggregator, nonce }: { readonly engine: PineEngine; readonly aggregator: number; readonly nonce: Uint8Array },
  usage: typeof CHECK_RAND | typeof PROOF_RAND,
  { blind, share, claimed }: { readonly blind: Uint8Array; readonly share: Uint32Array; readonly claimed: Uint8Array },
): Promise<{ readonly part: Uint8Array; readonly seed: Uint8Array; readonly isAsClaimed: boolean }> {
  const { seedBytes } = engine;
  const part = await jointRandPart(engine, usage.part, { aggregator, blind, nonce, share });
  const at = aggregator * seedBytes;
  const seed = await jointRandSeed(engine, usage.seed, [claimed.subarray(0, at), part, claimed.subarray(at + seedBytes)]);
  return { part, seed, isAsClaimed: equalBytes(part, claimed.subarray(at, at + seedBytes)) };
}

interface Query {
  readonly measurement: Uint32Array;
  readonly dots: Uint32Array;
  readonly proofs: Uint32Array;
  readonly queryRandomness: Uint32Array;
  readonly jointSeed: Uint8Array;
}

/** All verifiers, one after the other; null where a query point is a root of unity. */
async function queryAll(engine: PineEngine, { measurement, dots, proofs, queryRandomness, jointSeed }: Query): Promise<Uint32Array | null> {
  const { field, shape } = engine;
  const nextProof = reader(field, proofs);
  const nextPoint = reader(field, queryRandomness);
  const nextJoint = reader(field, await jointRandomness(engine, jointSeed, engine.proofs * PINE_JOINT_RANDOMNESS));
  const statement = pineStatement(field, shape, { measurement, dots }, engine.shares);
  const verifiers = field.zeros(engine.verifiersLength);
  let at = 0;
  for (const kind of proofKinds(engine)) {
    const { gadget, rows, output } = circuitOf(engine, kind, statement, kind === 'main' ? nextJoint(PINE_JOINT_RANDOMNESS) : new Uint32Array(0));
    const query = queryMonomial(field, gadget, rows, { proof: nextProof(monomialProofLength(gadget)), point: nextPoint(1) });
    if (!query) return null;
    verifiers.set(output(query.outputs), at);
    verifiers.set(query.check, at + field.words);
    at += monomialVerifierLength(gadget) * field.words;
  }
  return verifiers;
}

async function prepareSharesToMessage(engine: PineEngine, shares: readonly Uint8Array[]): Promise<Result<Uint8Array, VdafFault>> {
  const { field, shape, verifiersLength, seedBytes } = engine;
  const elementBytes = verifiersLength * field.encodedBytes;
  const verifiers = field.zeros(verifiersLength);
  for (const [aggregator, share] of shares.entries()) {
    const elements = share.length === elementBytes + 2 * seedBytes ? field.decode(share.subarray(0, elementBytes)) : null;
    if (!elements) return fail('malformed', `Cannot combine prepare shares: number ${aggregator} is no ${verifiersLength} elements and two seeds`);
    field.add(verifiers, elements, verifiers);
  }
  const next = reader(field, verifiers);
  for (const kind of proofKinds(engine)) {
    const gadget = kind === 'norm' ? shape.normGadget : shape.mainGadget;
    const isValid = field.isZero(next(1));
    if (!isProductConsistent(field, gadget, next(monomialVerifierLength(gadget) - 1)) || !isValid) return fail('invalid', `Cannot accept the report: a ${kind} proof does not hold`);
  }
  const partOf = (start: number) => (share: Uint8Array): Uint8Array => share.subarray(start, start + seedBytes);
  const seeds = await Promise.all([
    jointRandSeed(engine, CHECK_RAND.seed, shares.map(partOf(elementBytes))),
    jointRandSeed(engine, PROOF_RAND.seed, shares.map(partOf(elementBytes + seedBytes))),
  ]);
  return ok(concatBytes(...seeds));
}
