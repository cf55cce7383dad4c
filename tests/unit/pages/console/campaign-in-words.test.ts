import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES, type BrandRules, type ManagedCampaign } from '#core/campaigns';
import { aCampaign, aCreative, aManagedCampaign } from '#support/campaigns';
import { campaignInWords } from '../../../../src/pages/console/campaign-in-words.ts';
import { differences } from '../../../../src/pages/console/differences.ts';
import { rulesInWords } from '../../../../src/pages/console/rules-in-words.ts';

const FULL = aManagedCampaign({
  campaign: aCampaign('boots', {
    objective: 'sales', bid: { kind: 'cpc', cents: 45 }, tier: 3, dayparts: [{ weekdays: [0, 1, 2], fromHour: 9, toHour: 17 }], caps: { hour: 1, day: 4, week: 8, month: 12, total: 20 },
    audience: { tags: ['Boots'], categories: ['Outdoor'], clusters: [2, 5], lifeCycles: ['new', 'lapsing'] }, excludedItemIds: ['p1' as never], excludedCategories: ['Pets'], slots: ['home'],
    conversion: { itemIds: ['p2' as never], categories: ['Shoes'], clickWindowMs: 7 * 86_400_000, viewWindowMs: 86_400_000 },
    creatives: [aCreative('boots-a', { locale: 'zh-Hans', sizes: [{ width: 320, height: 50 }], style: 'price', itemId: 'p2' as never, assets: { title: 'T', sponsored: 'S', desc: 'D', ctatext: 'C', displayurl: 'd.example', priceCents: 1_999, salePriceCents: 1_500, image: 'a'.repeat(64) as never, icon: 'b'.repeat(64) as never } })],
  }),
});
const SHELF = { byId: new Map([['p2', { title: 'Red boots' }]]) as never, currency: 'EUR' };
const between = (mine: ManagedCampaign, theirs: ManagedCampaign): ReturnType<typeof differences> => differences(campaignInWords(mine, SHELF), campaignInWords(theirs, SHELF));

/** The same value, so far off that any unit shows it. */
const OTHER: Readonly<Record<string, string | number>> = { boots: 'tents', sales: 'views', cpc: 'cpa', live: 'paused', draft: 'live', new: 'loyal', lapsing: 'potential', price: 'quiet' };
const otherThan = (value: unknown): unknown => (typeof value === 'number' ? (value < 7 ? value + 1 : value < 1e12 ? value + 86_400_000 : value + 365 * 86_400_000) : (OTHER[String(value)] ?? `c${String(value).slice(1)}`));

/** Every way to change one value in `whole`. */
function changes(whole: unknown, path = ''): readonly { readonly path: string; readonly changed: unknown }[] {
  if (typeof whole !== 'object' || whole === null) return [{ path, changed: otherThan(whole) }];
  return Object.entries(whole).flatMap(([key, value]) => changes(value, `${path}.${key}`).map((one) => ({ ...one, changed: Array.isArray(whole) ? whole.map((each: unknown, i) => (String(i) === key ? one.changed : each)) : { ...whole, [key]: one.changed } })));
}

describe('campaignInWords()', () => {
  test('tells labels of the form, amounts, dates, lists and products by name', () => {
    const theirs: ManagedCampaign = { ...FULL, name: 'Theirs', budget: { totalCents: 500 }, campaign: { ...FULL.campaign, bid: { kind: 'margin', share: 0.125 }, caps: { day: 4, total: 20 }, dayparts: [], audience: { ...FULL.campaign.audience, lifeCycles: [] }, conversion: { ...FULL.campaign.conversion, itemIds: [], viewWindowMs: 0 } } };
    expect(between(FULL, theirs)).toEqual([
      { field: 'Name', mine: 'Autumn boots', theirs: 'Theirs' },
      { field: 'Pays', mine: 'For a click', theirs: 'A share of what is bought (own campaigns)' },
      { field: 'Bid', mine: '€0.45', theirs: '–' },
      { field: 'Budget in all', mine: '€300', theirs: '€5' },
      { field: 'Budget of a day', mine: '€50', theirs: '–' },
      { field: 'Most viewable impressions on one device: An hour', mine: '1', theirs: '–' },
      { field: 'Most viewable impressions on one device: A week', mine: '8', theirs: '–' },
      { field: 'Most viewable impressions on one device: 30 days', mine: '12', theirs: '–' },
      { field: 'Hours of the week, by the shopper’s clock', mine: 'Mon, Tue, Sun 09:00 to 17:00', theirs: 'Any hour' },
      { field: 'Life cycle', mine: 'New: has not bought, Lapsing: has not come for long', theirs: '–' },
      { field: 'Purchase of', mine: 'Red boots', theirs: '–' },
      { field: 'Days after a view', mine: '1', theirs: '0' },
      { field: 'Share', mine: '–', theirs: '12.5 %' },
    ]);
  });

  test('a change of any one value is a row or two, and none of them is a path or JSON', () => {
    const each = changes(FULL);
    expect(each.length).toBeGreaterThan(50);
    for (const { path, changed } of each) {
      const rows = between(FULL, changed as ManagedCampaign);
      expect([path, rows.length > 0]).toEqual([path, true]);
      for (const { field, mine, theirs } of rows) expect([field, mine, theirs].join(' ')).not.toMatch(/[{}[\]"]|campaign\.|undefined|Ms\b|Cents\b/);
    }
    expect(between(FULL, FULL)).toEqual([]);
  });
});

test('rulesInWords() tells switches as on and off, lists as texts, claims by name', () => {
  const theirs: BrandRules = { ...DEFAULT_RULES, allowsEmoji: true, banned: ['cheap', 'best'], maxTitleLength: 40, proofs: { free: 'See the terms' } };
  expect(differences(rulesInWords(DEFAULT_RULES), rulesInWords(theirs))).toEqual([
    { field: 'Never say', mine: '–', theirs: 'cheap, best' }, { field: 'Longest title', mine: '90', theirs: '40' }, { field: 'Emoji', mine: 'off', theirs: 'on' }, { field: 'Something free', mine: '–', theirs: 'See the terms' },
  ]);
});
