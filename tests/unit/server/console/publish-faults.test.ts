import { DEFAULT_RULES } from '#core/campaigns';
import { afterEach, expect, test } from 'vitest';
import type { Campaign, Creative } from '#core/campaigns';
import { WEEK_MS } from '#core/units';
import { assortmentOf } from '#server/console';
import { demoCampaigns, demoProducts } from '#server/demoshop';
import { startConsole, type TestConsole } from '#support/a-console';
import { aCampaign, aCreative, aManagedCampaign } from '#support/campaigns';
import { publishFaults } from '../../../../server/console/publish-faults.ts';

const products = demoProducts();
const assortment = assortmentOf(products);
const [product] = products;
if (!product) throw new Error('The demo shop sells nothing');

const faultsOf = (change: Partial<Campaign>, rules = DEFAULT_RULES): readonly string[] => publishFaults(aCampaign('boots', change), assortment, rules).map(({ path }) => path);
const written = (assets: Partial<Creative['assets']>, change: Partial<Creative> = {}): Pick<Campaign, 'creatives'> => ({ creatives: [aCreative('boots-a', { assets: { title: 'Boots', sponsored: 'Fellworks', ...assets }, ...change })] });

test('publishFaults() finds nothing in the demo shop\'s own campaigns', () => {
  for (const { campaign } of demoCampaigns(products, 1_800_000_000_000)) expect(publishFaults(campaign, assortment, DEFAULT_RULES), campaign.id).toEqual([]);
});

test('publishFaults() names every interest, category and product that the catalogue does not have', () => {
  const [tag = ''] = assortment.tags;
  expect(faultsOf({ audience: { tags: [tag, 'Unicorns'], categories: ['Nowhere'], clusters: [], lifeCycles: [] } })).toEqual(['audience.tags[1]', 'audience.categories[0]']);
  expect(faultsOf({ excludedItemIds: [product.id, 'gone' as never], excludedCategories: ['Nowhere'] })).toEqual(['excludedItemIds[1]', 'excludedCategories[0]']);
  expect(faultsOf({ conversion: { ...aCampaign().conversion, itemIds: ['gone' as never], categories: [...product.category.slice(0, 1), 'Nowhere'] } })).toEqual(['conversion.itemIds[0]', 'conversion.categories[1]']);
  expect(faultsOf(written({}, { itemId: 'gone' as never }))).toEqual(['creatives[0].itemId']);
});

test('publishFaults() holds texts to the rules: words, claims, lengths', () => {
  expect(faultsOf(written({ title: 'The best boots' }))).toEqual(['creatives[0].assets.title']);
  expect(faultsOf(written({ title: 'The best boots' }), { ...DEFAULT_RULES, proofs: { superlative: 'Test of 2026, page 12' } })).toEqual([]);
  expect(faultsOf(written({ desc: 'Cheap and dry' }), { ...DEFAULT_RULES, banned: ['cheap'] })).toEqual(['creatives[0].assets.desc']);
  expect(faultsOf(written({ title: 'Boots for wet hills' }), { ...DEFAULT_RULES, maxTitleLength: 10 })).toEqual(['creatives[0].assets.title']);
});

test('publishFaults() refuses templates of no slot, and those that no product fills', () => {
  expect(faultsOf(written({ title: 'For you: {title}' }))).toEqual([]);
  expect(faultsOf(written({ title: 'For you: {size}' }))).toEqual(['creatives[0].assets.title']);
  expect(faultsOf({ ...written({ title: 'For you: {title}' }), conversion: { ...aCampaign().conversion, categories: ['Nowhere'] } })).toEqual(['conversion.categories[0]', 'creatives[0].assets.title']);
  expect(faultsOf(written({ title: 'For you: {title}' }, { itemId: product.id }), { ...DEFAULT_RULES, banned: ['for you'] })).toEqual(['creatives[0].assets.title']);
});

let running: TestConsole | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

test('drafts may hold anything; going live is refused by path; rules are the owner\'s and say what they break', async () => {
  running = await startConsole({ assortment });
  const [owner, editor] = [await running.as('owner'), await running.as('editor')];
  const nowMs = running.clock.nowMs();
  const managed = aManagedCampaign({ state: 'draft', campaign: aCampaign('boots', { startMs: nowMs, endMs: nowMs + WEEK_MS, ...written({ title: 'Boots for Unicorns' }), audience: { tags: ['Unicorns'], categories: [], clusters: [], lifeCycles: [] } }) });
  expect((await editor.ask('POST', '/api/campaigns', managed)).status).toBe(201);
  const refused = await owner.ask('PUT', '/api/campaigns/boots', { managed: { ...managed, state: 'live' }, revision: 1 });
  expect([refused.status, (refused.json['faults'] as readonly { readonly path: string }[]).map(({ path }) => path)]).toEqual([422, ['campaign.audience.tags[0]']]);
  const fine = { ...managed, state: 'live', campaign: { ...managed.campaign, audience: { tags: [], categories: [], clusters: [], lifeCycles: [] } } };
  expect((await owner.ask('PUT', '/api/campaigns/boots', { managed: fine, revision: 1 })).status).toBe(200);

  const before = (await owner.ask('GET', '/api/brand-rules')).json['hash'];
  expect((await editor.ask('PUT', '/api/brand-rules', { before, rules: { version: 1, banned: ['unicorns'] } })).status).toBe(403);
  const kept = await owner.ask('PUT', '/api/brand-rules', { before, rules: { version: 1, banned: ['unicorns'] } });
  const late = await owner.ask('PUT', '/api/brand-rules', { before, rules: { version: 1, banned: ['dragons'] } });
  expect([late.status, late.json['type'], (late.json['current'] as { rules: unknown }).rules]).toEqual([409, 'urn:homebird:problem:stale', { ...DEFAULT_RULES, banned: ['unicorns'] }]);
  expect(kept.json['broken']).toEqual([{ campaign: 'boots', path: 'creatives[0].assets.title', message: 'Your rules ban "unicorns"' }]);
  expect((await editor.ask('GET', '/api/brand-rules')).json['rules']).toEqual({ ...DEFAULT_RULES, banned: ['unicorns'] });
  const again = await owner.ask('PUT', '/api/campaigns/boots', { managed: { ...fine, name: 'Boots again' }, revision: 2 });
  expect((again.json['faults'] as readonly { readonly path: string }[]).map(({ path }) => path)).toEqual(['campaign.creatives[0].assets.title']);
  const wrong = await owner.ask('PUT', '/api/brand-rules', { before: kept.json['hash'], rules: { version: 1, maxTitleLength: 0 } });
  expect([wrong.status, (wrong.json['faults'] as readonly { readonly path: string }[]).map(({ path }) => path)]).toEqual([422, ['maxTitleLength']]);
});
