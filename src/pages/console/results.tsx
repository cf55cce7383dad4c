import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ManagedCampaign } from '#core/campaigns';
import { countsCampaign, tellsConversions } from '#core/figures';
import { formatCountOf, Notice, type PageConfig } from '#page/frame';
import { AlertList } from './alert-list.tsx';
import { alertsNow } from './alerts-now.ts';
import type { Person } from './api.ts';
import { Budgets } from './budgets.tsx';
import { campaignsNow } from './campaigns-now.ts';
import { ResultsOverTime } from './results-over-time.tsx';
import { ResultsTable } from './results-table.tsx';
import { sums } from './sums.ts';
import { TruthPanel } from './truth.tsx';
import { seen } from './watch.ts';

/** What the figures below are made of, in words. @param before - of `rounds`, those that do not tell conversions after a click from those after a view alone */
function Sources({ rounds, reports, before }: { readonly rounds: number; readonly reports: number; readonly before: number }): JSX.Element {
  return (
    <p class="small">
      From {formatCountOf(rounds, 'measurement')} with {formatCountOf(reports, 'report')}. Each sum carries the noise of two servers, and each figure an interval that holds the truth 95 times of 100, noise and chance counted. {before > 0 && <>{formatCountOf(before, 'older measurement')} counted purchases after a click and after a view together: no conversions, value, CVR or ROI are told of {before === 1 ? 'it' : 'them'}. </>}One report says little and nobody can read it; many say much.
    </p>
  );
}

/** What campaigns did, out of public noised sums. */
export function Results({ person, config, currency }: { readonly person: Person; readonly config: PageConfig; readonly currency: string }): JSX.Element {
  const showsOver = useSignal(false);
  const { campaigns, failure } = campaignsNow.value;
  const measured = sums.value;
  const leader = seen.value;
  if (failure !== '' && campaigns === undefined) return <Notice title="The campaigns could not be loaded" tone="bad"><p>{failure}</p></Notice>;
  if (leader.failure !== '' && measured === undefined) return <Notice title="The leader does not answer" tone="bad"><p>{leader.failure}</p></Notice>;
  if (campaigns === undefined || measured === undefined) return <p role="status">Loading what was measured</p>;
  const own = measured.filter(({ layout }) => layout.subject === 'ads');
  const counted = campaigns.map(({ managed }) => managed).filter(({ campaign }) => own.some((sum) => countsCampaign(sum, campaign.id)));
  const runs = ({ state, campaign }: ManagedCampaign): boolean => state === 'live' && campaign.endMs > Date.now();
  const shown = counted.filter((managed) => showsOver.value || runs(managed));
  const reports = own.reduce((sum, each) => sum + each.reports, 0);
  return (
    <>
      <header class="tool-head">
        <h1>Results</h1>
        <p>What your campaigns did, added up over shoppers who allow counting. Nobody’s own clicks stand here or anywhere else.</p>
      </header>
      <AlertList alerts={alertsNow.value} campaigns={counted} currency={currency} />
      {own.length === 0 ? <NothingYet campaigns={campaigns.length} /> : (
        <div class="panels">
          <section class="panel" aria-labelledby="results-title">
            <div class="panel-head"><h2 id="results-title">By campaign and creative</h2>{leader.manifest?.simulated && <span class="chip warn">Simulated shoppers</span>}</div>
            <Sources rounds={own.length} reports={reports} before={own.filter((sum) => !tellsConversions(sum)).length} />
            <ResultsTable sums={measured} campaigns={shown} currency={currency} />
            {counted.some((managed) => !runs(managed)) && <p><button type="button" class="link-button" onClick={() => (showsOver.value = !showsOver.value)}>{showsOver.value ? 'Hide' : 'Show'} campaigns that do not run</button></p>}
          </section>
          {shown.length > 0 && <ResultsOverTime sums={measured} campaigns={shown} currency={currency} />}
          {leader.manifest?.simulated && <TruthPanel sums={own} campaigns={shown} currency={currency} />}
          <Budgets sums={own} campaigns={campaigns} person={person} config={config} currency={currency} />
        </div>
      )}
    </>
  );
}

function NothingYet({ campaigns }: { readonly campaigns: number }): JSX.Element {
  return (
    <Notice title="Nothing was measured yet">
      {campaigns === 0
        ? <p>There is no campaign to measure. <a href="/campaigns/new">Make the first one</a>.</p>
        : <p>A measurement closes once at least 50 shoppers who allow counting have reported to it; figures of live campaigns stand here from then on. Until then nobody, you included, can know more.</p>}
    </Notice>
  );
}
