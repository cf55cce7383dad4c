import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatCountOf, ToolHeader, type PageConfig } from '#page/frame';
import { alertsNow } from './alerts-now.ts';
import { session, signOut } from './api.ts';

const TABS = [['', 'Figures'], ['results', 'Results'], ['campaigns', 'Campaigns'], ['experiments', 'Experiments'], ['offers', 'Offers'], ['people', 'People']] as const;

/** Top of every page of the console. @param at - first part of the path */
export function ConsoleHeader({ config, at }: { readonly config: PageConfig; readonly at: string }): JSX.Element {
  const person = session.value;
  const tabs = useRef<HTMLElement>(null);
  // On a phone the bar is one row that scrolls: where somebody is stands in sight.
  useEffect(() => tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' }), [at]);
  const alerts = person ? alertsNow.value.length : 0;
  return (
    <ToolHeader name="Homebird" shop={config.shop} links={[['Shop', config.shopUrl], ['Audit', config.auditUrl], ['Documentation', '/docs/shops/']]}>
      <nav class="tabs" aria-label="Console" ref={tabs}>{TABS.map(([path, name]) => <a key={path} href={`/${path}`} aria-current={path === (at === 'rules' ? 'campaigns' : at) ? 'page' : undefined}>{name}{path === 'results' && alerts > 0 && <span class="badge" title={`${formatCountOf(alerts, 'figure')} left ${alerts === 1 ? 'its' : 'their'} course`}>{alerts}<span class="hidden-text"> alerts</span></span>}</a>)}</nav>
      {person && <span class="who-am-i"><span class="soft small">{person.name.toLowerCase() === person.role ? person.name : `${person.name}, ${person.role}`}</span><button type="button" class="link-button" onClick={() => void signOut()}>Sign out</button></span>}
    </ToolHeader>
  );
}
