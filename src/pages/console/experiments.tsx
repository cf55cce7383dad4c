import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ManagedCampaign, PlannedExperiment } from '#core/campaigns';
import { isRunning } from '#core/experiment';
import { formatCount, formatCountOf, formatDay, formatMoment, formatShort, Notice } from '#page/frame';
import { ask, type Person } from './api.ts';
import { campaignsNow } from './campaigns-now.ts';
import { ExperimentForm } from './experiment-form.tsx';
import { readExperiment, type Comparison, type Decision, type ExperimentReading } from './experiment-reading.ts';
import { experimentsNow, lookAtExperiments } from './experiments-now.ts';
import { intervalText, moneyText, percentText } from './figure-words.ts';
import { QiniChart } from './qini-chart.tsx';
import { sums } from './sums.ts';
import { seen } from './watch.ts';

/** What is decided, in a word and in a sentence. */
function decisionText(decision: Decision, currency: string): { readonly word: string; readonly tone: '' | 'good' | 'warn'; readonly sentence: string } {
  switch (decision.kind) {
    case 'waiting': return { word: 'Nothing known', tone: '', sentence: 'Noise still covers how many devices took part.' };
    case 'open': return { word: 'Not decided', tone: 'warn', sentence: 'The interval still holds “no difference”. Look as often as you like: it allows for that.' };
    case 'none': return { word: 'No difference found', tone: '', sentence: 'As many devices as planned have told, and a difference as large as planned for would most likely have shown.' };
    case 'better': case 'worse': {
      const { arm, against, alwaysValid } = decision.comparison;
      const money = (cents: number): string => moneyText(Math.abs(cents), currency);
      const [least, most] = decision.kind === 'better' ? [alwaysValid.low, alwaysValid.high] : [alwaysValid.high, alwaysValid.low];
      return { word: 'Decided', tone: 'good', sentence: `A device of “${arm}” buys for ${money(least)} to ${money(most)} ${decision.kind === 'better' ? 'more' : 'less'} in its week than one of “${against}”. Calling a difference that is none happens once in 20 experiments at most, however often one looks.` };
    }
  }
}

/** With its sign, so that a loss is not read as a gain. */
const signed = (cents: number, currency: string): string => `${cents < 0 ? '−' : '+'}${moneyText(Math.abs(cents), currency)}`;

function ComparisonRow({ name, comparison: { plain, adjusted, alwaysValid, p, saved }, currency }: { readonly name: string; readonly comparison: Comparison; readonly currency: string }): JSX.Element {
  const text = (cents: number): string => signed(cents, currency);
  const known = Number.isFinite(adjusted.stdError);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="end">{known ? <>{text(plain.value)}<span class="under">{intervalText(plain, { text })}</span></> : <span class="soft">Not known</span>}</td>
      <td class="end">{known ? <><b>{text(adjusted.value)}</b><span class="under">{saved > 0.005 ? `as if ${percentText(saved / (1 - saved))} more devices had told` : 'what was bought before tells nothing'}</span></> : <span class="soft">Not known<span class="under">noise covers the devices</span></span>}</td>
      <td class="end">{known ? intervalText(alwaysValid, { text }) : '–'}<span class="under">{known && (p < 0.001 ? 'p < 0.001' : `p = ${formatShort(p, 2)}`)}</span></td>
    </tr>
  );
}

function Told({ reading, experiment, currency }: { readonly reading: ExperimentReading; readonly experiment: PlannedExperiment; readonly currency: string }): JSX.Element {
  const { word, tone, sentence } = decisionText(reading.decision, currency);
  const devices = Math.max(0, Math.round(reading.arms.reduce((sum, arm) => sum + arm.devices.value, 0)));
  return (
    <>
      <p><span class={`chip ${tone}`}>{word}</span> {sentence}</p>
      <p class="small">About {formatCount(devices)} of {formatCount(experiment.plannedDevices)} planned devices have told, in {formatCountOf(reading.rounds, 'measurement')} with {formatCountOf(reading.reports, 'report')}.</p>
      <progress class="bar" max={experiment.plannedDevices} value={devices} aria-label={`Devices that have told, of those planned for ${experiment.id}`} />
      <div class="table-box" tabIndex={0} role="region" aria-label={`Effects in ${experiment.id}, a table that scrolls`}>
        <table class="data">
          <thead><tr><th scope="col">Purchases a device and week</th><th scope="col" class="end">Difference</th><th scope="col" class="end">With purchases before taken out</th><th scope="col" class="end">Always valid, 95 %</th></tr></thead>
          <tbody>
            {reading.comparisons.map((comparison) => <ComparisonRow key={comparison.arm} name={`${comparison.arm} against ${comparison.against}`} comparison={comparison} currency={currency} />)}
            {reading.segments.map((each) => <ComparisonRow key={`${each.segment} ${each.arm}`} name={`${each.arm}, segment ${each.segment}`} comparison={each} currency={currency} />)}
          </tbody>
        </table>
      </div>
      {reading.qini.map((each) => <QiniChart key={each.arm} reading={each} signed={(value) => signed(value, currency)} />)}
    </>
  );
}

function ExperimentPanel({ experiment, campaigns, person, currency, nowMs }: { readonly experiment: PlannedExperiment; readonly campaigns: readonly ManagedCampaign[]; readonly person: Person; readonly currency: string; readonly nowMs: number }): JSX.Element {
  const [failure, setFailure] = useState('');
  const reading = readExperiment(sums.value ?? [], experiment);
  const runs = isRunning(experiment, nowMs);
  const name = experiment.campaign === undefined ? 'all campaigns' : (campaigns.find(({ campaign }) => campaign.id === experiment.campaign)?.name ?? experiment.campaign);
  const stop = async (): Promise<void> => {
    if (!confirm(`Stop “${experiment.id}”? It cannot be started again; what it told stays.`)) return;
    const stopped = await ask('POST', `/api/experiments/${experiment.id}/stop`, {});
    setFailure(stopped.ok ? '' : stopped.fault.message);
    await lookAtExperiments();
  };
  return (
    <section class="panel" aria-labelledby={`experiment-${experiment.id}`}>
      <div class="panel-head">
        <h2 id={`experiment-${experiment.id}`}>{experiment.id}</h2>
        <span class="row"><span class={`chip ${runs ? 'good' : ''}`}>{runs ? 'Runs' : nowMs < experiment.startMs ? 'Begins later' : 'Over'}</span>{runs && person.role === 'owner' && <button type="button" class="button plain" onClick={() => void stop()}>Stop</button>}</span>
      </div>
      <p>{experiment.kind === 'holdout' ? 'Holdout' : 'Creatives compared'} of {name}, {formatDay(experiment.startMs)} to {nowMs < experiment.endMs ? formatDay(experiment.endMs) : formatMoment(experiment.endMs)}: {experiment.arms.map((arm) => `${arm.name} ${formatShort(arm.thousandths / 10)} %`).join(' · ')}</p>
      {failure !== '' && <Notice title="It was not stopped" tone="bad"><p>{failure}</p></Notice>}
      {reading ? <Told reading={reading} experiment={experiment} currency={currency} /> : <p class="soft">Nothing was told yet. A device tells its outcome once, within a week after its own is over; the first measurement comes then.</p>}
    </section>
  );
}

/** Experiments: what each told, and a new one. */
export function Experiments({ person, currency }: { readonly person: Person; readonly currency: string }): JSX.Element {
  const [isNew, setNew] = useState(false);
  const { experiments, failure } = experimentsNow.value;
  const campaigns = campaignsNow.value.campaigns?.map(({ managed }) => managed) ?? [];
  const nowMs = Date.now();
  return (
    <>
      <header class="tool-head with-action">
        <h1>Experiments</h1>
        <p>Each device draws its own arm by a hash of its own; nobody is told which. What comes back is a noised sum over each arm. {seen.value.manifest?.simulated && <span class="chip warn">Simulated shoppers</span>}</p>
        {person.role === 'owner' && !isNew && <button type="button" class="button" onClick={() => setNew(true)}>New experiment</button>}
      </header>
      {failure !== '' && <Notice title="The experiments could not be loaded" tone="bad"><p>{failure}</p></Notice>}
      <div class="panels">
        {isNew && <ExperimentForm campaigns={campaigns} currency={currency} onDone={() => setNew(false)} />}
        {experiments === undefined && failure === '' && <p role="status">Loading the experiments</p>}
        {experiments?.length === 0 && !isNew && <div class="panel"><Notice title="There is no experiment yet"><p>A holdout keeps some devices from a campaign’s ads and tells what these ads bring by themselves. A comparison gives each device one of a campaign’s creatives.{person.role === 'owner' ? '' : ' An owner starts one.'}</p></Notice></div>}
        {[...(experiments ?? [])].reverse().map((experiment) => <ExperimentPanel key={experiment.id} experiment={experiment} campaigns={campaigns} person={person} currency={currency} nowMs={nowMs} />)}
      </div>
    </>
  );
}
