import type { JSX } from 'preact';
import { brokenRounds, isBroken, type AuditProgress } from '#core/audit';
import { formatCount, formatCountOf, formatSpan, Icon, type IconName } from '#page/frame';
import { isRechecking, type Audit } from './run.ts';

interface Verdict {
  readonly tone: 'good' | 'limited' | 'bad' | 'busy';
  readonly title: string;
  readonly text: string;
}

const MARKS: Readonly<Record<Verdict['tone'], IconName>> = { good: 'check', limited: 'alert', bad: 'cross', busy: 'again' };

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
  if (audit.result?.source.withoutLeader !== undefined) {
    return { tone: 'limited', title: 'The shop’s server is away; the helper’s copy of its log holds', text: `Checked here: signatures, all ${formatCountOf(report?.logSize ?? 0, 'entry', 'entries')}, what ${formatCountOf(count, 'round says', 'rounds say')} of counts and models, and the helper’s word for each. Not checked: tasks, noise and model steps, whose files the shop’s server has. This page looks again by itself.` };
  }
  if (count === 0) return { tone: 'good', title: 'The log is in order; no round has closed yet', text: 'This page checks the first one as soon as it is published.' };
  return { tone: 'good', title: `All ${formatCountOf(count, 'round holds', 'rounds hold')}`, text: `${formatCount(audit.checks.length)} checks over ${formatCountOf(report?.logSize ?? 0, 'log entry', 'log entries')}, recomputed in this browser in ${formatSpan(Math.max(1000, audit.tookMs))}.` };
}

/** The answer in one line, and how far the work is. */
export function VerdictCard({ audit, again }: { audit: Audit; again: () => void }): JSX.Element {
  const verdict = verdictOf(audit);
  return (
    <section class={`verdict-card ${verdict.tone}`} data-verdict={audit.state === 'running' ? 'running' : verdict.tone} aria-label="Verdict">
      <span class="verdict-mark"><Icon name={MARKS[verdict.tone]} size={30} /></span>
      <div class="verdict-text">
        <p class="verdict-title" role="status">{verdict.title}</p>
        <p>{verdict.text}</p>
      </div>
      <button type="button" class="button plain" disabled={isRechecking.value} onClick={again}>{isRechecking.value ? 'Checking …' : 'Check again'}</button>
      {audit.state === 'running' && <progress class="bar" max={Math.max(1, audit.progress?.total ?? 1)} value={audit.progress?.done ?? 0} aria-label={STAGES[audit.progress?.stage ?? 'log']} />}
    </section>
  );
}
