import { afterEach, expect, test } from 'vitest';
import type { ManagedCampaign } from '#core/campaigns';
import type { AdRequest } from '#core/contract';
import type { PublicFile } from '#core/protocol';
import { contentHash, fail, ok, utf8Encode, WEEK_MS, type ContentHash } from '#core/units';
import { ed25519 } from '#page/crypto';
import { memoryStores } from '#page/store';
import { publishAds } from '#server/leader';
import { agreed, aSession, aShopOf } from '#support/a-session';
import { aCatalogue } from '#support/a-shop';
import { aCampaign, aCreative, aManagedCampaign } from '#support/campaigns';
import { startPair, type TestPair } from '#support/pair';
import { valueOf } from '#support/result';
import { keptAds, refreshAds } from '#worker/adserver';
import { openDeployment, type DeploymentPorts } from '#worker/federation';

const REQUEST: AdRequest = { slot: 'list-top', sizes: [{ width: 300, height: 250 }], locale: 'en', categories: [], isVisible: true };
const SHOP = aShopOf(aCatalogue({ items: 60 }).products);
const PICTURE = Uint8Array.of(1, 2, 3);

let pair: TestPair;
afterEach(() => pair.close());

/** Keeps a campaign as the console does, and publishes. */
async function keep(id: string, change: Partial<ManagedCampaign> = {}): Promise<void> {
  const nowMs = pair.clock.nowMs();
  const creatives = [aCreative(`${id}-a`, { assets: { title: 'Boots', sponsored: 'Fellworks', image: contentHash(PICTURE) } })];
  const bytes = utf8Encode(JSON.stringify(aManagedCampaign({ campaign: aCampaign(id, { startMs: nowMs, endMs: nowMs + WEEK_MS, creatives }), ...change })));
  await pair.leader.store.transact((tables) => {
    const before = tables.campaigns.get(id);
    const row = { id, bytes, changedBy: 'ann', changedMs: nowMs };
    if (before) tables.campaigns.put({ ...row, revision: before.revision });
    else tables.campaigns.add(row);
    tables.files.add('picture', contentHash(PICTURE), PICTURE);
    publishAds(tables, { shop: 'test', currency: 'EUR' }, nowMs);
  });
  await pair.turns();
}

/** A device that looks at the pair's leader over HTTP. `bend` is what a dishonest one does to a file; `asked` are the paths. */
async function aDevice(bend: (path: string, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes) {
  const stores = memoryStores();
  const asked: string[] = [];
  const ports: DeploymentPorts = {
    network: {
      async load(url) {
        const path = url.slice(pair.leaderUrl.length);
        asked.push(path);
        const response = await fetch(url);
        return response.ok ? ok(bend(path, new Uint8Array(await response.arrayBuffer()))) : fail('offline', `${response.status} ${path}`);
      },
    },
    files: stores.files, checkpoint: stores.checkpoint, clock: pair.clock, ed25519, leaderUrl: pair.leaderUrl, policyHash: contentHash(new Uint8Array(await (await fetch(`${pair.leaderUrl}/v1/policy`)).arrayBuffer())),
  };
  return { stores, asked, look: async () => refreshAds(stores, ports, valueOf(await openDeployment(ports))) };
}

const hashOf = (file: PublicFile | undefined): ContentHash => file?.hash ?? contentHash(new Uint8Array(0));

test('refreshAds() takes over what a real leader publishes, pictures too, and the next draw shows it', async () => {
  pair = await startPair();
  await keep('boots');
  const { stores, look } = await aDevice();
  const kept = valueOf(await look());
  const { ads, delivery } = await pair.manifest();
  expect(kept.slice(0, 2)).toEqual([hashOf(ads), hashOf(delivery)]);
  expect(await stores.settings.read('verifiedAds')).toEqual({ ads: hashOf(ads), delivery: hashOf(delivery), packs: kept.slice(2), models: {}, confirmedMs: pair.clock.nowMs() });
  expect(kept).toHaveLength(3);
  const { api, state } = await aSession(SHOP, { stores, grants: agreed('local', 'ads') });
  state.nowMs = pair.clock.nowMs();
  expect(valueOf(await api.ad(REQUEST)).ad).toMatchObject({ campaignId: 'boots', currency: 'EUR', image: PICTURE });
});

test('refreshAds() follows a campaign that comes and one that pauses, and asks for no file twice', async () => {
  pair = await startPair();
  await keep('boots');
  const { stores, asked, look } = await aDevice();
  valueOf(await look());
  await keep('tents');
  await keep('boots', { state: 'paused' });
  valueOf(await look());
  const files = valueOf(ok(await keptAds(stores)));
  expect(files?.catalogue.campaigns.map(({ id }) => id)).toEqual(['tents']);
  expect(Object.keys(files?.delivery.campaigns ?? {})).toEqual(['tents']);
  const named = asked.filter((path) => /^\/v1\/(?:ads|deliveries|packs)\//.test(path));
  expect(new Set(named).size).toBe(named.length);
});

test('refreshAds() keeps nothing of a shop without ads, and asks the same on every device that allows them', async () => {
  pair = await startPair();
  await pair.turns();
  const before = await aDevice();
  expect(await before.look()).toEqual({ ok: true, value: [] });
  expect(await before.stores.settings.read('verifiedAds')).toBeNull();
  await keep('boots');
  const [one, other] = [await aDevice(), await aDevice()];
  await one.stores.settings.write('adWishes', { hidden: ['boots'], disliked: ['Fellworks'] });
  for (const { look } of [one, other]) valueOf(await look());
  expect(one.asked).toEqual(other.asked);
});

test.each(['ads', 'deliveries', 'packs'])('refreshAds() refuses other %s than the log names, and what was kept stays', async (kind) => {
  pair = await startPair();
  await keep('boots');
  let isBent = false;
  const { stores, look } = await aDevice((path, bytes) => (isBent && path.startsWith(`/v1/${kind}/`) ? Uint8Array.of(...bytes, 32) : bytes));
  valueOf(await look());
  const before = await stores.settings.read('verifiedAds');
  await stores.files.keepOnly([]);
  isBent = true;
  expect(await look()).toMatchObject({ ok: false, fault: { kind: 'unverified-model' } });
  expect(await stores.settings.read('verifiedAds')).toEqual(before);
  const files = await keptAds(stores);
  expect((await files?.pictureOf(contentHash(PICTURE))) ?? null).toBeNull(); // its own is gone, and none is put in its place
});
