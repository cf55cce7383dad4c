import { expect, test } from 'vitest';
import { managedFaults, parseManagedCampaign } from '#core/campaigns';
import { experimentFaults, OUTCOME_WINDOW_MS } from '#core/experiment';
import { demoCampaigns, demoExperiment, demoProducts } from '#server/demoshop';
import { CAMPAIGN_START_MS } from '#support/campaigns';
import { valueOf } from '#support/result';

test('demoCampaigns() gives three advertisers with live campaigns that nothing is wrong with, the same in every run', () => {
  const campaigns = demoCampaigns(demoProducts(), CAMPAIGN_START_MS);
  expect(campaigns.map(({ state, campaign }) => [campaign.advertiser, state, campaign.creatives.length])).toEqual([['Nordlys Outdoor', 'live', 2], ['Tollund Kitchen', 'live', 2], ['Larkfield', 'live', 2], ['Larkfield', 'live', 2], ['Larkfield', 'live', 2]]);
  for (const managed of campaigns) {
    expect(valueOf(parseManagedCampaign(JSON.parse(JSON.stringify(managed))))).toEqual(managed);
    expect(managedFaults(managed)).toEqual([]);
  }
  expect(demoCampaigns(demoProducts(), CAMPAIGN_START_MS)).toEqual(campaigns);
  const creatives = campaigns.flatMap(({ campaign }) => campaign.creatives.map(({ id }) => id));
  expect(new Set(creatives).size).toBe(creatives.length);
});

test('demoCampaigns() advertises nothing that the shop does not sell', () => {
  const products = demoProducts();
  const ids = new Set(products.map(({ id }) => id));
  const kindOf = new Map(products.map(({ id, category }) => [id, category.join()]));
  for (const { campaign } of demoCampaigns(products, CAMPAIGN_START_MS)) {
    for (const { itemId } of campaign.creatives) expect(itemId && ids.has(itemId)).toBe(true);
    expect(new Set(campaign.creatives.map(({ itemId }) => itemId && kindOf.get(itemId))).size).toBe(campaign.creatives.length); // something to choose from
  }
  expect(demoCampaigns([], CAMPAIGN_START_MS)).toEqual([]);
});

test('demoCampaigns() take purchases of the kinds that they show for conversions, and of no whole department', () => {
  const products = demoProducts();
  const categoryById = new Map(products.map(({ id, category }) => [id, category]));
  for (const { campaign: { conversion, creatives } } of demoCampaigns(products, CAMPAIGN_START_MS)) {
    expect(conversion.categories).toEqual(creatives.map(({ itemId }) => itemId && categoryById.get(itemId)?.at(-1)));
    expect(products.filter(({ category }) => category.length > 1 && conversion.categories.includes(category[0] ?? ''))).toEqual([]);
  }
});

test('demoExperiment() is one that the owner could start, and of which outcomes are told from the start', () => {
  const campaigns = demoCampaigns(demoProducts(), CAMPAIGN_START_MS).map(({ campaign }) => campaign);
  for (const campaign of campaigns) {
    const experiment = demoExperiment(campaign, CAMPAIGN_START_MS, '0'.repeat(32));
    expect(experimentFaults(experiment, { campaigns, others: [], nowMs: CAMPAIGN_START_MS })).toEqual([]);
    expect(experiment.startMs + OUTCOME_WINDOW_MS).toBeLessThan(CAMPAIGN_START_MS);
  }
});
