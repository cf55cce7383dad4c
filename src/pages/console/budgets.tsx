import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DaySpend } from '#core/budget';
import { decodeDelivery, type Delivery, type ManagedCampaign } from '#core/campaigns';
import { suggestBudgets, type BudgetSuggestion } from '#core/figures';
import { normalEstimate, type Estimate, type PublishedSum } from '#core/measurement';
import { formatMoment, formatMoney, loadBytes, Notice, type PageConfig } from '#page/frame';
import { ask, type Kept, type Person } from './api.ts';
import { campaignsNow, lookAtCampaigns } from './campaigns-now.ts';
import { intervalText, moneyText, percentText } from './figure-words.ts';
import { seen } from './watch.ts';

/** The delivery that the manifest names now; public, the same for every device. */
function useDelivery(leaderUrl: string): Delivery | undefined {
  const [delivery, setDelivery] = useState<Delivery | undefined>(undefined);
  const hash = seen.value.manifest?.delivery?.hash;
  useEffect(() => {
    if (hash === undefined) return;
    const load = async (): Promise<void> => {
      const bytes = await loadBytes(`${leaderUrl}/v1/deliveries/${hash}`);
      const read = bytes.ok ? decodeDelivery(bytes.value) : bytes;
      if (read.ok) setDelivery(read.value);
    };
    void load();
  }, [hash]);
  return delivery;
}

/** What the servers believe that campaigns have cost; undefined before it came. */
function useSpend(): Readonly<Record<string, DaySpend>> | undefined {
  const [spend, setSpend] = useState<Readonly<Record<string, DaySpend>> | undefined>(undefined);
  const { campaigns } = campaignsNow.value; // asked for anew as they are
  useEffect(() => {
    const load = async (): Promise<void> => {
      const asked = await ask<{ readonly spend: Readonly<Record<string, DaySpend>> }>('GET', '/api/spend');
      if (asked.ok) setSpend(asked.value.spend);
    };
    void load();
  }, [campaigns]);
  return spend;
}

const estimateOf = ({ mean, variance }: DaySpend['today']): Estimate => normalEstimate(mean, Math.sqrt(variance));

/** What today is believed to have cost of what it should, and how many devices are let pass. */
function PacingRow({ managed: { campaign, name }, spend, delivery, currency }: { readonly managed: ManagedCampaign; readonly spend: DaySpend | undefined; readonly delivery: Delivery | undefined; readonly currency: string }): JSX.Element {
  const pass = delivery?.campaigns[campaign.id];
  const money = (cents: number): string => moneyText(Math.max(0, cents), currency);
  const range = { least: 0, text: money };
  const today = spend && estimateOf(spend.today);
  const interval = today ? intervalText(today, range) : '';
  const share = today && spend.targetCents > 0 ? Math.min(1, Math.max(0, today.value / spend.targetCents)) : 0;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="pacing">
        <progress class={`bar ${share >= 1 ? 'warn' : ''}`} max={1} value={share} aria-label={`Spent today of what ${name} should`} />
        <span class="under">{today ? `${money(today.value)}${interval && ` (${interval})`} of ${money(spend.targetCents)}` : 'not paced yet'}</span>
      </td>
      <td class="end">{spend ? money(spend.inAll.mean) : '–'}<span class="under">{spend ? intervalText(estimateOf(spend.inAll), range) : ''}</span></td>
      <td class="end">{pass ? percentText(pass.passThrough) : '–'}<span class="under">{pass ? 'of devices that could' : 'not delivered'}</span></td>
      <td>{pass?.isTargeted ? 'its audience' : 'everybody'}<span class="under">{pass?.isTargeted === false && Object.values(campaign.audience).some((list) => list.length > 0) ? 'the audience is not known to be large enough' : ''}</span></td>
    </tr>
  );
}

/** Writes the budgets as suggested, one campaign after the other; what stopped it, else ''. */
async function takeOver(suggestions: readonly BudgetSuggestion[], campaigns: readonly Kept[]): Promise<string> {
  for (const { id, suggestedCents } of suggestions) {
    const kept = campaigns.find(({ managed }) => managed.campaign.id === id);
    if (!kept) continue;
    const managed = { ...kept.managed, budget: { ...kept.managed.budget, dailyCents: suggestedCents } };
    const saved = await ask<Kept>('PUT', `/api/campaigns/${id}`, { managed, revision: kept.revision });
    if (!saved.ok) return `${kept.managed.name}: ${saved.fault.message}`;
  }
  return '';
}

/** A split of the daily budgets that would bring more, and the button that takes it over. */
function Suggestion({ sums, running, person, currency }: { readonly sums: readonly PublishedSum[]; readonly running: readonly Kept[]; readonly person: Person; readonly currency: string }): JSX.Element {
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean } | undefined>(undefined);
  const suggestions = suggestBudgets(sums, running.map(({ managed }) => managed), Date.now());
  if (!suggestions) return <p class="soft">A suggestion wants two campaigns whose return stands out of the noise; so far there are fewer.</p>;
  const nameOf = (id: string): string => running.find(({ managed }) => managed.campaign.id === id)?.managed.name ?? id;
  const take = async (): Promise<void> => {
    const failure = await takeOver(suggestions, running);
    await lookAtCampaigns();
    setSaid(failure === '' ? { text: 'The budgets are taken over: the servers pace by them from the next file on', isBad: false } : { text: failure, isBad: true });
  };
  const isSame = suggestions.every(({ nowCents, suggestedCents }) => Math.abs(suggestedCents - nowCents) < 0.02 * nowCents);
  return (
    <>
      <p>The same money in all, split so that the next {formatMoney(100, currency)} brings the same everywhere. No budget moves below half or above twice what it is: further off nothing is known.</p>
      <div class="table-box" tabIndex={0} role="region" aria-label="Suggested budgets, a table that scrolls">
        <table class="data">
          <thead><tr><th scope="col">Campaign</th><th scope="col" class="end">A day now</th><th scope="col" class="end">A day, suggested</th></tr></thead>
          <tbody>{suggestions.map(({ id, nowCents, suggestedCents }) => <tr key={id}><th scope="row">{nameOf(id)}</th><td class="end">{moneyText(nowCents, currency)}</td><td class="end"><b>{moneyText(suggestedCents, currency)}</b></td></tr>)}</tbody>
        </table>
      </div>
      {said && <Notice title={said.isBad ? 'Not all of it was taken over' : 'Taken over'} tone={said.isBad ? 'bad' : ''}><p role="status">{said.text}.</p></Notice>}
      {isSame ? <p class="soft">The split is as good as it gets by what is known.</p> : person.role === 'owner' ? <button type="button" class="button" onClick={() => void take()}>Take it over</button> : <p class="soft">An owner can take it over.</p>}
    </>
  );
}

/** How budgets are held, and how they could be split. */
export function Budgets({ sums, campaigns, person, config, currency }: { readonly sums: readonly PublishedSum[]; readonly campaigns: readonly Kept[]; readonly person: Person; readonly config: PageConfig; readonly currency: string }): JSX.Element {
  const delivery = useDelivery(config.leaderUrl);
  const spend = useSpend();
  const nowMs = Date.now();
  const running = campaigns.filter(({ managed: { state, campaign } }) => state === 'live' && campaign.startMs <= nowMs && campaign.endMs > nowMs);
  return (
    <section class="panel" aria-labelledby="budgets-title">
      <h2 id="budgets-title">Budgets</h2>
      <p>The servers see spend only as noised sums, some hours late; what they believe of it they hold to the budget by letting a share of devices pass{delivery ? `; the file in force is of ${formatMoment(delivery.issuedMs)}` : ''}. Days begin at midnight UTC.</p>
      {running.length === 0 ? <p class="soft">No campaign runs now.</p> : (
        <div class="table-box" tabIndex={0} role="region" aria-label="Pacing, a table that scrolls">
          <table class="data">
            <thead><tr><th scope="col">Campaign</th><th scope="col">Spent today, as believed</th><th scope="col" class="end">In all</th><th scope="col" class="end">Pass-through</th><th scope="col">Shown to</th></tr></thead>
            <tbody>{running.map(({ managed }) => <PacingRow key={managed.campaign.id} managed={managed} spend={spend?.[managed.campaign.id]} delivery={delivery} currency={currency} />)}</tbody>
          </table>
        </div>
      )}
      <h3>Another split</h3>
      <Suggestion sums={sums} running={running} person={person} currency={currency} />
    </section>
  );
}
