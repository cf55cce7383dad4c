import { concatBytes, sha256Bytes, toHex } from '#core/units';

/**
 * Letters of a QR code's densest mode, in the order of RFC 9285 (base45). A frame is `HBMOVE:ID:K/N:DATA`: ID eight hex
 * digits of the whole file's SHA-256, K from 1 to N.
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
/** Bytes of one frame: a code of some 85 by 85 modules, which a phone reads off another phone. */
const FRAME_BYTES = 540;
/** Most frames: at four a second a whole turn takes six seconds; longer, nobody holds a phone still. */
export const MAX_FRAMES = 24;

function toBase45(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const second = bytes[i + 1];
    let value = second === undefined ? (bytes[i] ?? 0) : (bytes[i] ?? 0) * 256 + second;
    for (let digit = second === undefined ? 2 : 3; digit > 0; digit--) {
      text += ALPHABET.charAt(value % 45);
      value = Math.floor(value / 45);
    }
  }
  return text;
}

function fromBase45(text: string): Uint8Array | undefined {
  if (text.length % 3 === 1) return undefined;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const part = text.slice(i, i + 3);
    let value = 0;
    for (let at = part.length - 1; at >= 0; at--) {
      const digit = ALPHABET.indexOf(part.charAt(at));
      if (digit < 0) return undefined;
      value = value * 45 + digit;
    }
    if (value > (part.length === 3 ? 0xffff : 0xff)) return undefined;
    if (part.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

function idOf(file: Uint8Array): string {
  return toHex(sha256Bytes(file).subarray(0, 4)).toUpperCase();
}

/** `file` as texts for QR codes, shown one after the other; undefined where it needs more than {@link MAX_FRAMES}. */
export function framesOf(file: Uint8Array): readonly string[] | undefined {
  const count = Math.ceil(file.length / FRAME_BYTES);
  if (count > MAX_FRAMES) return undefined;
  return Array.from({ length: count }, (_, i) => `HBMOVE:${idOf(file)}:${i + 1}/${count}:${toBase45(file.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES))}`);
}

/** Collects frames in any order. */
export interface Gatherer {
  /** Takes every frame in `text`, one a line; other lines are passed over. A frame of another file starts anew. */
  add(text: string): void;
  /** How many of how many are there; `of` is 0 before the first. */
  progress(): { readonly got: number; readonly of: number };
  /** The file, once all frames are there and its bytes hash to its id. */
  file(): Uint8Array | undefined;
}

const FRAME = /^HBMOVE:([0-9A-F]{8}):(\d{1,2})\/(\d{1,2}):([0-9A-Z $%*+\-./:]+)$/;

/** Starts with nothing. */
export function gatherer(): Gatherer {
  let id = '';
  let parts: (Uint8Array | undefined)[] = [];
  const take = (line: string): void => {
    const [, ownId, place, count, data] = FRAME.exec(line) ?? [];
    const bytes = data === undefined ? undefined : fromBase45(data);
    const [k, n] = [Number(place), Number(count)];
    if (ownId === undefined || !bytes || n < 1 || n > MAX_FRAMES || k < 1 || k > n) return;
    if (ownId !== id || parts.length !== n) [id, parts] = [ownId, Array.from({ length: n }, () => undefined)];
    parts[k - 1] = bytes;
  };
  return {
    add(text) {
      for (const line of text.split(/[\r\n]+/)) take(line.trim());
    },
    progress: () => ({ got: parts.filter((part) => part !== undefined).length, of: parts.length }),
    file() {
      const known = parts.filter((part) => part !== undefined);
      if (known.length === 0 || known.length < parts.length) return undefined;
      const file = concatBytes(...known);
      return idOf(file) === id ? file : undefined;
    },
  };
}
