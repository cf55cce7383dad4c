import type { JSX } from 'preact';
import type { AuditCheck, AuditedLog, AuditedSignature } from '#core/audit';
import { formatCountOf, formatMoment, formatSpan, Icon, type PageConfig } from '#page/frame';
import { CheckLine } from './check-line.tsx';
import { Entries } from './entries.tsx';
import { CHECKS_OF_BYTES, isRechecking, startAnew, type Audited } from './run.ts';

const ROLES: Readonly<Record<AuditedSignature['role'], string>> = { log: 'The log’s own key', helper: 'The helper, as cosigner', witness: 'An independent witness', unknown: 'Nobody the policy names' };
/** Checks that are about the log as such. */
const LOG_CHECKS = [...CHECKS_OF_BYTES, 'cosignature', 'witness'];

function SignatureRow({ signature: { name, role, holds, atMs } }: { signature: AuditedSignature }): JSX.Element {
  const tone = holds ? 'good' : role === 'unknown' ? '' : 'bad';
  return (
    <li class="signature">
      <span class={`chip ${tone}`}><Icon name={holds ? 'check' : role === 'unknown' ? 'minus' : 'cross'} size={14} />{holds ? 'Holds' : role === 'unknown' ? 'Ignored' : 'Wrong'}</span>
      <p><b>{ROLES[role]}</b><br /><span class="mono small soft">{name}</span>{atMs !== undefined && <span class="small soft"> · {formatMoment(atMs)}</span>}</p>
    </li>
  );
}

/** What this browser saw before, and that the log goes on from it. */
function LastVisit({ result, config }: { result: Audited; config: PageConfig }): JSX.Element {
  const { seen } = result;
  const check = result.report.checks.find(({ id }) => id === 'consistency');
  if (!seen && !result.isRemembered) return <p class="small soft">Nothing is kept of this visit: the log did not hold, or this browser stores nothing. So the next visit cannot say whether the log was rewritten.</p>;
  if (!seen) return <p class="small soft">This browser keeps the checkpoint it verified now. At your next visit the log must go on from it: one that was rewritten, or another than you were shown, turns this page red.</p>;
  return (
    <div class="last-visit">
      <p class="small soft">This browser last verified {formatCountOf(seen.size, 'entry', 'entries')}, {formatSpan(Math.max(0, Date.now() - seen.atMs))} ago.{check?.ok === false ? ' That checkpoint is kept, as your evidence.' : ''}</p>
      <button type="button" class="link-button" disabled={isRechecking.value} onClick={() => void startAnew(config)}>Forget it and check anew</button>
    </div>
  );
}

function Verified({ log, result, checks, config }: { log: AuditedLog; result: Audited; checks: readonly AuditCheck[]; config: PageConfig }): JSX.Element {
  return (
    <>
      <div class="log-top">
        <div class="log-side">
          <h3>Signed checkpoint</h3>
          <pre class="code-line checkpoint" tabIndex={0} aria-label="Checkpoint, as served">{log.note}</pre>
          <ul class="signature-list">{log.signatures.map((signature, i) => <SignatureRow key={i} signature={signature} />)}</ul>
        </div>
        <div class="log-side">
          <h3>What was checked</h3>
          <ul class="check-list">{checks.map((check, i) => <CheckLine key={i} check={check} />)}</ul>
          <LastVisit result={result} config={config} />
        </div>
      </div>
      <Entries log={log} load={result.source.load} />
    </>
  );
}

/** The log with its signatures, its past, and the way of each entry to the signed root. */
export function Log({ result, config }: { result: Audited | null; config: PageConfig }): JSX.Element {
  const log = result?.report.log;
  const checks = (result?.report.checks ?? []).filter(({ id }) => LOG_CHECKS.includes(id));
  return (
    <section class="panel" id="log" aria-labelledby="log-title">
      <h2 id="log-title">The log</h2>
      <p>Tasks, rounds, models, configurations and builds are entries of one append-only log. Its checkpoint signs all of them at once{result?.source.isAtHelper ? '. This page reads the helper’s own copy and compares the shop’s with it' : ''}.</p>
      {result && log && <Verified log={log} result={result} checks={checks} config={config} />}
      {result && !log && <ul class="check-list">{checks.map((check, i) => <CheckLine key={i} check={check} />)}</ul>}
    </section>
  );
}
