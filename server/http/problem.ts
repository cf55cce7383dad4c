import { problemKindOf, type Problem, type ProblemKind } from '#core/protocol';

/** What each answer refused with; a header would say it too, but only to the outside. */
const kinds = new WeakMap<Response, ProblemKind>();

/** The problem as an `application/problem+json` response. Never cached: a proxy's stale "closed" would turn good reports away. */
export function problemResponse(value: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const response = new Response(JSON.stringify(value), { status: value.status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers } });
  const kind = problemKindOf(value);
  if (kind) kinds.set(response, kind);
  return response;
}

/** What `response` refuses with; undefined where it is no problem of ours. */
export function refusalOf(response: Response): ProblemKind | undefined {
  return kinds.get(response);
}
