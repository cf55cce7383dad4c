import type { JSX } from 'preact';
import type { PageConfig } from '#page/frame';
import { PrivacyPanel } from './homebird.tsx';
import { Breadcrumbs } from './lists.tsx';

/** What the shop knows, in a few sentences, and the panel in which the visitor decides. */
export function PrivacyPage({ config }: { config: PageConfig }): JSX.Element {
  return (
    <div class="page privacy-page">
      <Breadcrumbs way={[]}>Your data</Breadcrumbs>
      <header class="listing-head"><h1 tabIndex={-1}>Your data in this shop</h1></header>
      <div class="lead">
        <p>If you allow it, this browser remembers what you look at here and picks products for you by itself. The history stays on this device.</p>
        <p>If you also allow it to help others, it sends masked updates to the shop’s server, usually two a week and never past a weekly privacy limit: two sealed halves, one of which only a second server, the helper, can open. Neither half says anything alone. Each server adds up its halves of at least 50 updates and adds noise of its own, and only the sum of both is opened. Below you see every report byte for byte.</p>
        <p>Ads are chosen by this browser too, from a list that everyone loads, and only if you allow that; what you see and follow stays here. If you allow counting, one report a day, split and masked the same way, adds to how often ads were seen, followed and bought from.</p>
        {config.auditUrl && <p><a href={config.auditUrl}>Check these promises yourself</a>: every round is recomputed in your own browser.</p>}
      </div>
      <PrivacyPanel />
    </div>
  );
}
