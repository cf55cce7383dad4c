import { joined, PINE_JOINT_RANDOMNESS, pineStatement, proveMonomial, wireCount } from '#core/flp';
import { concatBytes } from '#core/units';
import {
  CHECK_RAND, checkDots, circuitOf, helperMeasurement, helperProofs, jointRandomness, jointRandPart, jointRandSeed, PROOF_RAND, proofKinds, proofRandomness, reader, USAGE,
  type PineEngine,
} from './pine-engine.ts';
import type { Shards } from './vdaf.ts';

/** What a client that breaks the rules does differently; an honest one gives nothing. Tests attack the aggregators with it. */
export interface Lies {
  /** Claims success of wraparound checks that failed, with the low bits of their results. */
  readonly claimsAllChecks?: true;
  /** Changes bits after all are set: [bitsLength] elements, in place. */
  readonly changeBits?: (bits: Uint32Array) => void;
}

/** Client seeds, in the order the draft takes them from `rand`. */
interface Seeds {
  readonly helpers: readonly { readonly measurement: Uint8Array; readonly proofs: Uint8Array; readonly checkBlind: Uint8Array; readonly proofBlind: Uint8Array }[];
  readonly checkBlind: Uint8Array;
  readonly proofBlind: Uint8Array;
  readonly prove: Uint8Array;
}

/** Bytes of client randomness. */
export const pineRandBytes = ({ shares, seedBytes }: PineEngine): number => (1 + 2 * (shares - 1) + 2 * shares) * seedBytes;

function seedsIn({ shares, seedBytes }: PineEngine, rand: Uint8Array): Seeds {
  let at = 0;
  const next = (): Uint8Array => rand.slice(at, (at += seedBytes));
  const helpers = Array.from({ length: shares - 1 }, () => ({ measurement: next(), proofs: next(), checkBlind: next(), proofBlind: next() }));
  return { helpers, checkBlind: next(), proofBlind: next(), prove: next() };
}

/**
 * Splits an encoded gradient, whatever its norm is.
 *
 * @param gradient - [length] elements
 * @throws RangeError if an honest client would have to draw other randomness: fewer checks succeeded than must
 */
export async function shardGradient(engine: PineEngine, gradient: Uint32Array, { nonce, rand, lies = {} }: { readonly nonce: Uint8Array; readonly rand: Uint8Array; readonly lies?: Lies }): Promise<Shards> {
  const { field, shape } = engine;
  const seeds = seedsIn(engine, rand);
  const helperShares = await Promise.all(seeds.helpers.map(({ measurement }, i) => helperMeasurement(engine, i + 1, measurement)));
  const withNorm = joined(gradient, normBits(engine, gradient));
  const checkParts = await jointRandParts(engine, withNorm, helperShares, { usage: CHECK_RAND.part, nonce, blinds: [seeds.checkBlind, ...seeds.helpers.map(({ checkBlind }) => checkBlind)] });
  const dots = await checkDots(engine, gradient, await jointRandSeed(engine, CHECK_RAND.seed, checkParts.parts));

  const measurement = joined(withNorm, checkBitsOf(engine, dots, lies.claimsAllChecks === true));
  lies.changeBits?.(measurement.subarray(shape.length * field.words));
  const proofParts = await jointRandParts(engine, measurement, helperShares, { usage: PROOF_RAND.part, nonce, blinds: [seeds.proofBlind, ...seeds.helpers.map(({ proofBlind }) => proofBlind)] });
  const proofs = await proveAll(engine, { measurement, dots, prove: seeds.prove, jointSeed: await jointRandSeed(engine, PROOF_RAND.seed, proofParts.parts) });
  for (const [i, helper] of seeds.helpers.entries()) field.sub(proofs, await helperProofs(engine, i + 1, helper.proofs), proofs);
  return {
    publicShare: concatBytes(...checkParts.parts, ...proofParts.parts),
    inputShares: [
      concatBytes(field.encode(proofParts.leaderShare), field.encode(proofs), seeds.checkBlind, seeds.proofBlind),
      ...seeds.helpers.map((helper) => concatBytes(helper.measurement, helper.proofs, helper.checkBlind, helper.proofBlind)),
    ],
  };
}

/** Bits of the squared norm modulo p, then of the bound minus it. */
function normBits({ field, shape: { squaredBits, squaredBound } }: PineEngine, gradient: Uint32Array): Uint32Array {
  const squared = field.dot(gradient, gradient);
  const bits = field.zeros(2 * squaredBits);
  writeBits(bits, field.words, { element: squared, start: 0, count: squaredBits });
  writeBits(bits, field.words, { element: field.sub(field.element(squaredBound), squared), start: squaredBits, count: squaredBits });
  return bits;
}

/** For each check the bits of dot product + W − 1, then 1 if that is below 2W; no more successes than must be. */
function checkBitsOf({ field, shape }: PineEngine, dots: Uint32Array, claimsAll: boolean): Uint32Array {
  const { words } = field;
  const { checks, checkBits, checkBound, successes } = shape;
  const bits = field.zeros(checks * (checkBits + 1));
  const offset = field.element(checkBound - 1n);
  let succeeded = 0;
  for (let check = 0; check < checks; check++) {
    const shifted = field.add(dots.subarray(check * words, (check + 1) * words), offset);
    const start = check * (checkBits + 1);
    if (!claimsAll && !fitsIn(shifted, checkBits)) continue; // any bits will do where no success is claimed
    writeBits(bits, words, { element: shifted, start, count: checkBits });
    if (succeeded === successes) continue;
    succeeded += 1;
    bits[(start + checkBits) * words] = 1;
  }
  if (succeeded < successes) throw new RangeError(`Cannot shard: ${succeeded} wraparound checks succeeded, wanted ${successes}; draw other randomness`);
  return bits;
}

/** Whether an element is below 2^bits. */
function fitsIn(element: Uint32Array, bits: number): boolean {
  return element.every((word, i) => (bits >= 32 * (i + 1) ? true : bits <= 32 * i ? word === 0 : word >>> (bits - 32 * i) === 0));
}

/** The low `count` bits of `element`, lowest first, as elements of `bits` from `start` on. */
function writeBits(bits: Uint32Array, words: number, { element, start, count }: { readonly element: Uint32Array; readonly start: number; readonly count: number }): void {
  for (let bit = 0; bit < count; bit++) bits[(start + bit) * words] = ((element[bit >>> 5] ?? 0) >>> (bit & 31)) & 1;
}

interface PartsInput {
  readonly usage: (typeof CHECK_RAND | typeof PROOF_RAND)['part'];
  readonly nonce: Uint8Array;
  /** One an aggregator: the leader's first. */
  readonly blinds: readonly Uint8Array[];
}

/** What every aggregator will contribute to joint randomness, and the leader's share of `measurement`. */
async function jointRandParts(engine: PineEngine, measurement: Uint32Array, helperShares: readonly Uint32Array[], { usage, nonce, blinds }: PartsInput): Promise<{ readonly leaderShare: Uint32Array; readonly parts: readonly Uint8Array[] }> {
  const heads = helperShares.map((share) => share.subarray(0, measurement.length));
  const leaderShare = heads.reduce((rest, share) => engine.field.sub(rest, share), measurement);
  const parts = await Promise.all([leaderShare, ...heads].map((share, aggregator) => jointRandPart(engine, usage, { aggregator, blind: blinds[aggregator] ?? new Uint8Array(0), nonce, share })));
  return { leaderShare, parts };
}

/** All proofs, whole. */
async function proveAll(engine: PineEngine, { measurement, dots, prove, jointSeed }: { readonly measurement: Uint32Array; readonly dots: Uint32Array; readonly prove: Uint8Array; readonly jointSeed: Uint8Array }): Promise<Uint32Array> {
  const { field, shape } = engine;
  const kinds = proofKinds(engine);
  const wires = { norm: wireCount(shape.normGadget), main: wireCount(shape.mainGadget) };
  const [proverRandomness, joint] = await Promise.all([
    proofRandomness(engine, USAGE.proveRandomness, prove, { length: kinds.reduce((length, kind) => length + wires[kind], 0) }),
    jointRandomness(engine, jointSeed, engine.proofs * PINE_JOINT_RANDOMNESS),
  ]);
  const nextSeeds = reader(field, proverRandomness);
  const nextJoint = reader(field, joint);
  const statement = pineStatement(field, shape, { measurement, dots }, 1);
  return joined(...kinds.map((kind) => {
    const { gadget, rows } = circuitOf(engine, kind, statement, kind === 'main' ? nextJoint(PINE_JOINT_RANDOMNESS) : new Uint32Array(0));
    return proveMonomial(field, gadget, rows.inputs(field), nextSeeds(wires[kind]));
  }));
}
