import type { FeedIssue } from './issue.ts';

/** What windows-1252 means by 0x80 to 0x9f; the rest of it is Latin-1. 0 where it means nothing. */
const WINDOWS_1252 = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
  0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
] as const;
/** UTF-16 units joined at once; see `utf8Decode`. */
const CHUNK_UNITS = 4096;

/** Text of a feed's bytes, and what was odd about them. */
export interface FeedText {
  readonly text: string;
  readonly issues: readonly FeedIssue[];
}

/**
 * Text of feed bytes: UTF-16 where a byte order mark says so, else UTF-8. A byte that is no UTF-8 is read as windows-1252,
 * one by one: exports mix both when a product's text was pasted from elsewhere.
 */
export function decodeFeedText(bytes: Uint8Array): FeedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: utf16(bytes, 0, 1), issues: [] };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: utf16(bytes, 1, 0), issues: [] };
  const units = new UnitBuffer();
  let line = 1;
  let wrongBytes = 0;
  let firstWrongLine = 0;
  for (let i = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0; i < bytes.length; ) {
    const [point, length] = sequenceAt(bytes, i);
    if (length === 0) {
      wrongBytes++;
      firstWrongLine ||= line;
    }
    if (point === 10) line++;
    units.push(point);
    i += length || 1;
  }
  const reason = `${wrongBytes} ${wrongBytes === 1 ? 'byte is' : 'bytes are'} not UTF-8, the first on this line: read as windows-1252`;
  return { text: units.text(), issues: wrongBytes > 0 ? [{ line: firstWrongLine, field: '', reason, isSkipped: false }] : [] };
}

/** Code point at `i` and the bytes it takes; 0 bytes: not UTF-8, the point is what windows-1252 makes of the byte. */
function sequenceAt(bytes: Uint8Array, i: number): readonly [point: number, length: number] {
  const first = bytes[i] ?? 0;
  if (first < 0x80) return [first, 1];
  const length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  let point = first & (0x7f >> length);
  for (let j = 1; j < length; j++) {
    const next = bytes[i + j] ?? 0;
    if ((next & 0xc0) !== 0x80) return [fromWindows1252(first), 0];
    point = (point << 6) | (next & 63);
  }
  const isTooLong = point < (length === 3 ? 0x800 : length === 4 ? 0x10000 : 0);
  if (length === 0 || isTooLong || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return [fromWindows1252(first), 0];
  return [point, length];
}

function fromWindows1252(byte: number): number {
  return WINDOWS_1252[byte - 0x80] || (byte < 0xa0 ? 0xfffd : byte);
}

function utf16(bytes: Uint8Array, lowAt: number, highAt: number): string {
  const units = new UnitBuffer();
  for (let i = 2; i + 1 < bytes.length; i += 2) units.pushUnit((bytes[i + lowAt] ?? 0) | ((bytes[i + highAt] ?? 0) << 8));
  return units.text();
}

/** Joins UTF-16 units in chunks. */
class UnitBuffer {
  readonly #units = new Uint16Array(CHUNK_UNITS);
  #used = 0;
  #text = '';

  push(point: number): void {
    if (point < 0x10000) this.pushUnit(point);
    else {
      this.pushUnit(0xd800 | ((point - 0x10000) >> 10));
      this.pushUnit(0xdc00 | ((point - 0x10000) & 0x3ff));
    }
  }

  pushUnit(unit: number): void {
    if (this.#used === CHUNK_UNITS) this.#flush();
    this.#units[this.#used++] = unit;
  }

  text(): string {
    this.#flush();
    return this.#text;
  }

  #flush(): void {
    this.#text += Reflect.apply(String.fromCharCode, null, this.#units.subarray(0, this.#used)) as string;
    this.#used = 0;
  }
}
