import { expect, test } from 'vitest';
import { campaignFaults, type Campaign } from '#core/campaigns';
import { aCampaign, aCreative, CAMPAIGN_START_MS } from '#support/campaigns';

test('campaignFaults() finds nothing wrong with a plain campaign', () => {
  expect(campaignFaults(aCampaign())).toEqual([]);
  expect(campaignFaults(aCampaign('out', { creatives: [aCreative('a', { landing: 'https://elsewhere.example/x' })] }))).toEqual([]);
});

test.each<readonly [string, Partial<Campaign>]>([
  ['advertiser', { advertiser: ' ' }], ['advertiser', { advertiser: '\u200b' }], ['advertiser', { advertiser: '\u3164\u2800' }], ['advertiser', { advertiser: 'Fellworks \u202eskrow' }], ['creatives[0].assets.sponsored', { creatives: [aCreative('a', { assets: { title: 'T', sponsored: '\u00ad' } })] }],
  ['creatives[0].assets.desc', { creatives: [aCreative('a', { assets: { title: 'T', sponsored: 'S', desc: '\u202emoc.kcirt' } })] }], ['creatives[0].assets.title', { creatives: [aCreative('a', { assets: { title: 'T\u2028T', sponsored: 'S' } })] }], ['endMs', { endMs: CAMPAIGN_START_MS }], ['bid.kind', { bid: { kind: 'margin', share: 0.1 } }],
  ['dayparts[1].toHour', { dayparts: [{ weekdays: [1], fromHour: 1, toHour: 2 }, { weekdays: [1], fromHour: 22, toHour: 6 }] }], ['dayparts[0].weekdays', { dayparts: [{ weekdays: [1, 1], fromHour: 1, toHour: 2 }] }],
  ['dayparts[0].weekdays', { dayparts: [{ weekdays: [], fromHour: 1, toHour: 2 }] }], ['audience.clusters', { audience: { tags: [], categories: [], clusters: [1.5], lifeCycles: [] } }],
  ['creatives', { creatives: [] }], ['creatives', { creatives: [aCreative('a'), aCreative('a')] }], ['creatives[0].assets.title', { creatives: [aCreative('a', { assets: { title: '', sponsored: 'S' } })] }],
  ['creatives[0].assets.sponsored', { creatives: [aCreative('a', { assets: { title: 'T', sponsored: '' } })] }], ['creatives[0].assets.salePriceCents', { creatives: [aCreative('a', { assets: { title: 'T', sponsored: 'S', priceCents: 5, salePriceCents: 5 } })] }],
  ...['English', 'en_US', 'en-', 'deutsch bitte'].map((locale) => ['creatives[0].locale', { creatives: [aCreative('a', { locale })] }] as const),
  ['creatives[0].sizes', { creatives: [aCreative('a', { sizes: [] })] }], ['creatives[0].sizes', { creatives: [aCreative('a', { sizes: [{ width: 1, height: 1 }, { width: 1, height: 1 }] })] }],
  // eslint-disable-next-line no-script-url -- what is refused
  ...['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', 'blob:x', '/\t/elsewhere.example', '/\n\\elsewhere.example', 'https://shop.example/\u0000', '//elsewhere.example', '/\\elsewhere.example', 'http://plain.example', 'https:///x', ''].map((landing) => ['creatives[0].landing', { creatives: [aCreative('a', { landing })] }] as const),
])('campaignFaults() names %s', (path, change) => {
  expect(campaignFaults(aCampaign('a', change)).map((fault) => fault.path)).toContain(path);
});

test('campaignFaults() takes names of every script, with the joiners and direction marks that these are written with', () => {
  for (const name of ['鞋店', 'کفش‌فروشی', 'أحذية \u200fABC', '👟 7', 'Ŝuoj']) expect(campaignFaults(aCampaign('a', { advertiser: name, creatives: [aCreative('a', { assets: { title: name, sponsored: name, desc: name, ctatext: name } })] }))).toEqual([]);
});

test('campaignFaults() gives all that is wrong at once', () => {
  expect(campaignFaults(aCampaign('a', { advertiser: '', endMs: 0, creatives: [] })).map(({ path }) => path)).toEqual(['advertiser', 'endMs', 'creatives']);
});
