import { problemKindOf, type ProblemKind } from '#core/protocol';
import { fail, ok, utf8Decode, type Fault, type Result } from '#core/units';
import { readBody } from './body.ts';

/** Why a call to another server brought nothing back; `problem` is its own word for it, `body` the start of its answer. */
export type CallFault = Fault<'unreachable' | 'refused' | 'too-large'> & { readonly status?: number; readonly problem?: ProblemKind; readonly body?: string };

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Largest answer read. */
  readonly maxBytes: number;
}

/** Most characters of a refusal that are passed on. */
const MAX_REFUSAL_TEXT = 200;

function startOf(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, MAX_REFUSAL_TEXT));
}

/** Kind of the problem in `body`; undefined where the body is none of ours. */
function problemKind(body: Uint8Array): ProblemKind | undefined {
  try {
    return problemKindOf(JSON.parse(utf8Decode(body)));
  } catch {
    return undefined;
  }
}

/**
 * One HTTP call to a peer. Never throws, never retries, follows no redirect, sends no cookie.
 *
 * @returns the body of a 2xx answer
 */
export async function call(url: string, options: CallOptions): Promise<Result<Uint8Array<ArrayBuffer>, CallFault>> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: options.method ?? 'GET',
      headers: { ...options.headers },
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs),
      ...(options.body ? { body: options.body as Uint8Array<ArrayBuffer> } : {}),
    });
  } catch (error) {
    return fail('unreachable', `Cannot reach ${url}: ${causeOf(error)}`);
  }
  const body = await readBody(response, options.maxBytes);
  if (!body.ok) {
    if (body.fault.kind === 'too-large') return fail('too-large', `${url} answered with more than ${options.maxBytes} bytes`);
    return fail('unreachable', `${url} broke off its answer`);
  }
  if (response.ok) return ok(body.value);
  const kind = problemKind(body.value);
  return { ok: false, fault: { kind: 'refused', message: `${url} answered ${response.status} ${kind ?? ''}`.trim(), status: response.status, body: startOf(body.value), ...(kind && { problem: kind }) } };
}

/** What an address answered, by its headers alone. */
export interface Headline {
  readonly status: number;
  /** Where it sends on, as written; '' where it does not. */
  readonly location: string;
}

/** Asks whether something answers at `url`, and ends before its body comes. Follows no redirect, sends no cookie, never throws. */
export async function headlineOf(url: string, method: 'HEAD' | 'GET', timeoutMs: number): Promise<Result<Headline, Fault<'unreachable'>>> {
  const over = new AbortController();
  const late = setTimeout(() => over.abort(new Error('no answer in time')), timeoutMs);
  try {
    const { status, headers } = await fetch(url, { method, redirect: 'manual', signal: over.signal });
    return ok({ status, location: headers.get('location') ?? '' });
  } catch (error) {
    return fail('unreachable', causeOf(error));
  } finally {
    clearTimeout(late);
    over.abort(); // the connection ends, however much its server would still send
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
