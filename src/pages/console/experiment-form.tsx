import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LIFE_CYCLES, parseExperimentRequest, type CampaignFault, type ExperimentRequest, type ManagedCampaign } from '#core/campaigns';
import { HELD_ARM, MOST_OUTCOME_CENTS } from '#core/experiment';
import { DAY_MS } from '#core/units';
import { formatCount, Notice } from '#page/frame';
import { allFaults } from './all-faults.ts';
import { ask } from './api.ts';
import { centsOf, idFrom } from './campaign-form.ts';
import { leastFoundCents, mostDevices, noiseOver, plannedDevices, type PlanQuestion } from './experiment-plan.ts';
import { lookAtExperiments } from './experiments-now.ts';
import { ChecksField, faultsAt, SelectField, TextField } from './fields.tsx';
import { moneyText } from './figure-words.ts';
import { sums } from './sums.ts';
import { useDraft, type Change } from './use-draft.ts';

/** Arm of a holdout that is shown ads as ever. */
const SHOWN_ARM = 'shown';
/** Share of devices that a holdout begins with, thousandths: a tenth costs a tenth of the sales that ads bring. */
const FIRST_HELD = '100';
const FIRST_DAYS = '28';
/** A week's purchases of a device, money: how far they lie apart, and the least difference worth an experiment, where nothing is known yet. */
const FIRST_SPREAD = '30';
const FIRST_EFFECT = '2';
/** Four cells in place of one: √4 of the noise where they are added up. */
const APART_PRICE = 'Tells whom the ads move. The whole then carries twice the noise of the servers; each part as much as the whole does without, over its own devices alone. A device counts by what it was before it met the ad';

interface Form {
  readonly id: string;
  readonly kind: 'holdout' | 'ab';
  readonly campaign: string;
  readonly held: string;
  readonly creatives: readonly string[];
  readonly days: string;
  readonly spread: string;
  readonly effect: string;
  /** What devices are counted apart by. */
  readonly apart: readonly 'life-cycle'[];
}

/** Shares of the arms: equal for creatives, what is left over to the first. */
function armsOf({ kind, held, creatives }: Form): ExperimentRequest['arms'] {
  const share = Number(held);
  if (kind === 'holdout') return [{ name: SHOWN_ARM, thousandths: 1000 - share }, { name: HELD_ARM, thousandths: share }];
  const each = Math.floor(1000 / Math.max(1, creatives.length));
  return creatives.map((name, i) => ({ name, thousandths: i === 0 ? 1000 - each * (creatives.length - 1) : each }));
}

/** What the form asks of a plan. */
function questionOf(form: Form): PlanQuestion {
  return {
    thousandths: armsOf(form).map(({ thousandths }) => thousandths), effectCents: centsOf(form.effect), spreadCents: centsOf(form.spread),
    noiseStdDev: noiseOver(sums.value ?? [], Number(form.days), form.apart.length > 0 ? LIFE_CYCLES.length : 1),
  };
}

/** Devices that all arms need together; undefined where the form does not say yet. */
function plannedFor(form: Form): number | undefined {
  return Number(form.days) > 0 ? plannedDevices(questionOf(form)) : undefined;
}

/** Where fewer devices can tell than a plan wants: how many, and what those would find. */
function Reach({ form, planned, currency }: { readonly form: Form; readonly planned: number; readonly currency: string }): JSX.Element | null {
  const most = mostDevices(sums.value ?? [], Number(form.days));
  if (most === undefined || most >= planned) return null;
  const least = leastFoundCents(questionOf(form), most);
  return <> <b>That is more than can tell in these days:</b> at the pace of the last day at most {formatCount(most)}, {least === undefined ? 'which find no difference that counts' : `which find a difference of ${moneyText(least, currency)} and more`}. More days, a larger share kept from the ads or a greater difference ask for less.</>;
}

function requestOf(form: Form, plannedDevices: number, nowMs: number): ExperimentRequest {
  return { id: form.id, kind: form.kind, campaign: form.campaign as never, arms: armsOf(form), startMs: nowMs, endMs: nowMs + Math.round(Number(form.days) * DAY_MS), plannedDevices, ...(form.apart.length > 0 && { byLifeCycle: true }) };
}

/** What the plan comes to, in words. */
function Plan({ form, planned, currency }: { readonly form: Form; readonly planned: number | undefined; readonly currency: string }): JSX.Element {
  if (planned === undefined) return <p role="status">Say what it is to find, and it is planned how many devices that takes.</p>;
  const isNoiseKnown = noiseOver(sums.value ?? [], 1) > 0;
  return <p role="status">It takes about <b>{formatCount(planned)}</b> devices that tell their outcome to find this in four of five cases, looked at as often as you like{isNoiseKnown ? ', the noise of the servers counted' : ', and more for the noise of the servers, which is not known before the first measurement'}. Purchases above {formatCount(MOST_OUTCOME_CENTS / 100)} {currency} a week count as that.<Reach form={form} planned={planned} currency={currency} /></p>;
}

/** Fields of a new experiment. */
function Fields({ form, set, faults, live, currency }: { readonly form: Form; readonly set: (change: Change<Form>) => void; readonly faults: readonly CampaignFault[]; readonly live: readonly ManagedCampaign[]; readonly currency: string }): JSX.Element {
  const campaign = live.find((each) => each.campaign.id === form.campaign)?.campaign;
  return (
    <div class="form-grid">
      <TextField label="Id" hint="Small letters, digits and dashes; stands in figures for ever" path="id" faults={faults} value={form.id} onInput={(id) => set({ id })} />
      <SelectField label="What is asked" path="kind" faults={faults} value={form.kind} options={[['holdout', 'What do the ads bring? (holdout)'], ['ab', 'Which creative brings more?']]} onInput={(kind) => set({ kind })} />
      <SelectField label="Campaign" path="campaign" faults={faults} value={form.campaign} options={live.map((each) => [each.campaign.id as string, each.name] as const)} onInput={(id) => set({ campaign: id, creatives: live.find((each) => each.campaign.id === id)?.campaign.creatives.slice(0, 2).map((creative) => creative.id) ?? [] })} />
      {form.kind === 'holdout'
        ? <TextField label="Devices kept from the ads" path="held" faults={faults} value={form.held} inputMode="numeric" suffix="‰" onInput={(held) => set({ held })} />
        : <ChecksField label="Creatives" hint="Two to four, as many devices each" path="creatives" faults={faults} values={form.creatives} options={(campaign?.creatives ?? []).map(({ id, assets }) => [id as string, assets.title] as const)} onInput={(creatives) => set({ creatives })} />}
      <TextField label="Days" hint="At most 92" path="endMs" faults={faults} value={form.days} inputMode="numeric" onInput={(days) => set({ days })} />
      <TextField label="Least difference that matters" hint="Purchases of a device and week" path="effect" faults={faults} value={form.effect} inputMode="decimal" suffix={currency} onInput={(effect) => set({ effect })} />
      <TextField label="How far devices lie apart" hint="Standard deviation of a week’s purchases" path="spread" faults={faults} value={form.spread} inputMode="decimal" suffix={currency} onInput={(spread) => set({ spread })} />
      <ChecksField label="Told apart" hint={APART_PRICE} path="byLifeCycle" faults={faults} values={form.apart} options={[['life-cycle', 'By life cycle: new, potential, loyal, lapsing']]} onInput={(apart) => set({ apart })} />
    </div>
  );
}

/** Plans an experiment and starts it. */
export function ExperimentForm({ campaigns, currency, onDone }: { readonly campaigns: readonly ManagedCampaign[]; readonly currency: string; readonly onDone: () => void }): JSX.Element {
  const nowMs = Date.now();
  const live = campaigns.filter(({ state, campaign }) => state === 'live' && campaign.endMs > nowMs);
  const { form, set } = useDraft<Form>({ id: '', kind: 'holdout', campaign: live[0]?.campaign.id ?? '', held: FIRST_HELD, creatives: live[0]?.campaign.creatives.slice(0, 2).map(({ id }) => id) ?? [], days: FIRST_DAYS, spread: FIRST_SPREAD, effect: FIRST_EFFECT, apart: [] });
  const [faults, setFaults] = useState<readonly CampaignFault[]>([]);
  const [failure, setFailure] = useState('');
  const [isStarting, setStarting] = useState(false);
  const planned = plannedFor(form);
  const start = async (): Promise<void> => {
    if (planned === undefined) return;
    const { faults: mistakes, read } = allFaults(requestOf(form, planned, Date.now()), parseExperimentRequest);
    setFaults(mistakes);
    setFailure(mistakes.length > 0 ? 'Some fields want another value' : '');
    if (mistakes.length > 0) return;
    setStarting(true);
    const started = await ask('POST', '/api/experiments', read);
    setStarting(false);
    setFaults(started.ok ? [] : (started.fault.faults ?? []));
    setFailure(started.ok ? '' : started.fault.message);
    if (!started.ok) return;
    await lookAtExperiments();
    onDone();
  };
  const ofArms = faultsAt(faults, 'arms').concat(faults.filter(({ path }) => path.startsWith('arms[')));
  if (live.length === 0) return <div class="panel"><Notice title="No campaign is live"><p>An experiment needs one that runs. <a href="/campaigns">All campaigns</a></p></Notice></div>;
  return (
    <section class="panel" aria-labelledby="new-experiment">
      <h2 id="new-experiment">New experiment</h2>
      <form noValidate onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}>
        {failure !== '' && <Notice title="It was not started" tone="bad"><p>{failure}</p></Notice>}
        <Fields form={form} set={set} faults={faults} live={live} currency={currency} />
        {ofArms.length > 0 && <p class="wrong" data-path="arms">{[...new Set(ofArms.map(({ message }) => message))].join('. ')}</p>}
        <Plan form={form} planned={planned} currency={currency} />
        <span class="row"><button type="submit" class="button" disabled={isStarting || planned === undefined || idFrom(form.id) === ''}>Start it</button><button type="button" class="button plain" onClick={onDone}>Leave it</button></span>
      </form>
    </section>
  );
}
