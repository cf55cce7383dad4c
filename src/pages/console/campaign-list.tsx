import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCountOf, formatDay, formatMoment, formatMoney, Icon, Notice } from '#page/frame';
import type { Kept, Person } from './api.ts';
import { campaignsNow } from './campaigns-now.ts';
import { bidText, standing } from './campaign-words.ts';

/** Address of a campaign's page. */
export function campaignPath(id: string): string {
  return `/campaigns/${id}`;
}

function Row({ kept: { managed, changedBy, changedMs }, currency, nowMs }: { readonly kept: Kept; readonly currency: string; readonly nowMs: number }): JSX.Element {
  const { campaign, name, budget } = managed;
  const { name: state, tone } = standing(managed, nowMs);
  return (
    <tr>
      <th scope="row"><a href={campaignPath(campaign.id)}>{name}</a><span class="under">{campaign.advertiser}</span></th>
      <td><span class={`chip ${tone}`}>{state}</span></td>
      <td>{formatDay(campaign.startMs)}<span class="under">to {formatDay(campaign.endMs)}{campaign.dayparts.length > 0 && ', some hours'}</span></td>
      <td class="end">{formatMoney(budget.totalCents, currency)}<span class="under">{budget.dailyCents === undefined ? 'no limit a day' : `${formatMoney(budget.dailyCents, currency)} a day`}</span></td>
      <td>{bidText(campaign.bid, currency)}<span class="under">{formatCountOf(campaign.creatives.length, 'creative')}</span></td>
      <td>{changedBy}<span class="under">{formatMoment(changedMs)}</span></td>
    </tr>
  );
}

/** All campaigns. */
export function CampaignList({ person, currency }: { readonly person: Person; readonly currency: string }): JSX.Element {
  const { campaigns, failure } = campaignsNow.value;
  const [showsArchived, setShowsArchived] = useState(false);
  const mayEdit = person.role !== 'viewer';
  const shown = (campaigns ?? []).filter(({ managed }) => showsArchived || managed.state !== 'archived');
  const archived = (campaigns ?? []).filter(({ managed }) => managed.state === 'archived').length;
  const nowMs = Date.now();
  return (
    <>
      <header class="tool-head with-action">
        <h1>Campaigns</h1>
        <p>What your shop advertises. Devices choose among live campaigns by themselves; nobody is told who saw what. <a href="/rules">Rules for texts</a></p>
        {mayEdit && <a class="button" href="/campaigns/new"><Icon name="plus" size={18} />New campaign</a>}
      </header>
      {failure !== '' && <Notice title="The campaigns could not be loaded" tone="bad"><p>{failure}</p></Notice>}
      {campaigns === undefined && failure === '' && <p role="status">Loading the campaigns</p>}
      {campaigns?.length === 0 && <Notice title="There is no campaign yet"><p>A campaign begins as a draft that nobody sees.{mayEdit ? '' : ' An editor or owner makes one.'}</p>{mayEdit && <a class="button" href="/campaigns/new">Make the first one</a>}</Notice>}
      {shown.length > 0 && (
        <section class="panel" aria-label="All campaigns">
          <div class="table-box" tabIndex={0} role="region" aria-label="Campaigns, a table that scrolls">
            <table class="data campaigns">
              <thead><tr><th scope="col">Campaign</th><th scope="col">State</th><th scope="col">Runs</th><th scope="col" class="end">Budget</th><th scope="col">Bid</th><th scope="col">Changed by</th></tr></thead>
              <tbody>{shown.map((kept) => <Row key={kept.managed.campaign.id} kept={kept} currency={currency} nowMs={nowMs} />)}</tbody>
            </table>
          </div>
        </section>
      )}
      {archived > 0 && <p class="list-foot"><button type="button" class="link-button" onClick={() => setShowsArchived(!showsArchived)}>{showsArchived ? 'Hide' : 'Show'} {formatCountOf(archived, 'archived campaign')}</button></p>}
    </>
  );
}
