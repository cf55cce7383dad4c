import { describe, expect, test } from 'vitest';
import { aCampaign, aCreative, aManagedCampaign } from '#support/campaigns';
import { differences, formOf, idFrom, newForm, readForm } from '../../../../src/pages/console/campaign-form.ts';

const FULL = aManagedCampaign({
  state: 'draft',
  campaign: aCampaign('boots', {
    objective: 'sales', bid: { kind: 'margin', share: 0.125 }, tier: 3, dayparts: [{ weekdays: [1, 2], fromHour: 9, toHour: 17 }], caps: { day: 4, total: 20 },
    audience: { tags: ['Boots'], categories: ['Outdoor'], clusters: [2, 5], lifeCycles: ['new', 'lapsing'] }, excludedItemIds: ['p1' as never], excludedCategories: ['Pets'], slots: ['home'],
    creatives: [aCreative('boots-a', { locale: 'zh-Hans', sizes: [{ width: 320, height: 50 }, { width: 468, height: 60 }], style: 'price', itemId: 'p2' as never, assets: { title: 'T', sponsored: 'S', desc: 'D', ctatext: 'C', displayurl: 'd.example', priceCents: 1_999, salePriceCents: 1_500 } })],
  }),
});

describe('readForm()', () => {
  test('gives back every campaign that a form was made of, to the millisecond', () => {
    for (const managed of [FULL, aManagedCampaign(), aManagedCampaign({ budget: { totalCents: 1 }, campaign: aCampaign('odd', { startMs: 1_800_000_000_123, endMs: 1_900_000_000_456 }) })]) {
      expect(readForm(formOf(managed), managed.state)).toEqual({ managed, faults: [] });
    }
  });

  test('names every field whose number is none, and loses nothing of what was typed', () => {
    const form = { ...formOf(FULL), bid: 'a lot', tier: '', total: '1,5,0', daily: '12,5', clickDays: 'x', caps: { hour: 'two', day: '', week: '', month: '', total: '' } };
    expect(readForm(form, 'draft').faults.map(({ path }) => path)).toEqual(['campaign.bid.share', 'campaign.tier', 'campaign.caps.hour', 'campaign.conversion.clickWindowMs', 'budget.totalCents']);
    expect(form.bid).toBe('a lot');
  });

  test('says in a merchant\'s words what the codec refuses', () => {
    expect(readForm({ ...formOf(FULL), id: 'Boots!' }, 'draft').faults).toEqual([{ path: 'campaign.id', message: 'Wanted small letters, digits and dashes, at most 64' }]);
    expect(readForm({ ...formOf(FULL), tier: '12' }, 'draft').faults).toEqual([{ path: 'campaign.tier', message: 'Wanted a number from 0 to 9' }]);
  });

  test('tells all that makes no sense at once', () => {
    const empty = newForm(1_800_000_000_000);
    const filled = { ...empty, id: 'x', bid: '0.40', total: '10', creatives: empty.creatives.map((creative) => ({ ...creative, id: 'x-1' })) };
    expect(readForm(filled, 'draft').faults.map(({ path }) => path)).toEqual(['name', 'campaign.advertiser', 'campaign.creatives[0].assets.title', 'campaign.creatives[0].assets.sponsored', 'campaign.creatives[0].landing']);
  });
});

test('idFrom() makes an id of any name', () => {
  expect(['Autumn Boots 2026!', 'Été à la mer', '  --x--  ', '鞋'].map(idFrom)).toEqual(['autumn-boots-2026', 'e-te-a-la-mer', 'x', '']);
});

test('differences() names the fields in which two campaigns differ, and no other', () => {
  const theirs = { ...FULL, name: 'Theirs', budget: { totalCents: 5 }, campaign: { ...FULL.campaign, caps: { day: 4, total: 20, week: 9 } } };
  expect(differences(FULL, theirs)).toEqual([
    { path: 'campaign.caps.week', mine: '–', theirs: '9' }, { path: 'name', mine: 'Autumn boots', theirs: 'Theirs' }, { path: 'budget.dailyCents', mine: '5000', theirs: '–' }, { path: 'budget.totalCents', mine: '30000', theirs: '5' },
  ]);
  expect(differences(FULL, FULL)).toEqual([]);
});
