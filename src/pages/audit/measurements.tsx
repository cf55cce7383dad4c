import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { isBroken, type AuditCheck, type AuditedMeasureRound } from '#core/audit';
import { estimateOf, type Subject } from '#core/measurement';
import { formatCount, formatMoments, formatShort, Hash, Icon } from '#page/frame';
import { Mark } from './board.tsx';
import { cellWords } from './cell-words.ts';
import { CheckLine } from './check-line.tsx';
import { TwoServers } from './round-facts.tsx';
import { checksByRound } from './rounds.tsx';
import type { Audited } from './run.ts';

/** What each subject counts, for a shopper. */
const SUBJECT_WORDS: Readonly<Record<Subject, string>> = {
  ads: 'What ads were shown, looked at and clicked, and what came of it',
  experiment: 'How the arms of an experiment differ',
  reach: 'How many devices have each interest',
  calibration: 'How often what was predicted happened',
  bandit: 'Which ads do well in which place',
  demand: 'What is wanted when',
  quality: 'How high what was turned to next stood in what was served, and by popularity alone',
  policy: 'What another way of choosing would have earned',
  buying: 'What comes before a purchase',
  parity: 'Whether groups of shoppers met higher prices than others',
  offers: 'How many coupons were shown, and how many redeemed',
};

/** Measurements drawn at first, and with each press of "Show more". */
const FIRST_ROUNDS = 10;
const MORE_ROUNDS = 50;

/** Numbers of one sum drawn at first: a layout may have 256. */
const FIRST_CELLS = 24;

function Cells({ round: { record, task, measured } }: { round: AuditedMeasureRound }): JSX.Element | null {
  const [isWhole, setWhole] = useState(false);
  if (!task || !measured) return null;
  const { subject } = measured.layout;
  const cells = estimateOf(measured.sum, Math.max(1, record.leaderReports), task, measured.layout).filter(({ cell }) => !cell.startsWith('spare-'));
  return (
    <div class="cells">
      <div class="table-box" tabIndex={0} role="region" aria-label={`What round ${record.round} counted, a table that scrolls`}><table class="data wrap-first">
        <caption class="hidden-text">What round {record.round} counted, with the noise of both servers</caption>
        <thead><tr><th scope="col">Counted</th><th scope="col" class="end">Noised sum</th><th scope="col" class="end">95 % interval</th></tr></thead>
        <tbody>{cells.slice(0, isWhole ? cells.length : FIRST_CELLS).map(({ cell, total }) => <tr key={cell}><th scope="row" title={cell}>{cellWords(subject, cell)}</th><td class="end">{formatShort(total.value)}</td><td class="end">{formatShort(total.low)} to {formatShort(total.high)}</td></tr>)}</tbody>
      </table></div>
      {!isWhole && cells.length > FIRST_CELLS && <button type="button" class="button plain" onClick={() => setWhole(true)}>Show all {formatCount(cells.length)}</button>}
    </div>
  );
}

/** What is measured at all: each subject with its newest task, and how much was told of it. */
function Subjects({ rounds }: { rounds: readonly AuditedMeasureRound[] }): JSX.Element {
  const bySubject = new Map<Subject, AuditedMeasureRound[]>();
  for (const round of rounds) if (round.measured) bySubject.set(round.measured.layout.subject, [...(bySubject.get(round.measured.layout.subject) ?? []), round]);
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label="What is measured, a table that scrolls"><table class="data wrap-first">
      <caption class="hidden-text">What is measured, by subject</caption>
      <thead><tr><th scope="col">About</th><th scope="col" class="end">Rounds</th><th scope="col" class="end">Reports</th><th scope="col" class="end">Numbers</th><th scope="col" class="end">Bound</th><th scope="col" class="end">ε a report</th><th scope="col" class="end">Noise scale</th></tr></thead>
      <tbody>{[...bySubject].map(([subject, own]) => {
        const newest = own.reduce((last, round) => (round.record.round > last.record.round ? round : last));
        const { task, measured, epsilon } = newest;
        return (
          <tr key={subject} data-subject={subject}>
            <th scope="row">{SUBJECT_WORDS[subject]}</th><td class="end">{formatCount(own.length)}</td><td class="end">{formatCount(own.reduce((sum, { record }) => sum + record.leaderReports, 0))}</td>
            <td class="end">{formatCount(measured?.layout.cells.filter((cell) => !cell.startsWith('spare-')).length ?? 0)}</td><td class="end">{task ? formatCount(task.bound) : '–'}</td>
            <td class="end">{epsilon === undefined ? '–' : formatShort(epsilon)}</td><td class="end">{task ? formatShort(task.noiseScale.numerator / task.noiseScale.denominator) : '–'}</td>
          </tr>
        );
      })}</tbody>
    </table></div>
  );
}

function MeasureItem({ round, checks }: { round: AuditedMeasureRound; checks: readonly AuditCheck[] }): JSX.Element {
  const { record, task, measured, epsilon, leaf } = round;
  const isWrong = !round.ok || checks.some(isBroken);
  const [isOpen, setOpen] = useState(isWrong);
  const subject = measured?.layout.subject;
  return (
    <li>
      <details class={isWrong ? 'round broken' : 'round'} open={isOpen} data-measure={record.round} data-holds={!isWrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span class="round-number">Round {record.round}</span>
          <span class="soft round-model">{subject ?? 'unknown'}</span>
          <span class="number">{formatCount(record.leaderReports)}{task && <span class="soft"> of ≥ {formatCount(task.minBatch)}</span>}</span>
          <span class="number soft">{epsilon === undefined ? '' : `ε ${formatShort(epsilon)}`}</span>
          <span class="soft round-outcome">measured</span>
          <Mark state={isWrong ? 'broken' : task ? 'holds' : 'limited'} />
          <Icon name="down" size={18} />
        </summary>
        {isOpen && (
          <div class="round-body">
            {subject && task && <p>{SUBJECT_WORDS[subject]}: {formatCount(record.leaderReports)} reports of at most {formatCount(task.bound)} steps each; what a step stands for, the layout says. Each server added discrete Laplace noise of scale {formatShort(task.noiseScale.numerator / task.noiseScale.denominator)} to every number, so that one report costs ε {formatShort(epsilon ?? 0)} at most, whoever the other server works with.</p>}
            <ul class="check-list">{checks.map((check, i) => <CheckLine key={i} check={check} />)}</ul>
            <div class="round-sides">
              <TwoServers round={round} />
              <dl class="facts small">
                <div><dt>Opened to closed</dt><dd>{formatMoments(record.openedMs, record.closedMs)}</dd></div>
                <div><dt>Cost of one report, ρ</dt><dd>{formatShort(record.rho)}</dd></div>
                <div><dt>Log entry</dt><dd>{formatCount(leaf)}</dd></div>
                <div><dt>Task</dt><dd><Hash value={record.task} what="task id" /></dd></div>
                <div><dt>Layout: what each number counts</dt><dd><Hash value={record.layout} what="layout hash" /></dd></div>
                <div><dt>Sum</dt><dd><Hash value={record.sum} what="hash of the sum" /></dd></div>
              </dl>
            </div>
            <Cells round={round} />
          </div>
        )}
      </details>
    </li>
  );
}

/** Every measurement, newest first: what was counted, how many reports, the noise and its cost. Nothing where there was none. */
export function Measurements({ result, checks }: { result: Audited | null; checks: readonly AuditCheck[] }): JSX.Element | null {
  const [most, setMost] = useState(FIRST_ROUNDS);
  const rounds = useMemo(() => (result?.report.rounds ?? []).filter((round) => round.kind === 'measure').sort((a, b) => Number(a.ok) - Number(b.ok) || b.record.round - a.record.round), [result]);
  const byRound = useMemo(() => checksByRound(checks), [checks]);
  if (rounds.length === 0) return null;
  return (
    <section class="panel" id="measurements" aria-labelledby="measurements-title">
      <h2 id="measurements-title">Measurements</h2>
      <p>Devices that allow it count what a public file names, and send at most one such report a day. Only sums over at least 50 are ever opened, with noise of both servers in every number.</p>
      <Subjects rounds={rounds} />
      <p class="small soft">Bound: most steps that one report adds to all numbers together. Noise scale: of the discrete Laplace noise that each of the two servers adds to every number.</p>
      <div class="round-heads small soft" aria-hidden="true"><span>Round</span><span>About</span><span>Devices</span><span>One report</span><span>Outcome</span></div>
      <ul class="round-list">{rounds.slice(0, most).map((round) => <MeasureItem key={round.leaf} round={round} checks={byRound.get(round.record.round) ?? []} />)}</ul>
      {rounds.length > most && <button type="button" class="button plain" onClick={() => setMost(most + MORE_ROUNDS)}>Show {formatCount(Math.min(MORE_ROUNDS, rounds.length - most))} more of {formatCount(rounds.length)}</button>}
    </section>
  );
}
