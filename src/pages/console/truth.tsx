import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ManagedCampaign } from '#core/campaigns';
import { adFigures, adTotalsOf } from '#core/figures';
import type { Estimate, PublishedSum } from '#core/measurement';
import { formatCountOf, loadJson } from '#page/frame';
import { parseTruth, truthOf, type Truth } from './demo-truth.ts';
import { intervalText, percentText, spellings, type Spelling } from './figure-words.ts';

/** Smallest share of a figure whose loss is worth a word: below it lies rounding to whole steps. */
const LEAST_LOSS = 0.005;
/** What is held against the truth: plain counts, of which a simulation knows each. */
const HELD = ['viewables', 'clicks', 'conversions', 'viewthroughs', 'value'] as const;

/** What happened, how much of it reports held, and what the noised sum says of that. */
interface Held {
  readonly happened: number;
  readonly told: number;
  readonly measured: Estimate;
}

function TruthCell({ held: { happened, told, measured }, spelling }: { readonly held: Held; readonly spelling: Spelling }): JSX.Element {
  return <td class="end"><b>{spelling.text(happened)}</b><span class="under">reports held {spelling.text(told)}</span><span class="under">measured {intervalText(measured, spelling)}</span></td>;
}

/** How many intervals hold what reports told, and what reports did not hold of each figure. */
function Summary({ rows, names }: { readonly rows: readonly (readonly Held[])[]; readonly names: ReturnType<typeof spellings> }): JSX.Element {
  const all = rows.flat();
  const sum = (at: number, read: (held: Held) => number): number => rows.reduce((total, row) => total + (row[at] ? read(row[at]) : 0), 0);
  const lost = HELD.flatMap((what, at) => {
    const share = 1 - sum(at, ({ told }) => told) / sum(at, ({ happened }) => happened);
    return share >= LEAST_LOSS ? [`${names[what].name} ${percentText(share)}`] : [];
  });
  return (
    <p class="small">
      {all.filter(({ told, measured: { low, high } }) => low <= told && told <= high).length} of {all.length} intervals hold what reports held; 95 of 100 do.{' '}
      {lost.length > 0 && <>A report holds only so much, so that very busy or very dear weeks are cut. Not held: {lost.join(', ')}.</>}
    </p>
  );
}

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
  const rows = campaigns.map(({ campaign }) => {
    const figures = adFigures(totals, campaign.id, campaign);
    return HELD.map((what): Held => ({ ...truthOf(truth, campaign.id, what), measured: figures[what] }));
  });
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  return (
    <section class="panel" aria-labelledby="truth-title">
      <div class="panel-head"><h2 id="truth-title">Truth of the simulation</h2><span class="chip warn">Simulated</span></div>
      <p>Only a simulation can know this: what really happened on the devices whose {formatCountOf(truth.rounds.reduce((sum, { reports }) => sum + reports, 0), 'report')} were counted, how much of it their reports held, and what the noised sum says of that.</p>
      <div class="table-box" tabIndex={0} role="region" aria-label="Truth and measurement, a table that scrolls">
        <table class="data">
          <thead><tr><th scope="col">Campaign</th>{HELD.map((name) => <th key={name} scope="col" class="end">{names[name].name}</th>)}</tr></thead>
          <tbody>{campaigns.map(({ campaign, name }, at) => (
            <tr key={campaign.id} data-truth={campaign.id}>
              <th scope="row">{name}</th>
              {HELD.map((what, i) => rows[at]?.[i] && <TruthCell key={what} held={rows[at][i]} spelling={names[what]} />)}
            </tr>
          ))}</tbody>
        </table>
      </div>
      <Summary rows={rows} names={names} />
      {clickRates && <p class="small">The ads that devices chose have a true click rate of {percent(clickRates.chosen)}; creatives drawn at random in the same places would have {percent(clickRates.atRandom)}. Devices choose what is worth most, and that is not always what is followed most.</p>}
    </section>
  );
}
