import { allocate, fitResponse } from '#core/budget';
import type { Campaign, ManagedCampaign } from '#core/campaigns';
import type { PublishedSum } from '#core/measurement';
import { DAY_MS } from '#core/units';
import { adFigures } from './ad-figures.ts';
import { adTotalsOf, adTotalsOverTime, tellsConversions } from './ad-totals.ts';

/** Least and most that one suggestion changes a budget by, as factors: what lies further off has never been tried. */
const LEAST_CHANGE = 0.5;
const MOST_CHANGE = 2;

/** What a day should cost of a campaign. */
export interface BudgetSuggestion {
  readonly id: Campaign['id'];
  readonly nowCents: number;
  readonly suggestedCents: number;
}

/** What a campaign may cost a day: its daily budget, else what is left of the whole, evenly over the days left. */
function dayCents({ budget: { dailyCents, totalCents }, campaign: { startMs, endMs } }: ManagedCampaign, spentCents: number, nowMs: number): number {
  const days = Math.max(1, (endMs - Math.max(startMs, nowMs)) / DAY_MS);
  return Math.max(0, Math.min(dailyCents ?? Infinity, (totalCents - spentCents) / days));
}

/**
 * How the budgets of the day that campaigns have together would bring most, by what the next cent brings in each: every one between
 * half and twice its own, none past what is left of its whole. Undefined where fewer than two campaigns have a
 * return that stands out of its noise.
 *
 * @param campaigns - that run now
 */
export function suggestBudgets(sums: readonly PublishedSum[], campaigns: readonly ManagedCampaign[], nowMs: number): readonly BudgetSuggestion[] | undefined {
  const own = sums.filter(({ layout }) => layout.subject === 'ads');
  const all = adTotalsOf(own);
  const days = adTotalsOverTime(own.filter(tellsConversions), DAY_MS); // spend beside the value that it brought
  const known = campaigns.flatMap((managed) => {
    const { campaign } = managed;
    const { spent, returned } = adFigures(all, campaign.id, campaign);
    const nowCents = dayCents(managed, Math.max(0, spent.value), nowMs);
    const points = days.map(({ totals }) => adFigures(totals, campaign.id, campaign)).map((figures) => ({ spentCents: figures.spent.value, valueCents: figures.value.value, stdErrorCents: figures.value.stdError }));
    const isTold = returned?.reportsWanted === 0 && nowCents >= 1 && points.some(({ spentCents, stdErrorCents }) => spentCents > 0 && stdErrorCents > 0 && Number.isFinite(stdErrorCents));
    const leftCents = Math.max(0, managed.budget.totalCents - Math.max(0, spent.value));
    return isTold ? [{ id: campaign.id, nowCents, response: fitResponse(points), leastCents: LEAST_CHANGE * nowCents, mostCents: Math.min(MOST_CHANGE * nowCents, leftCents) }] : [];
  });
  if (known.length < 2) return undefined;
  const totalCents = known.reduce((sum, { nowCents }) => sum + nowCents, 0);
  const leastCents = known.reduce((sum, each) => sum + each.leastCents, 0);
  // What each keeps in any case only shifts its curve: ln(knee + least + s) is one of knee + least.
  const more = allocate(totalCents - leastCents, known.map((each) => ({ response: { scale: each.response.scale, knee: each.response.knee + each.leastCents }, mostCents: Math.max(0, each.mostCents - each.leastCents) })));
  return known.map((each, i) => ({ id: each.id, nowCents: Math.round(each.nowCents), suggestedCents: Math.round(each.leastCents + (more[i] ?? 0)) }));
}
