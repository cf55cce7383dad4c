import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseFeed, type ParsedFeed } from '#core/feed';
import { fail, ok, type Fault, type Result } from '#core/units';

/** Why a feed could not be read at all. The message names the file and what to do. */
export type FeedFault = Fault<'no-feed' | 'unreadable-feed'>;

export interface ReadFeedOptions {
  /** ISO 4217, of prices that name none. */
  readonly currency?: string | undefined;
  /** Of the text, as the Encoding standard names it; where absent, the feed's own XML declaration or what its bytes look like. */
  readonly encoding?: string | undefined;
}

/** Largest feed held in memory, unzipped: 50,000 products with long texts take 150 MB, and a zip bomb any number. */
const MAX_FEED_BYTES = 512 * 1024 * 1024;
const FEED_NAME = /\.(csv|tsv|txt|json|ndjson|jsonl|xml|rss|atom)(\.gz)?$/i;
const gunzipAsync = promisify(gunzip);

/** Reads a product feed, gzip or plain. For a folder: the one feed in it. */
export async function readFeed(path: string, { currency, encoding }: ReadFeedOptions = {}): Promise<Result<ParsedFeed, FeedFault>> {
  const found = await feedFile(path);
  if (!found.ok) return found;
  const unzipped = await readUnzipped(found.value);
  if (!unzipped.ok) return unzipped;
  const text = decoded(unzipped.value, found.value, encoding);
  return text.ok ? ok(parseFeed(text.value, { currency, nowMs: Date.now() })) : text;
}

async function feedFile(path: string): Promise<Result<string, FeedFault>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok(path);
    const names = (await readdir(path)).filter((name) => FEED_NAME.test(name)).sort();
    const [only] = names;
    if (names.length === 1 && only !== undefined) return ok(join(path, only));
    return fail('no-feed', `Cannot choose a feed in the folder ${path}: ${names.length === 0 ? 'it holds no .csv, .tsv, .json, .ndjson or .xml file' : `it holds ${names.join(', ')}; name one`}`);
  } catch (error) {
    return fail('no-feed', `Cannot read the feed ${path}: ${reasonOf(error)}`);
  }
}

async function readUnzipped(path: string): Promise<Result<Uint8Array, FeedFault>> {
  try {
    const bytes = await readFile(path);
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return fail('unreadable-feed', `Cannot read the feed ${path}: it is a zip archive or a spreadsheet; export it as CSV, or unpack it`);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const unzipped = isGzip ? await gunzipAsync(bytes, { maxOutputLength: MAX_FEED_BYTES }) : bytes;
    if (unzipped.length > MAX_FEED_BYTES) return fail('unreadable-feed', `Cannot read the feed ${path}: it has ${unzipped.length} bytes, at most ${MAX_FEED_BYTES} are accepted`);
    return ok(unzipped);
  } catch (error) {
    return fail('unreadable-feed', `Cannot read the feed ${path}: ${reasonOf(error)}`);
  }
}

/** Text where an encoding is named, else the bytes: `parseFeed` knows UTF-8, UTF-16 and windows-1252 by itself. */
function decoded(bytes: Uint8Array, path: string, encoding: string | undefined): Result<Uint8Array | string, FeedFault> {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(200, bytes.length)).toString('latin1');
  const named = encoding ?? /^\s*<\?xml[^>]*encoding=["']([\w.:-]+)["']/i.exec(start)?.[1];
  if (named === undefined || /^utf-?8$/i.test(named)) return ok(bytes);
  try {
    return ok(new TextDecoder(named).decode(bytes));
  } catch {
    return fail('unreadable-feed', `Cannot read the feed ${path} as ${named}: no such text encoding is known; wanted one such as utf-8, windows-1252, gb18030, shift_jis`);
  }
}

/** What went wrong, in the words of the system or the library, without a stack. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'this user may not read it';
  if (code === 'ERR_BUFFER_TOO_LARGE') return `unzipped it has more than ${MAX_FEED_BYTES} bytes`;
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') return 'its gzip data is damaged or cut off';
  return error.message;
}
