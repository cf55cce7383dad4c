import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ManagedCampaign } from '#core/campaigns';
import { adFigures, adTotalsOf } from '#core/figures';
import type { PublishedSum } from '#core/measurement';
import { formatCountOf, loadJson } from '#page/frame';
import { parseTruth, truthOf, type Truth } from './demo-truth.ts';
import { intervalText, spellings } from './figure-words.ts';

/** What is held against the truth: plain counts, of which a simulation knows each. */
const HELD = ['viewables', 'clicks', 'conversions', 'viewthroughs', 'value'] as const;

/** The demonstration's alone: what really happened on the simulated devices that reported, beside what their noised reports say of it. Nothing elsewhere. */
export function TruthPanel({ sums, campaigns, currency }: { readonly sums: readonly PublishedSum[]; readonly campaigns: readonly ManagedCampaign[]; readonly currency: string }): JSX.Element | null {
  const [truth, setTruth] = useState<Truth | undefined>(undefined);
  const newest = sums.at(-1)?.closedMs;
  useEffect(() => {
    const load = async (): Promise<void> => {
      const read = await loadJson('/demo/truth.json', parseTruth);
      if (read.ok) setTruth(read.value);
    };
    void load();
  }, [newest]);
  if (!truth || truth.rounds.length === 0) return null;
  const totals = adTotalsOf(sums);
  const names = spellings(currency);
  const { clickRates } = truth;
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  return (
    <section class="panel" aria-labelledby="truth-title">
      <div class="panel-head"><h2 id="truth-title">Truth of the simulation</h2><span class="chip warn">Simulated</span></div>
      <p>Only a simulation can know this: what really happened on the devices whose {formatCountOf(truth.rounds.reduce((sum, { reports }) => sum + reports, 0), 'report')} were counted, beside what their noised sum says. 95 of 100 intervals hold the truth; a report holds no more than a few purchases, so that very dear ones are told as less.</p>
      <div class="table-box" tabIndex={0} role="region" aria-label="Truth and measurement, a table that scrolls">
        <table class="data">
          <thead><tr><th scope="col">Campaign</th>{HELD.map((name) => <th key={name} scope="col" class="end">{names[name].name}</th>)}</tr></thead>
          <tbody>{campaigns.map(({ campaign, name }) => {
            const figures = adFigures(totals, campaign.id, campaign);
            return (
              <tr key={campaign.id} data-truth={campaign.id}>
                <th scope="row">{name}</th>
                {HELD.map((what) => <td key={what} class="end"><b>{names[what].text(truthOf(truth, campaign.id, what))}</b><span class="under">measured {intervalText(figures[what], names[what])}</span></td>)}
              </tr>
            );
          })}</tbody>
        </table>
      </div>
      {clickRates && <p class="small">The ads that devices chose have a true click rate of {percent(clickRates.chosen)}; creatives drawn at random in the same places would have {percent(clickRates.atRandom)}. Devices choose what is worth most, and that is not always what is followed most.</p>}
    </section>
  );
}
