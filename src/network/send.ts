import { isInForce, type Grants } from '#core/consent';
import { DESPITE_GPC_HEADER, MAX_REPORT_BYTES, type Ledger, type LedgerEntry, type Network, type ReportFault, type ReportGrant } from '#core/protocol';
import { fail, ok, type Result } from '#core/units';

/** Longest wait for the leader's answer, its body included. */
const SEND_TIMEOUT_MS = 30_000;
/** Longest body read behind a status: it says nothing more, and a refusal of the leader's takes a few hundred bytes. */
const MAX_ANSWER_BYTES = 4_096;

/** What the sending door needs of its surroundings. */
export interface Outlet {
  readonly ledger: Pick<Ledger, 'update'>;
  /** Newest consent, asked at the moment of use. */
  grants(): Grants;
}

type Answer = Result<{ readonly status: 'accepted' | 'duplicate' }, ReportFault>;

function answerOf(status: number): Answer {
  switch (status) {
    case 201: return ok({ status: 'accepted' });
    case 200: return ok({ status: 'duplicate' });
    case 403: return fail('no-consent', 'The leader takes no report of a browser that asks not to be tracked');
    case 404: return fail('no-task', 'The leader does not know the task of this report');
    case 409: return fail('conflict', 'The leader holds another report under this id');
    case 410: return fail('task-closed', 'The task of this report has closed');
    case 413: return fail('too-large', 'The leader finds this report too large');
    case 400: case 415: case 422: return fail('malformed', `The leader cannot read this report (${status})`);
    case 408: case 429: case 503: return fail('busy', `The leader asks to try later (${status})`);
    default: return fail('server-error', `The leader answered ${status}`);
  }
}

async function post(entry: LedgerEntry, isDespiteGpc: boolean): Promise<Answer> {
  try {
    const response = await fetch(entry.url, {
      method: 'POST', body: entry.body.slice(), headers: { 'content-type': 'application/octet-stream', ...(isDespiteGpc && { [DESPITE_GPC_HEADER]: '1' }) },
      // The tab may close at any time; the browser then finishes the request.
      keepalive: true,
      credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', cache: 'no-store', signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    // Read whole where it says that it is short: Chromium shows an answer that is cancelled, and now and then one read as a
    // stream, as an aborted request. One that says nothing may fill the memory.
    const isShort = Number(response.headers.get('content-length') ?? Infinity) <= MAX_ANSWER_BYTES;
    (isShort ? response.arrayBuffer() : response.body?.cancel())?.catch(() => undefined);
    return answerOf(response.status);
  } catch (error) {
    return fail('offline', `Cannot reach the leader: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The sending door: one POST of a sealed report, after the ledger says so, under a grant in force. */
export function sender(outlet: Outlet): Network['send'] {
  const refused = (grant: ReportGrant, { kind }: LedgerEntry): Answer | undefined =>
    grant.purpose === (kind === 'measure' ? 'measure' : 'federate') && isInForce(grant, outlet.grants()) ? undefined : fail('no-consent', 'Cannot send: the shopper has not agreed, or has changed her mind');
  return async (grant, entry) => {
    const before = refused(grant, entry);
    if (before) return before;
    if (entry.body.length === 0 || entry.body.length > MAX_REPORT_BYTES) {
      return fail('too-large', `Cannot send ${entry.body.length} bytes: wanted 1 to ${MAX_REPORT_BYTES}`);
    }
    try {
      await outlet.ledger.update({ ...entry, state: 'sent' });
    } catch (error) {
      return fail('storage', `Cannot send: the ledger did not take the entry (${error instanceof Error ? error.message : String(error)})`);
    }
    // Consent may have been withdrawn while the ledger wrote.
    return refused(grant, entry) ?? post(entry, outlet.grants().gpc);
  };
}
