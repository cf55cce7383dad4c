/** Bytes of a well-formed UTF-16 string as UTF-8; a lone surrogate becomes U+FFFD, as in the Encoding standard. */
export function utf8Encode(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(utf8Length(text)); // counted first: a growing array of a 30 MB catalogue costs 8 bytes per byte
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const point = pointAt(text, i);
    if (point < 0x80) out[at++] = point;
    else if (point < 0x800) {
      out[at++] = 0xc0 | (point >> 6);
      out[at++] = 0x80 | (point & 63);
    } else if (point < 0x10000) {
      out[at++] = 0xe0 | (point >> 12);
      out[at++] = 0x80 | ((point >> 6) & 63);
      out[at++] = 0x80 | (point & 63);
    } else {
      out[at++] = 0xf0 | (point >> 18);
      out[at++] = 0x80 | ((point >> 12) & 63);
      out[at++] = 0x80 | ((point >> 6) & 63);
      out[at++] = 0x80 | (point & 63);
      i++;
    }
  }
  return out;
}

function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const point = pointAt(text, i);
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (point >= 0x10000) i++;
  }
  return length;
}

function pointAt(text: string, index: number): number {
  const point = text.codePointAt(index) ?? 0xfffd;
  return point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
}

/** Shortest code point each UTF-8 sequence length may hold; anything below is an overlong form. */
const LEAST_POINT = [0, 0, 0x80, 0x800, 0x10000] as const;

/** UTF-16 units joined at once: one by one, a 10 MB text becomes 10 million string nodes; far more overflow the call stack. */
const CHUNK_UNITS = 4096;

function notUtf8(at: number): RangeError {
  return new RangeError(`Cannot decode byte ${at} as UTF-8`);
}

/**
 * Text of UTF-8 bytes.
 *
 * @throws RangeError at the first byte that is not well-formed UTF-8 (overlong, surrogate, truncated)
 */
export function utf8Decode(bytes: Uint8Array): string {
  let text = '';
  const units = new Uint16Array(CHUNK_UNITS);
  let used = 0;
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i] ?? 0;
    if (first < 0x80 && used < CHUNK_UNITS) { // most bytes of most texts: half the time of a catalogue is spent here
      units[used++] = first;
      i += 1;
      continue;
    }
    const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
    if (length === 0 || i + length > bytes.length) throw notUtf8(i);
    let point = length === 1 ? first : first & (0x7f >> length);
    for (let j = 1; j < length; j++) {
      const next = bytes[i + j] ?? 0;
      if ((next & 0xc0) !== 0x80) throw notUtf8(i + j);
      point = (point << 6) | (next & 63);
    }
    if (point < (LEAST_POINT[length] ?? 0) || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw notUtf8(i);
    if (used + 2 > CHUNK_UNITS) {
      text += textOf(units.subarray(0, used));
      used = 0;
    }
    if (point < 0x10000) units[used++] = point;
    else {
      units[used++] = 0xd800 | ((point - 0x10000) >> 10);
      units[used++] = 0xdc00 | ((point - 0x10000) & 0x3ff);
    }
    i += length;
  }
  return text + textOf(units.subarray(0, used));
}

/** {@link utf8Decode} of bytes from strangers: undefined where they are no well-formed UTF-8. */
export function utf8TextOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8Decode(bytes);
  } catch {
    return undefined;
  }
}

function textOf(units: Uint16Array): string {
  return Reflect.apply(String.fromCharCode, undefined, units) as string; // a spread would walk them by an iterator
}

/** Lower-case hexadecimal of `bytes`. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

/**
 * Bytes of a hexadecimal string.
 *
 * @throws RangeError if `hex` has an odd length or holds another character
 */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) throw new RangeError(`Cannot read "${hex.slice(0, 40)}" as hexadecimal: wanted an even number of 0-9a-f`);
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** All parts, one after the other, in a new array. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Whether both hold the same bytes. Not constant time: never use it on a secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
