import { signal } from '@preact/signals';
import type { CampaignFault, ManagedCampaign } from '#core/campaigns';
import { fail, ok, type Fault, type Result } from '#core/units';

/** Somebody who may sign in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: 'owner' | 'editor' | 'viewer';
}

/** A campaign as the console keeps it. */
export interface Kept {
  readonly managed: ManagedCampaign;
  readonly revision: number;
  readonly changedBy: string;
  readonly changedMs: number;
}

/**
 * Why a request brought nothing. `refused`: the console said why, by field where it can. `stale`: with what stands now, as the
 * request would have been answered. `other-session`: the page's token is not that of the session that the cookie names.
 */
export type ApiFault<Value = unknown> = Fault<'offline' | 'signed-out' | 'other-session' | 'stale' | 'refused'> & { readonly faults?: readonly CampaignFault[]; readonly current?: Value };

/** Who is signed in; null: nobody, undefined: not known yet. */
export const session = signal<Person | null | undefined>(undefined);
/** The session's own token, which every write carries. */
let csrf = '';

const TIMEOUT_MS = 30_000;
const SIGNED_OUT = 'The session was over: sign in at the top of this page or in another tab, and try again';

interface Problem<Value> {
  readonly type?: string;
  readonly detail?: string;
  readonly faults?: readonly CampaignFault[];
  readonly current?: Value;
}

function faultOf<Value>(status: number, problem: Problem<Value>): ApiFault<Value> {
  const { detail = `The console answered ${status}`, faults, current } = problem;
  const kind = problem.type === 'urn:homebird:problem:signed-out' ? 'signed-out' : problem.type === 'urn:homebird:problem:stale' ? 'stale' : 'refused';
  return { kind, message: kind === 'signed-out' ? SIGNED_OUT : detail, ...(faults && { faults }), ...(current && { current }) };
}

/** The request, once. */
async function askOnce<Value>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Result<Value, ApiFault<Value>>> {
  try {
    const response = await fetch(path, {
      method, credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS), headers: { 'homebird-csrf': csrf },
      ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
    });
    const json = (await response.json().catch(() => ({}))) as unknown;
    if (response.ok) return ok(json as Value);
    const problem = (json ?? {}) as Problem<Value>;
    if (problem.type === 'urn:homebird:problem:foreign-page') return { ok: false, fault: { ...faultOf(response.status, problem), kind: 'other-session' } };
    const fault = faultOf(response.status, problem);
    if (fault.kind === 'signed-out') session.value = null;
    return { ok: false, fault };
  } catch {
    return fail('offline', 'The console does not answer. Nothing of this form is lost: try again in a moment');
  }
}

/** Asks the console's own origin, the one place where this page writes. Never throws. */
export async function ask<Value>(...request: Parameters<typeof askOnce>): Promise<Result<Value, ApiFault<Value>>> {
  const answer = await askOnce<Value>(...request);
  if (answer.ok || answer.fault.kind !== 'other-session') return answer;
  await lookForSession(); // she signed in again in another tab: the session's token is another then
  return askOnce<Value>(...request);
}

interface Session {
  readonly person?: Person;
  readonly csrf?: string;
}

function opened(result: Result<Session, ApiFault>): Result<Person | null, ApiFault> {
  if (!result.ok) return result;
  csrf = result.value.csrf ?? '';
  session.value = result.value.person ?? null;
  return ok(session.value);
}

/** Learns who is signed in. */
export async function lookForSession(): Promise<void> {
  if (!opened(await ask<Session>('GET', '/api/session')).ok) session.value = null;
}

/** Exchanges a link's token for a session. */
export async function signIn(token: string): Promise<Result<Person | null, ApiFault>> {
  return opened(await ask<Session>('POST', '/api/sign-in', { token }));
}

/** Ends the session; the page is loaded anew, so that nothing of hers stays on it. */
export async function signOut(): Promise<void> {
  await ask('POST', '/api/sign-out');
  location.reload();
}
