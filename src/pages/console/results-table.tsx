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

/** A figure with its interval; below the noise what is missing to it, and the interval where somebody asks. */
function Cell({ figure, spelling }: { readonly figure: Figure | undefined; readonly spelling: Spelling }): JSX.Element {
  if (figure === undefined) return <td class="end soft">–<span class="under">a share of the value</span></td>;
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

function FigureCells({ figures, currency }: { readonly figures: AdFigures; readonly currency: string }): JSX.Element {
  const names = spellings(currency);
  return <>{COLUMNS.map((name) => <Cell key={name} figure={figures[name]} spelling={names[name]} />)}</>;
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
                <tr class="whole"><th scope="row"><a href={`/campaigns/${campaign.id}`}>{name}</a><span class="under">{formatCountOf(figures.reports, 'report')}</span></th><FigureCells figures={figures} currency={currency} /><IroasCell estimate={iroasOf(sums, campaign, figures, experimentsNow.value.experiments ?? [])} /></tr>
                {told.length > 1 && told.map(({ id, assets: { title } }) => (
                  <tr key={id} class="part"><th scope="row">{title}<span class="under">{id}</span></th><FigureCells figures={adFigures(totals, `${campaign.id}/${id}`, campaign)} currency={currency} /><td /></tr>
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
