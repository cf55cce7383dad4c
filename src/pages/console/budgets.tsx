import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { dayTargetCents } from '#core/budget';
import { decodeDelivery, type Delivery, type ManagedCampaign } from '#core/campaigns';
import { adFigures, suggestBudgets, type BudgetSuggestion } from '#core/figures';
import { totalsOf, type PublishedSum } from '#core/measurement';
import { DAY_MS } from '#core/units';
import { formatMoment, formatMoney, loadBytes, Notice, type PageConfig } from '#page/frame';
import { ask, type Kept, type Person } from './api.ts';
import { lookAtCampaigns } from './campaigns-now.ts';
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

/** What today has cost of what it should, and how many devices are let pass. */
function PacingRow({ managed, sums, delivery, currency, nowMs }: { readonly managed: ManagedCampaign; readonly sums: readonly PublishedSum[]; readonly delivery: Delivery | undefined; readonly currency: string; readonly nowMs: number }): JSX.Element {
  const { campaign, name, budget } = managed;
  const dayMs = DAY_MS * Math.floor(nowMs / DAY_MS);
  const spentOf = (own: readonly PublishedSum[]): ReturnType<typeof adFigures>['spent'] => adFigures(totalsOf(own), campaign.id, campaign).spent;
  const [before, today] = [sums.filter(({ closedMs }) => closedMs < dayMs), sums.filter(({ closedMs }) => closedMs >= dayMs)];
  const spentBefore = before.length > 0 ? Math.max(0, spentOf(before).value) : 0;
  const targetCents = dayTargetCents({ ...budget, startMs: campaign.startMs, endMs: campaign.endMs }, spentBefore, dayMs);
  const spent = today.length > 0 ? spentOf(today) : undefined;
  const pass = delivery?.campaigns[campaign.id];
  const money = (cents: number): string => moneyText(Math.max(0, cents), currency);
  const share = spent && targetCents > 0 ? Math.min(1, Math.max(0, spent.value / targetCents)) : 0;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="pacing">
        <progress class={`bar ${share >= 1 ? 'warn' : ''}`} max={1} value={share} aria-label={`Spent today of what ${name} should`} />
        <span class="under">{spent && Number.isFinite(spent.low) ? `${money(spent.value)} (${intervalText(spent, money)})` : 'nothing told today yet'} of {money(targetCents)}</span>
      </td>
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
  const nowMs = Date.now();
  const running = campaigns.filter(({ managed: { state, campaign } }) => state === 'live' && campaign.startMs <= nowMs && campaign.endMs > nowMs);
  return (
    <section class="panel" aria-labelledby="budgets-title">
      <h2 id="budgets-title">Budgets</h2>
      <p>The servers see spend only as noised sums and hold it by letting a share of devices pass{delivery ? `; the file in force is of ${formatMoment(delivery.issuedMs)}` : ''}. Days begin at midnight UTC.</p>
      {running.length === 0 ? <p class="soft">No campaign runs now.</p> : (
        <div class="table-box" tabIndex={0} role="region" aria-label="Pacing, a table that scrolls">
          <table class="data">
            <thead><tr><th scope="col">Campaign</th><th scope="col">Spent today, as far as told</th><th scope="col" class="end">Pass-through</th><th scope="col">Shown to</th></tr></thead>
            <tbody>{running.map(({ managed }) => <PacingRow key={managed.campaign.id} managed={managed} sums={sums} delivery={delivery} currency={currency} nowMs={nowMs} />)}</tbody>
          </table>
        </div>
      )}
      <h3>Another split</h3>
      <Suggestion sums={sums} running={running} person={person} currency={currency} />
    </section>
  );
}
