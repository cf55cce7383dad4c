import { expect, test } from 'vitest';
import { adsLayout, banditLayout, posteriorOf } from '#core/ads';
import { totalsOf, type Layout, type PublishedSum, type Subject } from '#core/measurement';
import { policyLayout } from '#core/offpolicy';
import { aCampaign } from '#support/campaigns';
import { nextPolicy } from '../../../../server/leader/posterior.ts';

const CAMPAIGNS = [aCampaign('boots')];

/** A sum of counts by cell in the cells' own units. @param noiseVariance - of one cell in whole steps */
function aSum(layout: Layout, counts: Readonly<Record<string, number>>, { reports = 1_000, noiseVariance = 0 } = {}): PublishedSum {
  return { layout, sum: Int32Array.from(layout.cells, (cell, i) => Math.round((counts[cell] ?? 0) / (layout.units[i] ?? 1))), noiseVariance, reports, closedMs: 1 };
}

const ads = (clicks: number): PublishedSum => aSum(adsLayout({ campaigns: CAMPAIGNS }), { 'boots/boots-a/impressions': 400_000, 'boots/boots-a/clicks': clicks }, { reports: 100_000 });
const bandit = (clicks: number): PublishedSum => aSum(banditLayout({ campaigns: CAMPAIGNS }), { 'boots/boots-a/other-first/viewables': 100_000, 'boots/boots-a/other-first/clicks': clicks });
/** Devices whose draws the policy on trial would have made as often, and the clicks of each. */
const judged = (id: string, devices: number, earned: number): PublishedSum =>
  aSum(policyLayout([id]).layout, { [`${id}/n`]: devices, [`${id}/x`]: devices / 10, [`${id}/xx`]: devices / 100, [`${id}/y`]: (earned * devices) / 10, [`${id}/yy`]: (earned * devices) / 100 }, { noiseVariance: 4 * 64 ** 2 }); // of both servers at a bound of 16
const sumsOf = (by: Partial<Record<Subject, readonly PublishedSum[]>>) => (subject: Subject): readonly PublishedSum[] => by[subject] ?? [];

const drawing = posteriorOf(totalsOf([bandit(2_000)]), { campaigns: CAMPAIGNS });
const first = nextPolicy(sumsOf({ ads: [ads(8_000)], bandit: [bandit(9_000)] }), CAMPAIGNS, { ...(drawing && { bandit: drawing }) });
const trial = first.candidate;
const newest = posteriorOf(totalsOf([bandit(9_000), bandit(1_000)]), { campaigns: CAMPAIGNS });

/** What follows where `clicks` a draw is what devices say of the policy on trial, and the sums of draws have gone on. */
const after = (devices: number, earned: number): ReturnType<typeof nextPolicy> =>
  nextPolicy(sumsOf({ ads: [ads(8_000)], bandit: [bandit(9_000), bandit(1_000)], policy: [judged(trial?.id ?? '', devices, earned)] }), CAMPAIGNS, first); // 2 % are followed today

test('a posterior of a large shop is tried before it draws, and what drew goes on', () => {
  expect(trial?.bandit).toEqual(posteriorOf(totalsOf([bandit(9_000)]), { campaigns: CAMPAIGNS }));
  expect(first.bandit).toEqual(drawing);
});

test('one that devices find surely better draws', () => {
  expect(after(1_000_000, 0.03)).toEqual({ bandit: trial?.bandit });
});

test('one that is surely no better makes room for the newest', () => {
  const { bandit: draws, candidate } = after(1_000_000, 0.005);
  expect(draws).toEqual(drawing);
  expect(candidate?.bandit).toEqual(newest);
  expect(candidate?.id).not.toBe(trial?.id);
});

test('one of which too little is known stays on trial, whatever newer sums say', () => {
  expect(after(300, 0.02)).toEqual(first);
});
