import type { Problem } from '#core/protocol';

/** The problem as an `application/problem+json` response. Never cached: a proxy's stale "closed" would turn good reports away. */
export function problemResponse(value: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(value), { status: value.status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers } });
}
