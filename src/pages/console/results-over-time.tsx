import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Campaign, ManagedCampaign } from '#core/campaigns';
import { adFigures, adTotalsOverTime, countsCampaign } from '#core/figures';
import type { PublishedSum } from '#core/measurement';
import { DAY_MS, HOUR_MS, WEEK_MS } from '#core/units';
import { formatSpan } from '#page/frame';
import { SelectField } from './fields.tsx';
import { experimentsNow } from './experiments-now.ts';
import { IROAS, spellings, type FigureName } from './figure-words.ts';
import { iroasOverTime } from './iroas.ts';
import { isDrawable, TimeChart, type TimePoint } from './time-chart.tsx';

/** Spans that a chart may add up, shortest first. */
const SPANS_MS = [HOUR_MS / 6, HOUR_MS, 6 * HOUR_MS, DAY_MS, WEEK_MS] as const;
/** Most points of a chart: beyond, each is mostly noise. */
const MOST_POINTS = 28;

/** The shortest span that leaves few enough points. */
export function spanFor(sums: readonly Pick<PublishedSum, 'closedMs'>[]): number {
  const last = SPANS_MS.length - 1;
  return SPANS_MS.find((spanMs) => new Set(sums.map(({ closedMs }) => Math.floor(closedMs / spanMs))).size <= MOST_POINTS) ?? SPANS_MS[last] ?? WEEK_MS;
}

const FIGURES = ['ctr', 'cvr', 'spent', 'value', 'returned', 'iroas', 'viewables', 'clicks', 'conversions', 'viewthroughs'] as const satisfies readonly (FigureName | 'iroas')[];
type Drawn = (typeof FIGURES)[number];

/** Why there is no point at all. */
function nothingText(name: Drawn, { bid }: Pick<Campaign, 'bid'>): string {
  if (bid.kind === 'margin' && (name === 'returned' || name === 'iroas')) return 'A margin is spent as a share of what it earns, so that it has no return of its own.';
  return name === 'iroas' ? 'No holdout of this campaign was measured. An owner starts one under Experiments.' : 'Nothing was counted of it yet.';
}

function pointsOf(name: Drawn, sums: readonly PublishedSum[], campaign: Campaign, spanMs: number): readonly TimePoint[] {
  if (name === 'iroas') return iroasOverTime(sums, campaign, experimentsNow.value.experiments ?? [], spanMs);
  return adTotalsOverTime(sums.filter((sum) => countsCampaign(sum, campaign.id)), spanMs).flatMap(({ fromMs, totals }) => {
    const estimate = adFigures(totals, campaign.id, campaign)[name];
    return estimate ? [{ fromMs, estimate }] : [];
  });
}

/** One figure of one campaign, span by span. @param sums - of ads and of experiments */
export function ResultsOverTime({ sums, campaigns, currency }: { readonly sums: readonly PublishedSum[]; readonly campaigns: readonly ManagedCampaign[]; readonly currency: string }): JSX.Element {
  const [name, setName] = useState<Drawn>('spent');
  const [chosen, setChosen] = useState<string>('');
  const { campaign, name: campaignName } = campaigns.find((each) => each.campaign.id === chosen) ?? (campaigns[0] as ManagedCampaign);
  const names = { ...spellings(currency), iroas: IROAS };
  const spelling = names[name];
  const spanMs = spanFor(sums.filter(({ layout }) => layout.subject === 'ads'));
  const points = pointsOf(name, sums, campaign, spanMs);
  const drawable = points.filter(({ estimate }) => isDrawable(estimate, spelling));
  const what = name === 'iroas' ? `Each point, one in ${formatSpan(spanMs)}, is what all measurements until then say together` : `Each point adds up ${formatSpan(spanMs)}, the newest what is told of it so far`;
  return (
    <section class="panel" aria-labelledby="time-title">
      <h2 id="time-title">Over time</h2>
      <div class="form-grid">
        <SelectField label="Figure" path="figure" faults={[]} value={name} options={FIGURES.map((each) => [each, names[each].name] as const)} onInput={setName} />
        <SelectField label="Campaign" path="campaign" faults={[]} value={campaign.id as string} options={campaigns.map((each) => [each.campaign.id as string, each.name] as const)} onInput={setChosen} />
      </div>
      <p>{spelling.what}. {what}; the band holds 95 %{name === 'iroas' ? '' : ', cut where noise goes below what is possible'}.{drawable.length < points.length && drawable.length > 0 ? ' Where nothing is drawn, it was not yet known: noise covered it.' : ''}</p>
      {drawable.length === 0
        ? <p class="soft">{points.length === 0 ? nothingText(name, campaign) : name === 'iroas' ? 'Not yet known: noise still covers what the holdout tells.' : 'Not yet known: in no span of time does this figure stand out of the noise. Added up it may: see the table above.'}</p>
        : <TimeChart points={points} spelling={spelling} caption={`${spelling.name} of ${campaignName} over time`} floor={name === 'returned' ? 1 : 0} />}
    </section>
  );
}
