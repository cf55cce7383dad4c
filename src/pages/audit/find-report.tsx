import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { findReport, type FoundReport } from '#core/audit';
import type { Fault, Result } from '#core/units';
import { formatCount, Icon } from '#page/frame';
import { reportPorts } from './report-ports.ts';
import type { Audited } from './run.ts';

/** Answers of the two servers about one report; undefined while they are asked. */
interface Answers {
  readonly shop: Result<FoundReport, Fault> | undefined;
  readonly helper: Result<FoundReport, Fault> | undefined;
}

function answerText(answer: Result<FoundReport, Fault> | undefined): { readonly tone: string; readonly text: string } {
  if (!answer) return { tone: '', text: 'Asking …' };
  if (answer.ok) return { tone: 'good', text: `Summed in round ${answer.value.record.round}: ${answer.value.steps === 1 ? 'one hash leads' : `${formatCount(answer.value.steps)} hashes lead`} from the id to the root that the round published.` };
  if (answer.fault.kind === 'mismatch' || answer.fault.kind === 'malformed') return { tone: 'bad', text: `Its proof does not hold. ${answer.fault.message}` };
  if (answer.fault.kind === 'not-verified') return { tone: 'warn', text: `Gives a proof for a round that is not among those verified here: newer than this audit, or made up. It is asked again as soon as the log has grown. ${answer.fault.message}.` };
  if (answer.fault.kind === 'not-counted') return { tone: 'warn', text: 'Says that no opened round counted a report of this id: it waits in a round that is still open, was turned away, its round was given up, or the id is of another shop. A server can also withhold a proof: compare with what the other one says.' };
  return { tone: 'warn', text: 'Gave no answer. It is away, or has more questions than it answers at once: ask again in a minute.' };
}

function Answer({ who, answer }: { who: string; answer: Answers['shop'] }): JSX.Element {
  const { tone, text } = answerText(answer);
  return (
    <li class={`check-line ${tone}`}>
      <Icon name={tone === 'good' ? 'check' : tone === 'bad' ? 'cross' : tone === 'warn' ? 'alert' : 'clock'} size={18} />
      <div><p>{who}</p><p class="small soft check-detail">{text}</p></div>
    </li>
  );
}

/**
 * Asks both servers to prove that one report was summed, after the visitor said so: the question tells them that somebody looks.
 * Keyed by its id: an answer that comes when another report is shown belongs to nobody here.
 */
export function FindReport({ reportId, result }: { reportId: string; result: Audited }): JSX.Element {
  const [answers, setAnswers] = useState<Answers | null>(null);
  const question = useRef(0);
  const ask = (): void => {
    const own = ++question.current; // a server that answers late answers an older question
    const take = (answer: Partial<Answers>): void => {
      if (own === question.current) setAnswers((known) => known && { ...known, ...answer });
    };
    setAnswers({ shop: undefined, helper: undefined });
    const { leader, helper } = reportPorts(result);
    const rounds = result.report.rounds.map(({ record }) => record);
    void findReport(reportId, { load: leader, rounds, root: 'leaderIdsRoot' }).then((shop) => take({ shop }));
    void findReport(reportId, { load: helper, rounds, root: 'helperIdsRoot' }).then((counted) => take({ helper: counted }));
  };
  const isAhead = [answers?.shop, answers?.helper].some((answer) => answer?.ok === false && answer.fault.kind === 'not-verified');
  useEffect(() => {
    if (isAhead) ask(); // the visitor said so before, and the audit has come further
  }, [result.report.logSize]);
  return (
    <div class="find-report" data-report={reportId}>
      <p class="panel-lead">This is the id of one report. Shop and helper can prove that they summed it, without telling any other id. Asking shows them that somebody is looking for it now; nothing else is sent.</p>
      {answers === null
        ? <button type="button" class="button" onClick={ask}>Ask both servers for the proof</button>
        : <ul class="check-list" aria-live="polite"><Answer who="The shop’s server" answer={answers.shop} /><Answer who="The helper" answer={answers.helper} /></ul>}
    </div>
  );
}
