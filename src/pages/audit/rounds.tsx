import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AuditCheck, AuditedRound } from '#core/audit';
import { REJECT_REASONS, type RoundRecord } from '#core/protocol';
import { formatCount, formatMoment, formatShort, Hash, Icon } from '#page/frame';
import { Mark } from './board.tsx';

/** Rounds before "Show all". */
const FIRST_ROUNDS = 12;
const MODEL_NAMES = { mix: 'Mix', t11: 'Encoder', pairs: 'What goes with what' } as const;

/** One check as a line: what was compared, and that it agreed or how it did not. */
export function CheckLine({ check }: { check: AuditCheck }): JSX.Element {
  const tone = check.ok ? 'good' : check.advisory ? 'warn' : 'bad';
  return (
    <li class={`check-line ${tone}`}>
      <Icon name={check.ok ? 'check' : check.advisory ? 'alert' : 'cross'} size={18} />
      <div><p><span class="hidden-text">{check.ok ? 'Holds: ' : 'Does not hold: '}</span>{check.title}</p><p class="small soft check-detail">{check.detail}</p></div>
    </li>
  );
}

function RoundFacts({ round: { record, leaf } }: { round: AuditedRound }): JSX.Element {
  const rejects = REJECT_REASONS.filter((reason) => record.rejects[reason] > 0);
  return (
    <dl class="facts small">
      <div><dt>Opened to closed</dt><dd>{formatMoment(record.openedMs)} to {formatMoment(record.closedMs)}</dd></div>
      <div><dt>Log entry</dt><dd>{leaf}</dd></div>
      <div><dt>Task</dt><dd><Hash value={record.task} what="task id" /></dd></div>
      <div><dt>Model before, after</dt><dd><Hash value={record.modelBefore} what="model hash" /> <Hash value={record.modelAfter} what="model hash" /></dd></div>
      <div><dt>Noised sum of the shop, of the helper</dt><dd><Hash value={record.leaderShare} what="share hash" /> <Hash value={record.helperShare} what="share hash" /></dd></div>
      <div><dt>Root of report ids</dt><dd><Hash value={record.leaderIdsRoot} what="ids root" /></dd></div>
      <div><dt>Program that closed it</dt><dd><Hash value={record.code} what="program hash" /></dd></div>
      <div><dt>Reports not counted</dt><dd>{rejects.length === 0 ? 'none' : rejects.map((reason) => `${reason} ${formatCount(record.rejects[reason])}`).join(', ')}</dd></div>
    </dl>
  );
}

function outcomeText({ outcome, modelBefore, modelAfter }: RoundRecord): string {
  if (outcome === 'kept') return 'old model kept';
  return modelBefore === modelAfter ? 'nothing stood out' : 'new model';
}

function RoundItem({ round, checks }: { round: AuditedRound; checks: readonly AuditCheck[] }): JSX.Element {
  const { record } = round;
  const isBroken = !round.ok || checks.some((check) => !check.ok && check.advisory !== true);
  return (
    <li>
      <details class={isBroken ? 'round broken' : 'round'} open={isBroken} data-round={record.round} data-holds={!isBroken}>
        <summary>
          <span class="round-number">Round {record.round}</span>
          <span class="soft">{MODEL_NAMES[record.model]}</span>
          <span class="number">{formatCount(record.leaderReports)} devices</span>
          <span class="number soft">{round.epsilon === undefined ? '' : `ε ${formatShort(round.epsilon)}`}</span>
          <span class="soft round-outcome">{outcomeText(record)}</span>
          <Mark state={isBroken ? 'broken' : 'holds'} />
          <Icon name="down" size={18} />
        </summary>
        <div class="round-body">
          <ul class="check-list">{checks.map((check, i) => <CheckLine key={i} check={check} />)}</ul>
          <RoundFacts round={round} />
        </div>
      </details>
    </li>
  );
}

/** The round of that number where there is one, else all with a hash that starts so: "2" is a number first. */
function findRounds(rounds: readonly AuditedRound[], text: string): readonly AuditedRound[] {
  if (text === '') return rounds;
  const numbered = rounds.filter(({ record }) => String(record.round) === text);
  if (numbered.length > 0) return numbered;
  return rounds.filter(({ record }) => [record.task, record.modelBefore, record.modelAfter, record.leaderShare, record.helperShare].some((hash) => hash.startsWith(text)));
}

/** Every round, newest first; a broken one stands open, and first. */
export function Rounds({ rounds, checks }: { rounds: readonly AuditedRound[]; checks: readonly AuditCheck[] }): JSX.Element {
  const [wanted, setWanted] = useState('');
  const [areAllShown, showAll] = useState(false);
  const sorted = [...rounds].sort((a, b) => Number(a.ok) - Number(b.ok) || b.record.round - a.record.round);
  const text = wanted.trim().toLowerCase();
  const found = findRounds(sorted, text);
  const shown = areAllShown ? found : found.slice(0, FIRST_ROUNDS);
  return (
    <section class="panel" aria-labelledby="rounds-title">
      <div class="panel-head">
        <h2 id="rounds-title">Rounds</h2>
        {rounds.length > 0 && <input class="input find-round" type="search" aria-label="Find a round by number, task or model hash" placeholder="Number or hash" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />}
      </div>
      {rounds.length === 0 && <p>No round has been published yet.</p>}
      {rounds.length > 0 && found.length === 0 && <p role="status">No round has that number or hash.</p>}
      <ul class="round-list">{shown.map((round) => <RoundItem key={round.record.round} round={round} checks={checks.filter((check) => check.round === round.record.round)} />)}</ul>
      {found.length > shown.length && <button type="button" class="button plain" onClick={() => showAll(true)}>Show all {formatCount(found.length)}</button>}
    </section>
  );
}
