import type { JSX } from 'preact';
import { Fragment } from 'preact';
import type { ManagedCampaign } from '#core/campaigns';
import { adFigures, adTotalsOf, type AdFigures, type Figure } from '#core/figures';
import type { Estimate, PublishedSum } from '#core/measurement';
import { formatCountOf } from '#page/frame';
import { experimentsNow } from './experiments-now.ts';
import { intervalText, IROAS, isTold, spellings, wantedText, type FigureName, type Spelling } from './figure-words.ts';
import { iroasOf, isIroasKnown } from './iroas.ts';

const COLUMNS = ['viewables', 'ctr', 'cvr', 'viewthroughs', 'spent', 'value', 'returned'] as const satisfies readonly FigureName[];
/** Of these, what is made of purchases. */
const OF_PURCHASES: readonly FigureName[] = ['cvr', 'viewthroughs', 'value', 'returned'];

/** A figure with its interval; below the noise what is missing to it, and the interval where somebody asks. @param without - why there is none */
function Cell({ figure, without, spelling }: { readonly figure: Figure | undefined; readonly without: string; readonly spelling: Spelling }): JSX.Element {
  if (figure === undefined) return <td class="end soft">–<span class="under">{without}</span></td>;
  const interval = intervalText(figure, spelling);
  if (isTold(figure)) return <td class="end"><b>{spelling.text(figure.value)}</b><span class="under">{interval}</span></td>;
  return (
    <td class="end">
      <span class="soft">Not yet known</span><span class="under">{wantedText(figure)}</span>
      {interval !== '' && <details class="under"><summary>interval</summary>{interval}</details>}
    </td>
  );
}

function IroasCell({ estimate }: { readonly estimate: Estimate | undefined }): JSX.Element {
  if (estimate === undefined) return <td class="end soft">–<span class="under">no holdout</span></td>;
  const interval = intervalText(estimate, IROAS);
  if (isIroasKnown(estimate)) return <td class="end"><b>{IROAS.text(estimate.value)}</b><span class="under">{interval}</span></td>;
  return <td class="end soft">Not yet known{interval === '' ? <span class="under">noise covers the holdout</span> : <details class="under"><summary>interval</summary>{interval}</details>}</td>;
}

/** @param isCreative - of one alone: what was bought is counted by campaign, and only rounds of before tell it of a creative */
function FigureCells({ figures, isCreative, currency }: { readonly figures: AdFigures; readonly isCreative: boolean; readonly currency: string }): JSX.Element {
  const names = spellings(currency);
  const isUncounted = isCreative && figures.conversions.stdError === Infinity;
  const isNone = (name: (typeof COLUMNS)[number]): boolean => isUncounted && (OF_PURCHASES.includes(name) || figures[name]?.stdError === Infinity);
  return <>{COLUMNS.map((name) => <Cell key={name} figure={isNone(name) ? undefined : figures[name]} without={isNone(name) ? 'by campaign' : 'a share of the value'} spelling={names[name]} />)}</>;
}

/** Each campaign, and below it each of its creatives. */
export function ResultsTable({ sums, campaigns, currency }: { readonly sums: readonly PublishedSum[]; readonly campaigns: readonly ManagedCampaign[]; readonly currency: string }): JSX.Element {
  const names = spellings(currency);
  const totals = adTotalsOf(sums.filter(({ layout }) => layout.subject === 'ads'));
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label="Results, a table that scrolls">
      <table class="data results">
        <thead><tr><th scope="col">Campaign</th>{COLUMNS.map((name) => <th key={name} scope="col" class="end" title={names[name].what}>{names[name].name}</th>)}<th scope="col" class="end" title={IROAS.what}>{IROAS.name}</th></tr></thead>
        <tbody>
          {campaigns.map(({ campaign, name }) => {
            const figures = adFigures(totals, campaign.id, campaign);
            const told = campaign.creatives.filter(({ id }) => totals.all.has(`${campaign.id}/${id}/clicks`));
            return (
              <Fragment key={campaign.id}>
                <tr class="whole"><th scope="row"><a href={`/campaigns/${campaign.id}`}>{name}</a><span class="under">{formatCountOf(figures.reports, 'report')}</span></th><FigureCells figures={figures} isCreative={false} currency={currency} /><IroasCell estimate={iroasOf(sums, campaign, figures, experimentsNow.value.experiments ?? [])} /></tr>
                {told.length > 1 && told.map(({ id, assets: { title } }) => (
                  <tr key={id} class="part"><th scope="row">{title}<span class="under">{id}</span></th><FigureCells figures={adFigures(totals, `${campaign.id}/${id}`, campaign)} isCreative currency={currency} /><td /></tr>
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
