import type { JSX } from 'preact';
import type { ManagedCampaign } from '#core/campaigns';
import { formatMoment } from '#page/frame';
import type { FigureAlert } from './alerts.ts';
import { moneyText, percentText } from './figure-words.ts';

/** Newest alerts that are shown: older ones are history. */
const MOST_SHOWN = 5;

const NAMES = { ctr: 'The click rate', spend: 'Spend a report', quality: 'How often shelves hold what shoppers turn to next' } as const;

function alertText({ figure, campaign, direction, expected, sinceMs }: FigureAlert, campaigns: readonly ManagedCampaign[], currency: string): string {
  const of = campaign === undefined ? '' : ` of “${campaigns.find((managed) => managed.campaign.id === campaign)?.name ?? campaign}”`;
  const level = figure === 'spend' ? moneyText(expected, currency) : percentText(expected);
  return `${NAMES[figure]}${of} ${direction === 'above' ? 'rose above' : 'fell below'} ${level}, its level before, since ${formatMoment(sinceMs)}.`;
}

/** Figures that left their course; nothing where all kept it. */
export function AlertList({ alerts, campaigns, currency }: { readonly alerts: readonly FigureAlert[]; readonly campaigns: readonly ManagedCampaign[]; readonly currency: string }): JSX.Element | null {
  if (alerts.length === 0) return null;
  return (
    <div class="notice warn alerts" role="status">
      <h2>{alerts.length === 1 ? 'A figure left its course' : `${alerts.length} figures left their course`}</h2>
      <ul>{alerts.slice(0, MOST_SHOWN).map((alert) => <li key={`${alert.figure} ${alert.campaign ?? ''} ${alert.atMs}`}>{alertText(alert, campaigns, currency)}</li>)}</ul>
      <p class="small">Noise alone calls once in some thousand rounds of a figure.</p>
    </div>
  );
}
