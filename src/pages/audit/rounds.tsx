import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isBroken, type AuditCheck, type AuditedModelRound, type AuditedRound } from '#core/audit';
import { REPORT_ID_PATTERN, type ModelRound } from '#core/protocol';
import { formatCount, formatShort, Icon } from '#page/frame';
import { Mark } from './board.tsx';
import { CheckLine } from './check-line.tsx';
import { FoundModels, modelsLike } from './find-model.tsx';
import { FindReport } from './find-report.tsx';
import { RoundFacts, TwoServers } from './round-facts.tsx';
import type { Audited } from './run.ts';
import { search, searchFor } from './search.ts';
import { MODEL_NAMES } from './words.ts';

/** Rounds drawn at first, and with each press of "Show more": a page must not draw thousands at once. */
const FIRST_ROUNDS = 10;
const MORE_ROUNDS = 50;

function outcomeText({ model, outcome, verdict, modelBefore, modelAfter }: ModelRound): string {
  if (outcome === 'kept') return 'old model kept';
  if (outcome === 'rolled-back') return 'candidate dropped';
  if (model !== 'pairs' && !verdict) return 'candidate made';
  return modelBefore === modelAfter ? 'nothing stood out' : 'new model';
}

function isOfModel(round: AuditedRound): round is AuditedModelRound {
  return round.kind === 'model';
}

function RoundItem({ round, checks, isWanted }: { round: AuditedModelRound; checks: readonly AuditCheck[]; isWanted: boolean }): JSX.Element {
  const { record } = round;
  const isWrong = !round.ok || checks.some(isBroken);
  const [isOpen, setOpen] = useState(isWrong);
  useEffect(() => {
    if (isWanted) setOpen(true);
  }, [isWanted]);
  return (
    <li>
      <details class={isWrong ? 'round broken' : 'round'} open={isOpen} data-round={record.round} data-holds={!isWrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span class="round-number">Round {record.round}</span>
          <span class="soft round-model">{MODEL_NAMES[record.model]}</span>
          <span class="number">{formatCount(record.leaderReports)}{round.task && <span class="soft"> of ≥ {formatCount(round.task.minBatch)}</span>}</span>
          <span class="number soft">{round.epsilon === undefined ? '' : `ε ${formatShort(round.epsilon)}`}</span>
          <span class="soft round-outcome">{outcomeText(record)}</span>
          <Mark state={isWrong ? 'broken' : round.task ? 'holds' : 'limited'} />
          <Icon name="down" size={18} />
        </summary>
        {isOpen && (
          <div class="round-body">
            <ul class="check-list">{checks.map((check, i) => <CheckLine key={i} check={check} />)}</ul>
            <div class="round-sides"><TwoServers round={round} /><RoundFacts round={round} /></div>
          </div>
        )}
      </details>
    </li>
  );
}

/** The round of that number where there is one, else all with a hash that starts so: "2" is a number first. */
function findRounds(rounds: readonly AuditedModelRound[], text: string): readonly AuditedModelRound[] {
  if (text === '') return rounds;
  const numbered = rounds.filter(({ record }) => String(record.round) === text);
  if (numbered.length > 0) return numbered;
  return rounds.filter(({ record }) => [record.task, record.modelBefore, record.modelAfter, record.leaderShare, record.helperShare, record.leaderIdsRoot].some((hash) => hash.startsWith(text)));
}

/** Checks by the round they are about. */
export function checksByRound(checks: readonly AuditCheck[]): ReadonlyMap<number, readonly AuditCheck[]> {
  const byRound = new Map<number, AuditCheck[]>();
  for (const check of checks) {
    if (check.round === undefined) continue;
    const own = byRound.get(check.round);
    if (own) own.push(check);
    else byRound.set(check.round, [check]);
  }
  return byRound;
}

function RoundList({ rounds, checks, isWanted }: { rounds: readonly AuditedModelRound[]; checks: readonly AuditCheck[]; isWanted: boolean }): JSX.Element {
  const [most, setMost] = useState(FIRST_ROUNDS);
  const byRound = useMemo(() => checksByRound(checks), [checks]);
  const shown = rounds.slice(0, most);
  return (
    <>
      <div class="round-heads small soft" aria-hidden="true"><span>Round</span><span>Model</span><span>Devices</span><span>One report</span><span>Outcome</span></div>
      <ul class="round-list">{shown.map((round) => <RoundItem key={`${round.record.round} ${round.leaf}`} round={round} checks={byRound.get(round.record.round) ?? []} isWanted={isWanted} />)}</ul>
      {rounds.length > shown.length && <button type="button" class="button plain" onClick={() => setMost(most + MORE_ROUNDS)}>Show {formatCount(Math.min(MORE_ROUNDS, rounds.length - shown.length))} more of {formatCount(rounds.length)}</button>}
    </>
  );
}

/** Every round, newest first; a broken one stands open, and first. Finds a round, a model, or the round of a shopper's own report. */
export function Rounds({ result, checks }: { result: Audited | null; checks: readonly AuditCheck[] }): JSX.Element {
  const { text, linked } = search.value;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (linked > 0 && result) section.current?.scrollIntoView();
  }, [linked, result === null]);
  const rounds = useMemo(() => (result?.report.rounds ?? []).filter(isOfModel), [result]);
  const sorted = useMemo(() => [...rounds].sort((a, b) => Number(a.ok) - Number(b.ok) || b.record.round - a.record.round), [rounds]);
  const isReport = REPORT_ID_PATTERN.test(text);
  const found = isReport ? [] : findRounds(sorted, text);
  const models = useMemo(() => (result && !isReport ? modelsLike(text, result) : []), [result, text]);
  return (
    <section class="panel" id="rounds" ref={section} aria-labelledby="rounds-title">
      <div class="panel-head">
        <h2 id="rounds-title">Rounds</h2>
        {(rounds.length > 0 || text !== '') && <input class="input find-round" type="search" aria-label="Find a round by number, a task or model by its hash, or your report by its id" placeholder="Number, hash or report id" value={text} onInput={(event) => searchFor(event.currentTarget.value)} />}
      </div>
      {!result && <p role="status">The rounds are listed here when all of them are recomputed. One that does not hold is named above at once.</p>}
      {result && rounds.length === 0 && <p>No round has been published yet.</p>}
      {result && isReport && <FindReport key={text} reportId={text} result={result} />}
      {rounds.length > 0 && !isReport && found.length === 0 && models.length === 0 && <p role="status">No round has that number or hash, and no model of the log that hash.</p>}
      <FoundModels steps={models} />
      {found.length > 0 && <RoundList rounds={found} checks={checks} isWanted={text !== '' && found.length === 1} />}
      {text !== '' && <button type="button" class="button plain" onClick={() => searchFor('')}>Show all rounds</button>}
      {rounds.length > 0 && text === '' && <p class="small soft">Did you take part? “What was sent” in the shop’s privacy panel shows the id of each of your reports. Put one into the box above, and both servers prove in which round it was summed.</p>}
    </section>
  );
}
