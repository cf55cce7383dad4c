import type { CampaignFault } from '#core/campaigns';

/** Why the console refuses, with HTTP status and a title that never changes. */
const PROBLEMS = {
  'signed-out': { status: 401, title: 'Sign in first' },
  'link-over': { status: 401, title: 'This link signs nobody in any more' },
  'not-yours': { status: 403, title: 'Your role may not do this' },
  'foreign-page': { status: 403, title: 'The request does not come from a page of this console' },
  'missing': { status: 404, title: 'There is no such thing here' },
  'taken': { status: 409, title: 'This id is taken' },
  'stale': { status: 409, title: 'Somebody changed it meanwhile' },
  'too-large': { status: 413, title: 'The body is larger than allowed' },
  'invalid': { status: 422, title: 'Some fields want another value' },
  'too-often': { status: 429, title: 'Too many tries: wait a moment' },
} as const;

/** One word for a refusal, the last part of its `type`. */
export type ConsoleProblem = keyof typeof PROBLEMS;

/** What a page is told besides: fields that are wrong, by path, or what stands now. */
export interface ProblemDetails {
  readonly faults?: readonly CampaignFault[];
  readonly current?: unknown;
}

/** `application/problem+json` (RFC 9457), never cached. */
export function refusal(kind: ConsoleProblem, detail: string, more: ProblemDetails = {}): Response {
  const { status, title } = PROBLEMS[kind];
  return new Response(JSON.stringify({ type: `urn:homebird:problem:${kind}`, title, status, detail, ...more }), {
    status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...(kind === 'too-often' && { 'retry-after': '10' }) },
  });
}

/** A codec's refusal of a `what` as a fault, by the path that follows it. */
export function faultOf(message: string, what: string): CampaignFault {
  const found = new RegExp(String.raw`^Cannot read ${what}\.?(\S*): (.*)$`).exec(message);
  return { path: found?.[1] ?? '', message: found?.[2] ?? message };
}

/** JSON for one signed-in person. */
export function answer(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers } });
}
