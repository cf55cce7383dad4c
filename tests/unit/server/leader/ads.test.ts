import { afterEach, expect, test } from 'vitest';
import { decodeAdCatalogue, decodeDelivery, DEFAULT_RULES, type ManagedCampaign } from '#core/campaigns';
import { decodePicturePack } from '#core/catalogue';
import { auditDeployment } from '#core/audit';
import { contentHash, DAY_MS, ok, fail, utf8Encode, WEEK_MS } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { keepAdsFresh, keepRules, publishAds } from '#server/leader';
import { aCampaign, aCreative, aManagedCampaign } from '#support/campaigns';
import { startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';

let pair: TestPair;
afterEach(() => pair.close());

const SHOP = { shop: 'test', currency: 'EUR' };

/** Keeps a campaign as the console does, and publishes. */
async function keep(campaign: ManagedCampaign): Promise<void> {
  await pair.leader.store.transact((tables) => {
    const { id } = campaign.campaign;
    const row = { id, bytes: utf8Encode(JSON.stringify(campaign)), changedBy: 'ann', changedMs: pair.clock.nowMs() };
    const before = tables.campaigns.get(id);
    if (before) tables.campaigns.put({ ...row, revision: before.revision });
    else tables.campaigns.add(row);
    publishAds(tables, SHOP, pair.clock.nowMs());
  });
  await pair.turns();
}

function running(id: string, change: Partial<ManagedCampaign> = {}, image?: Uint8Array): ManagedCampaign {
  const nowMs = pair.clock.nowMs();
  const creative = aCreative(`${id}-a`, image && { assets: { title: 'Boots', sponsored: 'Fellworks', image: contentHash(image) } });
  return aManagedCampaign({ campaign: aCampaign(id, { startMs: nowMs, endMs: nowMs + WEEK_MS, creatives: [creative] }), ...change });
}

async function served(path: string): Promise<Uint8Array> {
  const response = await fetch(pair.leaderUrl + path);
  expect(response.status, path).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  return new Uint8Array(await response.arrayBuffer());
}

test('publishAds() says nothing of ads before a campaign was live, and never takes the catalogue back after', async () => {
  pair = await startPair();
  await keep(running('boots', { state: 'draft' }));
  expect(await pair.manifest()).not.toHaveProperty('ads');
  await keep(running('boots'));
  const { ads } = await pair.manifest();
  expect(valueOf(decodeAdCatalogue(await served(`/v1/ads/${ads?.hash}`))).campaigns.map(({ id }) => id)).toEqual(['boots']);
  await keep(running('boots', { state: 'paused' }));
  const after = (await pair.manifest()).ads;
  expect(valueOf(decodeAdCatalogue(await served(`/v1/ads/${after?.hash}`))).campaigns).toEqual([]);
});

/** Checks of a full audit that fail, as a visitor makes it; `bend` is what a dishonest server does to a file. */
async function brokenChecks(bend: (path: string, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes): Promise<readonly string[]> {
  const { checks } = await auditDeployment({
    policy: pair.policy, nowMs: pair.clock.nowMs(), symmetric: webSymmetric, ed25519,
    async load(path) {
      const response = await fetch(pair.leaderUrl + path);
      return response.ok ? ok(bend(path, new Uint8Array(await response.arrayBuffer()))) : fail('missing', path);
    },
  });
  return checks.filter((check) => !check.ok && check.advisory !== true).map(({ title }) => title);
}

test('publishAds() puts both leaves into the log before the manifest names them, and every audit checks leaf and file', async () => {
  pair = await startPair();
  await keep(running('boots'));
  expect(await brokenChecks()).toEqual([]);
  expect(await brokenChecks((path, bytes) => (path.startsWith('/v1/ads/') ? Uint8Array.of(1, ...bytes) : bytes))).toEqual(['Ads aimed at groups alone, counted again here', 'File of campaigns that devices are offered']);
  await keep(running('coats'));
  expect(await brokenChecks()).toEqual([]);
});

test('publishAds() publishes the rules that the merchant wrote; another rule is another catalogue, in the log', async () => {
  pair = await startPair();
  await keep(running('boots'));
  const before = (await pair.manifest()).ads;
  expect(valueOf(decodeAdCatalogue(await served(`/v1/ads/${before?.hash}`))).rules).toBeUndefined();
  await pair.leader.store.transact((tables) => keepRules(tables, { ...DEFAULT_RULES, banned: ['cheap'] }));
  await keep(running('boots'));
  const after = (await pair.manifest()).ads;
  expect(after?.hash).not.toBe(before?.hash);
  expect(valueOf(decodeAdCatalogue(await served(`/v1/ads/${after?.hash}`))).rules).toEqual({ ...DEFAULT_RULES, banned: ['cheap'] });
  expect(await brokenChecks()).toEqual([]);
});

test('publishAds() writes nothing where nothing of what is live changed', async () => {
  pair = await startPair();
  await keep(running('boots'));
  const before = [pair.leader.store.tables.log.size(), await pair.manifest()] as const;
  await keep({ ...running('boots'), name: 'Another name', budget: { totalCents: 5 } });
  expect(pair.leader.store.tables.log.size()).toBe(before[0]);
  expect((await pair.manifest()).ads).toEqual(before[1].ads);
});

test('a first delivery passes all campaigns whole and targets none', async () => {
  pair = await startPair();
  await keep(running('boots'));
  const first = await pair.manifest();
  const delivery = valueOf(decodeDelivery(await served(`/v1/deliveries/${first.delivery?.hash}`)));
  expect(delivery).toMatchObject({ ads: first.ads?.hash, campaigns: { boots: { passThrough: 1, isTargeted: false } }, experiments: [] });
});

test('pictures of live creatives come in packs that the catalogue names', async () => {
  pair = await startPair();
  const [red, blue] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5)];
  await pair.leader.store.transact(({ files }) => [red, blue].forEach((bytes) => files.add('picture', contentHash(bytes), bytes)));
  await keep(running('boots', {}, red));
  const catalogue = valueOf(decodeAdCatalogue(await served(`/v1/ads/${(await pair.manifest()).ads?.hash}`)));
  expect(catalogue.pictures).toEqual([contentHash(red)]); // blue is named by no creative
  const pack = valueOf(decodePicturePack(await served(`/v1/packs/${catalogue.packs[0]}`)));
  expect(pack.at(0)).toEqual(red);
});

test('keepAdsFresh() lets a campaign go once it is over, and issues a delivery anew every day', async () => {
  pair = await startPair();
  const advertising = { ...SHOP };
  await keepAdsFresh(pair.leader.store, advertising, pair.clock); // no campaign, nothing to say
  await keep(running('boots'));
  const first = await pair.manifest();
  pair.clock.forward(DAY_MS);
  await keepAdsFresh(pair.leader.store, advertising, pair.clock);
  await pair.turns();
  const second = await pair.manifest();
  expect(second.ads).toEqual(first.ads);
  expect(second.delivery?.leaf).toBeGreaterThan(first.delivery?.leaf ?? Infinity);
  pair.clock.forward(WEEK_MS);
  await keepAdsFresh(pair.leader.store, advertising, pair.clock);
  await pair.turns();
  expect(valueOf(decodeAdCatalogue(await served(`/v1/ads/${(await pair.manifest()).ads?.hash}`))).campaigns).toEqual([]);
});
