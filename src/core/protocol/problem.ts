/** Why a server refused a request, with its HTTP status and a title that never changes. */
const PROBLEMS = {
  'malformed': { status: 422, title: 'The body is no such message' },
  'too-large': { status: 413, title: 'The body is larger than allowed' },
  'conflict': { status: 409, title: 'The same report id came with other bytes' },
  'replayed': { status: 409, title: 'The report is already counted' },
  'task-unknown': { status: 404, title: 'There is no such task' },
  'task-future': { status: 422, title: 'The task is not open yet' },
  'task-closed': { status: 410, title: 'The task is closed' },
  'undecryptable': { status: 422, title: 'The share does not open under this task' },
  'invalid-proof': { status: 422, title: 'The proof does not hold' },
  'too-few-reports': { status: 422, title: 'The batch is smaller than the task allows' },
  'batch-mismatch': { status: 409, title: 'Leader and helper counted different reports' },
  'unauthorised': { status: 401, title: 'Only the other aggregator may ask this' },
  'gpc': { status: 403, title: 'The browser asks not to be tracked, and nothing says that its owner chose to report' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'This address takes another method' },
  'quota': { status: 507, title: 'The helper keeps no more for this shop' },
  'busy': { status: 503, title: 'The server is busy; the same bytes may be sent again' },
  'server-error': { status: 500, title: 'The server failed; the same bytes may be sent again' },
} as const;

/** Header of a report whose sender switched reporting on by its own switch while Global Privacy Control was on. Its value is 1. */
export const DESPITE_GPC_HEADER = 'homebird-despite-gpc';

/** What a server refuses or fails for: the last part of a problem's `type`. */
export type ProblemKind = keyof typeof PROBLEMS;

/** `application/problem+json` (RFC 9457). */
export interface Problem {
  readonly type: `urn:homebird:problem:${ProblemKind}`;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

/** The problem of `kind`; `detail` is one sentence for a developer and holds nothing personal. */
export function problem(kind: ProblemKind, detail: string): Problem {
  return { type: `urn:homebird:problem:${kind}`, title: PROBLEMS[kind].title, status: PROBLEMS[kind].status, detail };
}

/** The kind in a problem's `type`; undefined for another's problem or any other value. */
export function problemKindOf(value: unknown): ProblemKind | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') return undefined;
  const kind = value.type.replace(/^urn:homebird:problem:/, '');
  return kind !== value.type && Object.hasOwn(PROBLEMS, kind) ? (kind as ProblemKind) : undefined;
}
