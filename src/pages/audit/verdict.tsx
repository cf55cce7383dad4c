import type { JSX } from 'preact';
import { brokenRounds, isBroken, type AuditProgress } from '#core/audit';
import { formatCount, formatSpan, Icon } from '#page/frame';
import { isRechecking, type Audit } from './run.ts';

interface Verdict {
  readonly tone: 'good' | 'bad' | 'busy';
  readonly title: string;
  readonly text: string;
}

const STAGES: Readonly<Record<AuditProgress['stage'], string>> = { log: 'log entries', rounds: 'rounds', files: 'files of the shop' };

function progressText({ progress }: Audit): string {
  return progress ? `${formatCount(progress.done)} of ${formatCount(progress.total)} ${STAGES[progress.stage]}, in this browser` : 'Loading the log';
}

function verdictOf(audit: Audit): Verdict {
  const rounds = brokenRounds(audit.checks);
  if (audit.state === 'unreachable') return { tone: 'bad', title: 'Nothing could be checked', text: audit.failure };
  if (audit.checks.some(isBroken)) {
    const title = rounds.length === 0 ? 'A promise does not hold' : rounds.length === 1 ? `Round ${rounds[0]} does not hold` : `Rounds ${rounds.join(', ')} do not hold`;
    return { tone: 'bad', title, text: audit.state === 'done' ? 'What was published and what was recomputed here differ. The lines in red say where.' : `Still checking the rest: ${progressText(audit)}.` };
  }
  if (audit.state === 'running') return { tone: 'busy', title: 'Recomputing every round', text: progressText(audit) };
  const report = audit.result?.report;
  const count = report?.rounds.length ?? 0;
  if (count === 0) return { tone: 'good', title: 'The log is in order; no round has closed yet', text: 'This page checks the first one as soon as it is published.' };
  return { tone: 'good', title: `All ${formatCount(count)} ${count === 1 ? 'round holds' : 'rounds hold'}`, text: `${formatCount(audit.checks.length)} checks over ${formatCount(report?.logSize ?? 0)} log entries, recomputed in this browser in ${formatSpan(Math.max(1000, audit.tookMs))}.` };
}

/** The answer in one line, and how far the work is. */
export function VerdictCard({ audit, again }: { audit: Audit; again: () => void }): JSX.Element {
  const verdict = verdictOf(audit);
  return (
    <section class={`verdict-card ${verdict.tone}`} data-verdict={audit.state === 'running' ? 'running' : verdict.tone} aria-label="Verdict">
      <span class="verdict-mark"><Icon name={verdict.tone === 'good' ? 'check' : verdict.tone === 'bad' ? 'cross' : 'again'} size={30} /></span>
      <div class="verdict-text">
        <p class="verdict-title" role="status">{verdict.title}</p>
        <p>{verdict.text}</p>
      </div>
      <button type="button" class="button plain" disabled={isRechecking.value} onClick={again}>{isRechecking.value ? 'Checking …' : 'Check again'}</button>
      {audit.state === 'running' && <progress class="bar" max={Math.max(1, audit.progress?.total ?? 1)} value={audit.progress?.done ?? 0} aria-label={STAGES[audit.progress?.stage ?? 'log']} />}
    </section>
  );
}
