import type { JSX } from 'preact';
import type { PageConfig } from '#page/frame';
import { PrivacyPanel } from './homebird.tsx';
import { Breadcrumbs } from './lists.tsx';

/** What the shop knows, in three sentences, and the panel in which the visitor decides. */
export function PrivacyPage({ config }: { config: PageConfig }): JSX.Element {
  return (
    <div class="page privacy-page">
      <Breadcrumbs way={[]}>Your data</Breadcrumbs>
      <header class="listing-head"><h1 tabIndex={-1}>Your data in this shop</h1></header>
      <div class="lead">
        <p>If you allow it, this browser remembers what you look at here and picks products for you by itself. The history stays on this device.</p>
        <p>If you also allow it to help improve the shop, it sends a masked, noise-protected update at most twice a week, in two halves to two servers that cannot read them. Below you see each one byte for byte.</p>
        {config.auditUrl && <p><a href={config.auditUrl}>Check these promises yourself</a>: every round is recomputed in your own browser.</p>}
      </div>
      <PrivacyPanel />
    </div>
  );
}
