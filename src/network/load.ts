import type { ReportFault } from '#core/protocol';
import { fail, ok, type Result } from '#core/units';

/** Longest wait for a file: 11,000 weights or a large catalogue over 2G arrive in less, and a dead server must not hold a tab. */
const LOAD_TIMEOUT_MS = 60_000;
/** Largest file read into memory: 50,000 products with vectors need about 40 MB. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

/** Reads a body without trusting its length header. Gives undefined when it grows past the limit. */
async function readBounded(response: Response): Promise<Uint8Array | undefined> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MAX_FILE_BYTES) {
      void reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Fault of an answer that is not 200. */
function faultOfStatus(status: number, url: string): { readonly ok: false; readonly fault: ReportFault } {
  if (status === 429 || status === 503) return fail('busy', `Cannot load ${url} yet: the server answered ${status}`);
  return fail('server-error', `Cannot load ${url}: the server answered ${status}`);
}

/**
 * GET of a public file that is the same for everyone: no credentials, no referrer, no query made from data.
 *
 * @param url - absolute, without query and fragment
 * @param integrity - Subresource Integrity of the file, where it is known: bytes that are others are refused
 * @throws RangeError if `url` carries a query or fragment, which could say something about the shopper
 */
export async function load(url: string, integrity = ''): Promise<Result<Uint8Array, ReportFault>> {
  if (/[?#]/.test(url)) throw new RangeError(`Cannot load ${url}: a file for everyone has no query or fragment`);
  try {
    const response = await fetch(url, {
      credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'follow', integrity, signal: AbortSignal.timeout(LOAD_TIMEOUT_MS),
    });
    if (response.status !== 200) return faultOfStatus(response.status, url);
    const bytes = await readBounded(response);
    return bytes ? ok(bytes) : fail('too-large', `Cannot load ${url}: it is larger than ${MAX_FILE_BYTES} bytes`);
  } catch (error) {
    return fail('offline', `Cannot load ${url}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
