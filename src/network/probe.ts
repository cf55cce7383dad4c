import { fail, ok, type Result } from '#core/units';
import type { ReportFault } from '#core/protocol';

/** Longest wait for an answer without a body, ms: a developer is looking on. */
const PROBE_TIMEOUT_MS = 10_000;

/** What a server says of a file without sending it. */
export interface Probe {
  readonly status: number;
  /** ms since 1970; undefined where the server names no time, or keeps it from other origins. */
  readonly changedAtMs: number | undefined;
}

/**
 * HEAD of a public file: whether its server answers, and since when the file is as it is. For the debug overlay only.
 *
 * @param url - absolute, without query and fragment
 * @throws RangeError if `url` carries a query or fragment, as `load` does
 */
export async function probe(url: string): Promise<Result<Probe, ReportFault>> {
  if (/[?#]/.test(url)) throw new RangeError(`Cannot ask for ${url}: a file for everyone has no query or fragment`);
  try {
    const { status, headers } = await fetch(url, { method: 'HEAD', credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'follow', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    const changedAtMs = Date.parse(headers.get('last-modified') ?? '');
    return ok({ status, changedAtMs: Number.isNaN(changedAtMs) ? undefined : changedAtMs });
  } catch (error) {
    return fail('offline', `Cannot reach ${url}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
