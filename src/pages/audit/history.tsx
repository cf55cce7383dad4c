import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { buildsOf, incidentsOf, isBroken, modelHistoryOf, verdictText, type Change, type HistoryStep, type Incident, type ModelStep } from '#core/audit';
import { isContentHash } from '#core/units';
import { formatCount, formatCountOf, Hash, Icon } from '#page/frame';
import type { Audited } from './run.ts';
import { MODEL_NAMES } from './words.ts';

/** Steps and files drawn before "Show all". */
const FIRST_STEPS = 6;
const FIRST_FILES = 8;

function Value({ text, what }: { text: string; what: string }): JSX.Element {
  if (text === '') return <span class="soft">none</span>;
  return isContentHash(text) ? <Hash value={text} what={what} /> : <code class="small">{text}</code>;
}

function Changes({ changes }: { changes: readonly Change[] }): JSX.Element {
  const [areAllShown, showAll] = useState(false);
  return (
    <ul class="change-list small">
      {(areAllShown ? changes : changes.slice(0, FIRST_FILES)).map(({ what, before, after }) => (
        <li key={what}><span class="change-what">{what}</span><Value text={before} what={`${what} before`} /><span class="soft" aria-label="became">→</span><Value text={after} what={`${what} after`} /></li>
      ))}
      {!areAllShown && changes.length > FIRST_FILES && <li><button type="button" class="link-button" onClick={() => showAll(true)}>Show all {formatCount(changes.length)} changes</button></li>}
    </ul>
  );
}

function Step({ step }: { step: HistoryStep }): JSX.Element {
  return (
    <li class="step">
      <p><b>Entry {formatCount(step.leaf)}</b><span class="soft"> · {step.afterRound === 0 ? 'before the first round' : `after round ${step.afterRound}`}</span></p>
      {step.isFirst ? <p class="small soft">The first {step.kind === 'config' ? 'configuration' : 'build'}.</p> : step.changes.length === 0 ? <p class="small soft">Nothing changed.</p> : <Changes changes={step.changes} />}
    </li>
  );
}

function Steps({ steps }: { steps: readonly HistoryStep[] }): JSX.Element {
  const [areAllShown, showAll] = useState(false);
  const newest = steps.toReversed();
  return (
    <>
      <ol class="step-list">{(areAllShown ? newest : newest.slice(0, FIRST_STEPS)).map((step) => <Step key={step.leaf} step={step} />)}</ol>
      {!areAllShown && newest.length > FIRST_STEPS && <button type="button" class="button plain" onClick={() => showAll(true)}>Show all {formatCount(newest.length)}</button>}
    </>
  );
}

function Panel({ id, title, lead, half = true, children }: { id: string; title: string; lead: string; half?: boolean; children: ComponentChildren }): JSX.Element {
  return <section class={half ? 'panel half' : 'panel'} id={id} aria-labelledby={`${id}-title`}><h2 id={`${id}-title`}>{title}</h2><p>{lead}</p>{children}</section>;
}

/** What files the newest build has, and how builds changed. */
export function Builds({ result }: { result: Audited | null }): JSX.Element {
  const [areAllShown, showAll] = useState(false);
  const newest = buildsOf(result?.report.log?.entries ?? []).at(-1);
  const files = Object.entries(newest?.files ?? {});
  const served = (result?.report.checks ?? []).filter(({ id }) => id === 'served');
  const wrong = served.filter(isBroken);
  return (
    <Panel id="builds" title="Builds and hashes" lead="Every file that visitors get and every file of the server’s program, by hash, in the log before it was used. A build is reproducible: the same source gives the same bytes in your hands.">
      {served[0] && <p class={`small served-line ${wrong.length > 0 ? 'wrong-text' : ''}`}><Icon name={wrong.length > 0 ? 'cross' : served[0].ok ? 'check' : 'alert'} size={16} />{wrong.length > 0 ? wrong.map(({ detail }) => detail).join('; ') : `${served[0].ok ? 'Served as logged: ' : ''}${served[0].detail}`}</p>}
      {newest && (
        <div class="table-box"><table class="data files">
          <caption class="hidden-text">Files of build entry {newest.leaf}</caption>
          <thead><tr><th scope="col">File, build entry {formatCount(newest.leaf)}</th><th scope="col" class="end">SHA-256</th></tr></thead>
          <tbody>{(areAllShown ? files : files.slice(0, FIRST_FILES)).map(([path, hash]) => <tr key={path}><th scope="row" class="mono">{path}</th><td class="end"><Hash value={hash} what={`hash of ${path}`} /></td></tr>)}</tbody>
        </table></div>
      )}
      {!areAllShown && files.length > FIRST_FILES && <button type="button" class="button plain" onClick={() => showAll(true)}>Show all {formatCount(files.length)} files</button>}
      {result && <Steps steps={result.history.filter(({ kind }) => kind === 'build')} />}
    </Panel>
  );
}

/** Each configuration with its difference to the one before, and what the newest one says. */
export function Configurations({ result }: { result: Audited | null }): JSX.Element {
  const steps = (result?.history ?? []).filter(({ kind }) => kind === 'config');
  const values = Object.entries(steps.at(-1)?.values ?? {});
  return (
    <Panel id="configuration" title="Configuration history" lead="Keys, addresses, floors, witnesses and catalogue, as the log has them. What changed, and after which round.">
      {result && <Steps steps={steps} />}
      {values.length > 0 && <h3 class="small">In force now</h3>}
      <dl class="facts small values">{values.map(([what, text]) => <div key={what}><dt>{what}</dt><dd><Value text={text} what={what} /></dd></div>)}</dl>
    </Panel>
  );
}

const EVENT_WORDS: Readonly<Record<ModelStep['event'], { readonly word: string; readonly tone: string }>> = {
  first: { word: 'First', tone: '' }, made: { word: 'Candidate made', tone: '' }, confirmed: { word: 'Confirmed', tone: 'good' }, dropped: { word: 'Candidate dropped', tone: 'warn' }, counted: { word: 'Counts added', tone: '' },
};

/** Where a round is shown: followed, the page finds and opens it. */
function RoundLink({ round }: { round: number }): JSX.Element {
  return <a href={`#round=${round}`}>round {round}</a>;
}

function ModelStepItem({ step: { event, model, leaf, round, before, after, verdict } }: { step: ModelStep }): JSX.Element {
  return (
    <li data-event={event}>
      <span class={`chip ${EVENT_WORDS[event].tone}`}>{EVENT_WORDS[event].word}</span>
      <div class="small">
        <p class="change-line"><b>{MODEL_NAMES[model]}</b>{before !== '' && <><Hash value={before} what="model hash before" /><span class="soft" aria-label="became">→</span></>}<Hash value={after} what="model hash after" /><span class="soft">{round > 0 && <><RoundLink round={round} /> · </>}entry {formatCount(leaf)}</span></p>
        {verdict && <p class="soft">{verdictText(verdict)}.</p>}
      </div>
    </li>
  );
}

/** What happened to each model: made, confirmed by the next batch, or dropped, and by which numbers. */
export function ModelHistory({ result }: { result: Audited | null }): JSX.Element {
  const [most, setMost] = useState(FIRST_STEPS);
  const steps = useMemo(() => (result ? modelHistoryOf(result.report).toReversed() : []), [result]);
  return (
    <Panel id="models" title="Model history" half={false} lead="A round makes a candidate; the devices of the next one judge it before shelves rank with it. Recomputed here: the sum of their verdicts from both noised shares, the surplus, the decision, and the files that follow from it. Taken as said: what each device found, and that the noise in the sums was drawn as promised.">
      <ul class="incident-list">{steps.slice(0, most).map((step) => <ModelStepItem key={step.leaf} step={step} />)}</ul>
      {steps.length > most && <button type="button" class="button plain" onClick={() => setMost(steps.length)}>Show all {formatCount(steps.length)}</button>}
    </Panel>
  );
}

const INCIDENT_WORDS: Readonly<Record<Incident['kind'], { readonly word: string; readonly tone: string }>> = {
  mismatch: { word: 'Does not agree', tone: 'bad' }, abandoned: { word: 'Given up', tone: '' }, reset: { word: 'Began anew', tone: 'warn' }, unfinished: { word: 'No end', tone: 'warn' },
  'rolled-back': { word: 'Rolled back', tone: 'warn' },
};

/** What went otherwise than planned. */
export function Incidents({ result }: { result: Audited | null }): JSX.Element {
  const incidents = result ? incidentsOf(result.report) : [];
  const [most, setMost] = useState(FIRST_STEPS);
  return (
    <Panel id="incidents" title="Incidents" half={false} lead="Rounds given up, candidates that devices turned down, models that began anew, tasks without an end, and whatever this audit found not to agree.">
      {result && incidents.length === 0 && <p class="served-line small"><Icon name="check" size={16} />None in {formatCountOf(result.report.logSize, 'entry', 'entries')}.</p>}
      <ul class="incident-list">
        {incidents.slice(0, most).map(({ kind, leaf, round, text, change }, i) => (
          <li key={i} data-incident={kind}>
            <span class={`chip ${INCIDENT_WORDS[kind].tone}`}>{INCIDENT_WORDS[kind].word}</span>
            <div class="small">
              <p>{text}<span class="soft">{round !== undefined && <> · <RoundLink round={round} /></>}{leaf === undefined ? '' : ` · entry ${formatCount(leaf)}`}</span></p>
              {change && <Changes changes={[change]} />}
            </div>
          </li>
        ))}
      </ul>
      {incidents.length > most && <button type="button" class="button plain" onClick={() => setMost(incidents.length)}>Show all {formatCount(incidents.length)}</button>}
    </Panel>
  );
}
