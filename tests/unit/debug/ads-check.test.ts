import { expect, test } from 'vitest';
import { adsCheck, type AdPlaceOnPage } from '../../../src/debug/ads-check.ts';
import type { Facts } from '../../../src/debug/facts.ts';

const PLACE: AdPlaceOnPage = { slot: 'list-top', sizes: '300x250', campaignId: 'boots', bars: { 'other-slot': 1 } };
const empty = (bars: AdPlaceOnPage['bars'], change: Partial<AdPlaceOnPage> = {}): AdPlaceOnPage => ({ ...PLACE, campaignId: '', bars, ...change });

/** A page that offers ads, to somebody who agreed. */
function facts({ leaderUrl = 'https://leader.example', offered = ['local', 'ads'], ads = 'granted', hasGpc = false }: { leaderUrl?: string; offered?: Facts['config']['offered']; ads?: Facts['consent']['states']['ads']; hasGpc?: boolean } = {}): Pick<Facts, 'config' | 'consent'> {
  return {
    config: { shop: 's', catalogueUrl: '', leaderUrl, policy: '', consent: 'auto', offered, sources: [], pictures: 'auto', workerUrl: '' },
    consent: { states: { local: 'granted', ads, measure: 'denied', federate: 'denied' }, hasGpc, asks: false, heard: {}, tools: [] },
  };
}

test.each<[string, readonly AdPlaceOnPage[], Parameters<typeof facts>[0], string, RegExp]>([
  ['a place that shows an ad', [PLACE, empty({ 'cap-day': 1 })], {}, 'ok', /1 of 2 places/],
  ['no leader', [PLACE], { leaderUrl: '' }, 'mend', /no leader/],
  ['an embed line that offers no ads', [PLACE], { offered: ['local'] }, 'mend', /does not offer/],
  ['a place without a name', [PLACE, { ...PLACE, slot: '' }], {}, 'mend', /1 of 2 places without a name/],
  ['a place without a size', [{ ...PLACE, sizes: 'large' }], {}, 'mend', /names no size: “large”/],
  ['no yes', [PLACE], { ads: 'denied' }, 'wait', /not agreed/],
  ['Global Privacy Control', [PLACE], { ads: 'denied', hasGpc: true }, 'told', /Global Privacy Control/],
  ['a place nobody came to', [empty(undefined)], {}, 'wait', /within 200 pixels/],
  ['no ad files', [empty({ files: 1 })], {}, 'wait', /no verified ad files/],
  ['a place that no campaign names', [PLACE, empty({ 'other-slot': 3 }, { slot: 'misspelt' })], {}, 'mend', /“misspelt”/],
  ['a size that no creative has', [empty({ 'other-size': 2, 'other-slot': 3 })], {}, 'mend', /in a size of/],
  ['a place kept empty by caps', [empty({ 'cap-day': 1, 'other-slot': 2 })], {}, 'told', /0 of 1/],
])('adsCheck(): %s', (_, places, page, state, finding) => {
  const check = adsCheck(places, facts(page));
  expect([check.state, check.finding]).toEqual([state, expect.stringMatching(finding)]);
  if (state === 'mend') expect(check.mend?.what).toBeTruthy();
});

test('adsCheck() names what stands in each place, or each rule that kept it empty, and leaves that out of a copied report', () => {
  const { rows } = adsCheck([PLACE, empty({ 'cap-day': 1, paced: 2 })], facts());
  expect(rows.map(({ value }) => value)).toEqual(['shows boots', 'empty: cap-day 1, paced 2']);
  expect(rows.every(({ isPrivate }) => isPrivate)).toBe(true);
});
