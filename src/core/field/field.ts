/**
 * A prime field with large power-of-two roots of unity, as operations on whole vectors.
 *
 * A vector of n elements is a flat `Uint32Array` of n·`words` words; an element is its integer in [0, modulus), lowest
 * word first, never in Montgomery or any other disguise. A scalar is a vector of one element. Every operation wants
 * and gives reduced elements; only `decode` and `sample` look at bytes from outside. Lengths that do not fit together
 * are RangeErrors. `out` may be one of the operands; left out, a new vector is made. Time depends on values: see the door.
 */
export interface Field {
  readonly name: string;
  /** p. A BigInt for checks of parameters; no operation on vectors makes one. */
  readonly modulus: bigint;
  /** 32-bit words an element takes in memory. */
  readonly words: number;
  /** Bytes an element takes on the wire. */
  readonly encodedBytes: number;
  /** log2 of the largest NTT. */
  readonly maxLogSize: number;

  /** n zero elements. */
  zeros(length: number): Uint32Array;
  /** One element: `value` mod p, for any integer. Not for hot loops. */
  element(value: number | bigint): Uint32Array;
  /** Signed integers mod p, each of magnitude below min(p, 2^53). shape [n] → n elements */
  fromIntegers(values: ArrayLike<number>): Uint32Array;
  /** Signed integers in (−p/2, p/2); exact up to 2^53, the nearest double beyond. n elements → shape [n] */
  toIntegers(vector: Uint32Array): Float64Array;

  /** a + b, element by element. */
  add(a: Uint32Array, b: Uint32Array, out?: Uint32Array): Uint32Array;
  /** a − b, element by element. */
  sub(a: Uint32Array, b: Uint32Array, out?: Uint32Array): Uint32Array;
  /** −a, element by element. */
  neg(a: Uint32Array, out?: Uint32Array): Uint32Array;
  /** a·b, element by element. */
  mul(a: Uint32Array, b: Uint32Array, out?: Uint32Array): Uint32Array;
  /** scalar·a, element by element. */
  scale(a: Uint32Array, scalar: Uint32Array, out?: Uint32Array): Uint32Array;
  /** sum += scalar·a, in place. */
  addScaled(sum: Uint32Array, a: Uint32Array, scalar: Uint32Array): void;
  /** sum += a·b element by element, in place. */
  addProduct(sum: Uint32Array, a: Uint32Array, b: Uint32Array): void;
  /** Σ weights[k]·row k over the n rows of a matrix. rows: n·m elements, weights: n, at least 1 → m elements */
  combineRows(rows: Uint32Array, weights: Uint32Array): Uint32Array;
  /** Σ a[i]·b[i], one element; 0 for no elements. */
  dot(a: Uint32Array, b: Uint32Array): Uint32Array;
  /** Σ a[i], one element; 0 for no elements. */
  sum(a: Uint32Array): Uint32Array;
  /** base^0, base^1, … base^(length − 1). */
  powers(base: Uint32Array, length: number): Uint32Array;
  /** base^exponent for an integer exponent of 0 or more. Not for hot loops. */
  pow(base: Uint32Array, exponent: number | bigint): Uint32Array;
  /** 1/a, element by element, for the price of one inversion. @throws RangeError if an element is 0 */
  invert(a: Uint32Array): Uint32Array;
  /** Whether every element is 0. */
  isZero(a: Uint32Array): boolean;

  /** Element of order 2^log, `root(log)` = `root(log + 1)`²; the draft's generator at `maxLogSize`. */
  root(log: number): Uint32Array;
  /**
   * In place, every consecutive block of `size` elements (a power of two; left out: the whole vector) from
   * coefficients to its values at root(log2 size)^0, ^1, …, in this order.
   */
  ntt(vector: Uint32Array, size?: number): void;
  /** The inverse of `ntt`, in place: values to coefficients. */
  inverseNtt(vector: Uint32Array, size?: number): void;

  /** Canonical bytes, little-endian, `encodedBytes` each. */
  encode(vector: Uint32Array): Uint8Array<ArrayBuffer>;
  /** The elements in `bytes`; null if the length is no multiple of `encodedBytes` or an element is not below p. */
  decode(bytes: Uint8Array): Uint32Array | null;
  /**
   * Rejection sampling: appends the elements of `stream` (a multiple of `encodedBytes`) that are below p to `out`,
   * whose first `filled` are taken, until it is full; returns how many are taken now.
   */
  sample(stream: Uint8Array, out: Uint32Array, filled: number): number;
}
