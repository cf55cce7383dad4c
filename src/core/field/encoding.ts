import { isAbove, largestElement } from './integers.ts';
import type { Kernel } from './kernel.ts';

/** Field.encode */
export function bytesOf(kernel: Kernel, vector: Uint32Array): Uint8Array<ArrayBuffer> {
  const { words, encodedBytes } = kernel;
  const bytes = new Uint8Array((vector.length / words) * encodedBytes);
  for (let at = 0, to = 0; at < vector.length; at += words, to += encodedBytes) {
    for (let k = 0; k < encodedBytes; k++) bytes[to + k] = (vector[at + (k >>> 2)] ?? 0) >>> (8 * (k & 3));
  }
  return bytes;
}

/** Field.decode */
export function elementsOf(kernel: Kernel, bytes: Uint8Array): Uint32Array | null {
  const { words, encodedBytes } = kernel;
  if (bytes.length % encodedBytes !== 0) return null;
  const largest = largestElement(kernel);
  const vector = new Uint32Array((bytes.length / encodedBytes) * words);
  for (let at = 0, from = 0; at < vector.length; at += words, from += encodedBytes) {
    readElement(kernel, bytes, from, vector, at);
    if (isAbove(vector, at, largest)) return null;
  }
  return vector;
}

/** Field.sample: every modulus has its top bit set, so the draft's mask keeps all bits. */
export function sampleInto(kernel: Kernel, stream: Uint8Array, out: Uint32Array, filled: number): number {
  const { words, encodedBytes } = kernel;
  if (stream.length % encodedBytes !== 0) throw new RangeError(`Cannot sample from ${stream.length} bytes: wanted a multiple of ${encodedBytes}`);
  const largest = largestElement(kernel);
  let at = filled * words;
  for (let from = 0; from < stream.length && at < out.length; from += encodedBytes) {
    readElement(kernel, stream, from, out, at);
    if (!isAbove(out, at, largest)) at += words;
  }
  if (at < out.length) out.fill(0, at, at + words); // what was refused last must not stay behind
  return at / words;
}

function readElement(kernel: Kernel, bytes: Uint8Array, from: number, out: Uint32Array, at: number): void {
  const { words, encodedBytes } = kernel;
  for (let k = 0; k < words; k++) out[at + k] = 0;
  for (let k = 0; k < encodedBytes; k++) {
    const word = at + (k >>> 2);
    out[word] = (out[word] ?? 0) | ((bytes[from + k] ?? 0) << (8 * (k & 3)));
  }
}
