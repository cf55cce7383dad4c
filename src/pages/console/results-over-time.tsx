import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ManagedCampaign } from '#core/campaigns';
import { adFigures, adTotalsOverTime, countsCampaign } from '#core/figures';
import type { PublishedSum } from '#core/measurement';
import { DAY_MS, HOUR_MS, WEEK_MS } from '#core/units';
import { formatSpan } from '#page/frame';
import { SelectField } from './fields.tsx';
import { spellings, type FigureName } from './figure-words.ts';
import { isDrawable, TimeChart } from './time-chart.tsx';

/** Spans that a chart may add up, shortest first. */
const SPANS_MS = [HOUR_MS / 6, HOUR_MS, 6 * HOUR_MS, DAY_MS, WEEK_MS] as const;
/** Most points of a chart: beyond, each is mostly noise. */
const MOST_POINTS = 28;

/** The shortest span that leaves few enough points. */
export function spanFor(sums: readonly Pick<PublishedSum, 'closedMs'>[]): number {
  const last = SPANS_MS.length - 1;
  return SPANS_MS.find((spanMs) => new Set(sums.map(({ closedMs }) => Math.floor(closedMs / spanMs))).size <= MOST_POINTS) ?? SPANS_MS[last] ?? WEEK_MS;
}

const FIGURES = ['ctr', 'cvr', 'spent', 'value', 'returned', 'viewables', 'clicks', 'conversions', 'viewthroughs'] as const satisfies readonly FigureName[];

/** One figure of one campaign, span by span. */
export function ResultsOverTime({ sums, campaigns, currency }: { readonly sums: readonly PublishedSum[]; readonly campaigns: readonly ManagedCampaign[]; readonly currency: string }): JSX.Element {
  const [name, setName] = useState<FigureName>('spent');
  const [chosen, setChosen] = useState<string>('');
  const { campaign, name: campaignName } = campaigns.find((each) => each.campaign.id === chosen) ?? (campaigns[0] as ManagedCampaign);
  const spelling = spellings(currency)[name];
  const spanMs = spanFor(sums);
  const points = adTotalsOverTime(sums.filter((sum) => countsCampaign(sum, campaign.id)), spanMs).flatMap(({ fromMs, totals }) => {
    const estimate = adFigures(totals, campaign.id, campaign)[name];
    return estimate ? [{ fromMs, estimate }] : [];
  });
  const drawable = points.filter(({ estimate }) => isDrawable(estimate));
  return (
    <section class="panel" aria-labelledby="time-title">
      <h2 id="time-title">Over time</h2>
      <div class="form-grid">
        <SelectField label="Figure" path="figure" faults={[]} value={name} options={FIGURES.map((each) => [each, spellings(currency)[each].name] as const)} onInput={setName} />
        <SelectField label="Campaign" path="campaign" faults={[]} value={campaign.id as string} options={campaigns.map((each) => [each.campaign.id as string, each.name] as const)} onInput={setChosen} />
      </div>
      <p>{spelling.what}. Each point adds up {formatSpan(spanMs)}, the newest what is told of it so far; the band holds 95 %, cut where noise goes below what is possible.{drawable.length < points.length && drawable.length > 0 ? ' Where nothing is drawn, the noise of that time covers the figure.' : ''}</p>
      {drawable.length === 0
        ? <p class="soft">{points.length === 0 ? 'A margin is spent as a share of what it earns, so that it has no return of its own.' : 'In no span of time does this figure stand out of the noise. Added up it may: see the table above.'}</p>
        : <TimeChart points={points} spelling={spelling} caption={`${spelling.name} of ${campaignName} over time`} floor={name === 'returned' ? 1 : 0} />}
    </section>
  );
}
