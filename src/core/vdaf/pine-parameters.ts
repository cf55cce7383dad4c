import { field32, type Field } from '#core/field';
import { logProofSizeOf, MAX_SIGNED_DOTS_LENGTH, monomialProofLength, monomialVerifierLength, type PineShape, type WireShape } from '#core/flp';
import { fail, ok, type Fault, type Result } from '#core/units';
import { xofHmacSha256Aes128, type SymmetricCrypto, type Xof } from '#core/xof';

/** What the drafts call a PINE. */
export type PineName = 'Pine32HmacSha256Aes128' | 'Pine40HmacSha256Aes128' | 'Pine64HmacSha256Aes128' | 'Pine64' | 'Pine128';

/** What a name stands for. */
export interface PineInstance {
  readonly field: Field;
  readonly xof: (symmetric: SymmetricCrypto) => Xof;
  /** Bytes of a seed of that XOF. */
  readonly seedBytes: number;
  /** Code point. */
  readonly id: number;
}

export type PineInstances = Readonly<Partial<Record<PineName, PineInstance>>>;

/** What a task may name. The others, for published vectors, are in `pine-instances.ts`: no device loads their fields. */
export const TASK_PINES = { Pine32HmacSha256Aes128: { field: field32, xof: xofHmacSha256Aes128, seedBytes: 32, id: 0xffff1005 } } as const satisfies PineInstances;

/** Parameters of a PINE as they stand in a task: the draft's, with integers for floats (2^numFracBits of them make 1). */
export interface PineParameters {
  readonly name: PineName;
  /** Entries of the vector (`dimension`). */
  readonly length: number;
  /** Largest L2 norm of the vector of integers (`l2_norm_bound`). */
  readonly normBound: number;
  readonly chunkLength: number;
  readonly chunkLengthNormEquality: number;
  readonly numProofs: number;
  readonly numProofsNormEquality: number;
  /** Aggregators; 2 if left out. */
  readonly numShares?: number;
  /** Width of the wraparound window over the norm bound; 8.7 if left out. */
  readonly alpha?: number;
  /** 100 if left out. */
  readonly numWrChecks?: number;
  /** 100 if left out. */
  readonly numWrSuccesses?: number;
}

/** A window this wide lets one honest report in 2^100 or fewer fail (draft, `ALPHA`). */
const DEFAULT_ALPHA = 8.7;
/** Each check misses a wrapped vector with probability 1/2 at most (draft, `NUM_WR_CHECKS`). */
const DEFAULT_CHECKS = 100;
const DEFAULT_SHARES = 2;
/** A main proof over Field32 misses a lie with probability 2^-21.4 or so; six reach 2^-128. */
const MODEL_PROOFS = 6;
/** A norm proof over Field32 misses a lie with probability 2^-25, once for each report sent; two reach 2^-50. */
const MODEL_NORM_PROOFS = 2;
/** Smallest report for the 1,534 products of the main circuit: 29 + 2 calls, one below a power of two. */
const MODEL_CHUNK = 50;
/** log2 of the most calls of a gadget worth trying. */
const MAX_LOG_CALLS = 16;

/** Parameters of a model task for `length` integers of L2 norm at most `normBound`: 6 + 2 proofs over Field32, smallest report. */
export function pineParameters(length: number, normBound: number): PineParameters {
  return {
    name: 'Pine32HmacSha256Aes128', length, normBound, chunkLength: MODEL_CHUNK, chunkLengthNormEquality: smallestNormChunk(length),
    numProofs: MODEL_PROOFS, numProofsNormEquality: MODEL_NORM_PROOFS,
  };
}

/** The chunk for which seeds and gadget polynomial together are shortest: 2^k − 1 calls fill their points. */
function smallestNormChunk(length: number): number {
  let best = length;
  const elements = (count: number): number => monomialProofLength({ calls: Math.ceil(length / count), count, factors: 1 });
  for (let log = 1; log <= MAX_LOG_CALLS; log++) {
    const count = Math.ceil(length / (2 ** log - 1));
    if (elements(count) < elements(best)) best = count;
  }
  return best;
}

/** Why parameters cannot be used. None of these is a bug: a task comes from outside. */
export type ParameterFault = Fault<'unknown-vdaf' | 'unsafe-vdaf'>;

/**
 * Whether the norm proof of `parameters` means what it says: 81·W² ≤ p, W the wraparound window. Where it is wider, a
 * vector whose squared norm is small only modulo p passes all checks: with normBound 32,768 over Field32 one entry may be
 * 524,287. Field32 allows bounds up to 470. Devices and both servers refuse a task that fails this; published vectors do.
 */
export function checkWraparound(parameters: PineParameters): Result<void, ParameterFault> {
  const layout = pineLayout(parameters);
  if (!layout.ok) return layout;
  const { modulus } = layout.value.field;
  const window = layout.value.shape.checkBound;
  if (SAFE_WINDOW_FACTOR * window * window <= modulus) return ok(undefined);
  return fail('unsafe-vdaf', `Cannot trust ${parameters.name} with a norm bound of ${parameters.normBound}: 81·W² is ${SAFE_WINDOW_FACTOR * window * window} for its window W = ${window}, wanted at most p = ${modulus}`);
}

/** A squared norm that wraps is p or more; (9W)² ≤ p makes such a vector 9 windows long, and half its dot products or more miss the window. */
const SAFE_WINDOW_FACTOR = 81n;

/** The smallest power of two from ⌈alpha · normBound⌉ + 1 on. */
function checkBoundOf({ alpha = DEFAULT_ALPHA, normBound }: PineParameters): bigint {
  const least = BigInt(Math.ceil(alpha * normBound)) + 1n;
  return 1n << BigInt((least - 1n).toString(2).length);
}

/** What an engine needs to know of `parameters`. */
export interface PineLayout extends PineInstance {
  readonly name: PineName;
  readonly shape: PineShape;
  readonly shares: number;
  readonly proofs: number;
  readonly normProofs: number;
  /** Elements of a measurement share. */
  readonly measurementLength: number;
  /** Elements of all proofs of a report. */
  readonly proofsLength: number;
  /** Elements of all verifiers of a report. */
  readonly verifiersLength: number;
}

/** The layout of `parameters`, or why there is none: the draft's own conditions, none of ours. */
export function pineLayout(parameters: PineParameters, instances: PineInstances = TASK_PINES): Result<PineLayout, ParameterFault> {
  const { name, length, normBound, numProofs, numProofsNormEquality, numShares = DEFAULT_SHARES, numWrChecks = DEFAULT_CHECKS, numWrSuccesses = DEFAULT_CHECKS } = parameters;
  const instance = Object.hasOwn(instances, name) ? instances[name] : undefined;
  const refusal = instance ? refusalOf(parameters, instance.field) : `wanted one of ${Object.keys(instances).join(', ')}`;
  if (!instance || refusal) return fail('unknown-vdaf', `Cannot use ${String(name).slice(0, 40)}: ${refusal}`);
  const squaredBound = BigInt(normBound) ** 2n;
  const checkBound = checkBoundOf(parameters);
  const squaredBits = squaredBound.toString(2).length;
  const checkBits = (2n * checkBound - 1n).toString(2).length;
  const bitsLength = 2 * squaredBits + (checkBits + 1) * numWrChecks;
  const { chunkLength, chunkLengthNormEquality } = parameters;
  const mainGadget: WireShape = { calls: Math.ceil(bitsLength / chunkLength) + Math.ceil(numWrChecks / chunkLength), count: chunkLength, factors: 2 };
  const normGadget: WireShape = { calls: Math.ceil(length / chunkLengthNormEquality), count: chunkLengthNormEquality, factors: 1 };
  if (Math.max(logProofSizeOf(mainGadget), logProofSizeOf(normGadget)) > instance.field.maxLogSize) {
    return fail('unknown-vdaf', `Cannot use ${name}: its chunks are too short for the field's roots of unity`);
  }
  return ok({
    ...instance, name, shares: numShares, proofs: numProofs, normProofs: numProofsNormEquality,
    shape: { length, squaredBound, squaredBits, checkBound, checkBits, checks: numWrChecks, successes: numWrSuccesses, bitsLength, normGadget, mainGadget },
    measurementLength: length + bitsLength,
    proofsLength: numProofsNormEquality * monomialProofLength(normGadget) + numProofs * monomialProofLength(mainGadget),
    verifiersLength: numProofsNormEquality * monomialVerifierLength(normGadget) + numProofs * monomialVerifierLength(mainGadget),
  });
}

/** Whether a task may name it. */
export const isPineName = (name: unknown): name is keyof typeof TASK_PINES => typeof name === 'string' && Object.hasOwn(TASK_PINES, name);

/** Longest chunk: more would only pad. */
const MAX_CHUNK = MAX_SIGNED_DOTS_LENGTH;

/** The first thing that is wrong with `parameters`, in words. */
function refusalOf(parameters: PineParameters, { modulus }: Field): string | null {
  const { alpha = DEFAULT_ALPHA, numShares = DEFAULT_SHARES, numWrChecks = DEFAULT_CHECKS, numWrSuccesses = DEFAULT_CHECKS } = parameters;
  const ranges: readonly (readonly [string, number, number, number])[] = [
    ['length', parameters.length, 1, MAX_SIGNED_DOTS_LENGTH],
    ['normBound', parameters.normBound, 1, Number.MAX_SAFE_INTEGER],
    ['chunkLength', parameters.chunkLength, 1, MAX_CHUNK],
    ['chunkLengthNormEquality', parameters.chunkLengthNormEquality, 1, MAX_CHUNK],
    ['numProofs', parameters.numProofs, 1, 255], // a byte in the tags
    ['numProofsNormEquality', parameters.numProofsNormEquality, 1, 255],
    ['numShares', numShares, 2, 255],
    ['numWrChecks', numWrChecks, 1, 10_000],
    ['numWrSuccesses', numWrSuccesses, 0, numWrChecks],
  ];
  for (const [what, value, least, most] of ranges) {
    if (!Number.isInteger(value) || value < least || value > most) return `${what} is ${String(value).slice(0, 40)}, wanted an integer from ${least} to ${most}`;
  }
  if (!(alpha > 0 && alpha * parameters.normBound < Number.MAX_SAFE_INTEGER)) return `alpha is ${String(alpha).slice(0, 40)}, wanted a number above 0`;
  const squared = BigInt(parameters.normBound) ** 2n;
  const window = checkBoundOf(parameters);
  // The draft's figure 1 and lemma 3.3 of the paper.
  if (modulus - 2n <= 3n * squared) return `the squared norm bound ${squared} is too large for p = ${modulus}`;
  if (modulus < 2600n * window || window * window > 4000n * modulus) return `the wraparound window ${window} is too large for p = ${modulus}`;
  return null;
}

/** Bytes of everything that crosses the wire for one report. */
export interface ReportBytes {
  readonly publicShare: number;
  /** One an aggregator: the leader's first. */
  readonly inputShares: readonly number[];
  /** Each aggregator's. */
  readonly prepareShare: number;
  readonly prepareMessage: number;
}

/** How large the parts of a report under `parameters` are, before any sealing. */
export function reportBytes(parameters: PineParameters): Result<ReportBytes, ParameterFault> {
  const layout = pineLayout(parameters);
  return layout.ok ? ok(layoutBytes(layout.value)) : layout;
}

/** As `reportBytes`, of parameters that were looked at already. */
export function layoutBytes({ field, seedBytes: seed, shares, measurementLength, proofsLength, verifiersLength }: PineLayout): ReportBytes {
  const leader = (measurementLength + proofsLength) * field.encodedBytes + 2 * seed;
  return {
    publicShare: 2 * shares * seed,
    inputShares: [leader, ...Array.from({ length: shares - 1 }, () => 4 * seed)],
    prepareShare: verifiersLength * field.encodedBytes + 2 * seed,
    prepareMessage: 2 * seed,
  };
}
