import { CONTENT_DIMS } from '#core/catalogue';

const D = CONTENT_DIMS;

/** @throws RangeError unless `vectors` holds `count` rows */
export function requireRows(vectors: Int8Array, count: number): void {
  if (vectors.length !== count * D) throw new RangeError(`Cannot read ${vectors.length} vector components for ${count} items: wanted ${count * D}`);
}

/** @throws RangeError unless the arrays of one call have the lengths the kernel writes and reads */
export function requireCall(direction: Float32Array, out: Float32Array, count: number): void {
  if (direction.length !== D) throw new RangeError(`Cannot compare items with ${direction.length} numbers: wanted ${D}`);
  if (out.length !== count) throw new RangeError(`Cannot write ${count} values into ${out.length} places`);
}
