/** What went wrong with a request, as RFC 9457 says it. Plain data: the same for every caller, never a word about the caller. */
export interface Problem {
  readonly status: number;
  /** Last part of the type URN, e.g. `task-closed`; names the reason in metrics too. */
  readonly kind: string;
  readonly title: string;
  readonly detail?: string;
}

/** Titles of the statuses this server answers with; RFC 9110 names. */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request', 401: 'Unauthorized', 404: 'Not found', 405: 'Method not allowed', 408: 'Request timeout', 409: 'Conflict', 410: 'Gone',
  413: 'Content too large', 415: 'Unsupported media type', 422: 'Unprocessable content', 431: 'Header fields too large',
  500: 'Internal server error', 502: 'Bad gateway', 503: 'Service unavailable',
};

/** Builds a {@link Problem}; the title follows from the status. */
export function problem(status: number, kind: string, detail?: string): Problem {
  return { status, kind, title: TITLES[status] ?? 'Error', ...(detail === undefined ? {} : { detail }) };
}

/** JSON text of a problem, `type` first. */
export function problemJson({ kind, title, status, detail }: Problem): string {
  return JSON.stringify({ type: `urn:homebird:problem:${kind}`, title, status, ...(detail === undefined ? {} : { detail }) });
}

/** The problem as an `application/problem+json` response. Never cached: a closed task may be a proxy's stale answer otherwise. */
export function problemResponse(value: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(problemJson(value), { status: value.status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers } });
}
