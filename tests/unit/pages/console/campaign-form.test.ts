import { describe, expect, test } from 'vitest';
import { aCampaign, aCreative, aManagedCampaign } from '#support/campaigns';
import { formOf, idFrom, newForm, readForm } from '../../../../src/pages/console/campaign-form.ts';

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

  test('names every fault at once, in the units that are typed, whichever the codec would stop at', () => {
    const form = formOf(FULL);
    const [creative] = form.creatives;
    const wrong = {
      ...form, name: ' ', tier: '12', bid: '250', daily: '0', clickDays: '45', viewDays: '-1', end: form.start, caps: { hour: '0', day: '1.5', week: '', month: '', total: 'x' },
      creatives: [{ ...creative, id: 'A b', title: 'x'.repeat(91), landing: 'javascript:alert(1)', locale: 'English', salePrice: '99' } as NonNullable<typeof creative>, { ...creative, id: '!', title: '' } as NonNullable<typeof creative>], // eslint-disable-line no-script-url -- what is refused
    };
    expect(Object.fromEntries(readForm(wrong, 'live').faults.map(({ path, message }) => [path.replace(/^campaign\./, ''), message]))).toEqual({
      'name': 'Give it a name by which colleagues know it', 'tier': 'Wanted a number from 0 to 9', 'bid.share': 'Wanted 0 to 100 %', 'budget.dailyCents': 'Wanted an amount from 0.01 to 100000000.00', 'endMs': 'The end must come after the start',
      'conversion.clickWindowMs': 'Wanted 0 to 30 days', 'conversion.viewWindowMs': 'Wanted 0 to 7 days', 'caps.hour': 'Wanted a number from 1 to 1000', 'caps.day': 'Wanted a whole number', 'caps.total': 'Wanted a number',
      'creatives[0].id': 'Wanted small letters, digits and dashes, at most 64', 'creatives[0].assets.title': 'Wanted text of at most 90 characters on one line', 'creatives[0].assets.salePriceCents': 'A sale price is below the price',
      'creatives[0].locale': 'Wanted a language such as en or zh-Hans', 'creatives[0].landing': 'A landing page is a path of this shop or an https address',
      'creatives[1].id': 'Wanted small letters, digits and dashes, at most 64', 'creatives[1].assets.title': 'A creative needs a title',
    });
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
