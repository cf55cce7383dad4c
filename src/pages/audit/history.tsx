import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { buildsOf, incidentsOf, isBroken, type Change, type HistoryStep, type Incident } from '#core/audit';
import { formatCount, Hash, Icon } from '#page/frame';
import type { Audited } from './run.ts';

const HASH = /^[0-9a-f]{64}$/;
/** Steps and files drawn before "Show all". */
const FIRST_STEPS = 6;
const FIRST_FILES = 8;

function Value({ text, what }: { text: string; what: string }): JSX.Element {
  if (text === '') return <span class="soft">none</span>;
  return HASH.test(text) ? <Hash value={text} what={what} /> : <code class="small">{text}</code>;
}

function Changes({ changes }: { changes: readonly Change[] }): JSX.Element {
  return (
    <ul class="change-list small">
      {changes.map(({ what, before, after }) => (
        <li key={what}><span class="change-what">{what}</span><Value text={before} what={`${what} before`} /><span class="soft" aria-label="became">→</span><Value text={after} what={`${what} after`} /></li>
      ))}
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

const INCIDENT_WORDS: Readonly<Record<Incident['kind'], { readonly word: string; readonly tone: string }>> = {
  mismatch: { word: 'Does not agree', tone: 'bad' }, abandoned: { word: 'Given up', tone: '' }, reset: { word: 'Began anew', tone: 'warn' }, unfinished: { word: 'No end', tone: 'warn' },
};

/** What went otherwise than planned. */
export function Incidents({ result }: { result: Audited | null }): JSX.Element {
  const incidents = result ? incidentsOf(result.report) : [];
  const [most, setMost] = useState(FIRST_STEPS);
  return (
    <Panel id="incidents" title="Incidents" half={false} lead="Rounds given up, models that began anew, tasks without an end, and whatever this audit found not to agree.">
      {result && incidents.length === 0 && <p class="served-line small"><Icon name="check" size={16} />None in {formatCount(result.report.logSize)} entries.</p>}
      <ul class="incident-list">
        {incidents.slice(0, most).map(({ kind, leaf, round, text }, i) => (
          <li key={i}><span class={`chip ${INCIDENT_WORDS[kind].tone}`}>{INCIDENT_WORDS[kind].word}</span><p class="small">{text}<span class="soft">{round === undefined ? '' : ` · round ${round}`}{leaf === undefined ? '' : ` · entry ${leaf}`}</span></p></li>
        ))}
      </ul>
      {incidents.length > most && <button type="button" class="button plain" onClick={() => setMost(incidents.length)}>Show all {formatCount(incidents.length)}</button>}
    </Panel>
  );
}
