import { expect, test } from 'vitest';
import { decodeModel } from '#core/fedavg';
import { encodePolicy, policyHashOf } from '#core/protocol';
import { fail, ok } from '#core/units';
import { ed25519 } from '#page/crypto';
import { memoryStores } from '#page/store';
import { publishedDeployment, type Mischief } from '#support/deployment';
import { NOON_MS } from '#support/federation';
import { valueOf } from '#support/result';
import { openDeployment, type Deployment, type DeploymentPorts } from '#worker/federation';
import { adFiles, type AdFiles } from '../../../../bench/simulate/ad-files.ts';

/** Round of `ctr` in a published deployment that runs ads. */
const HEAD_ROUND = 5;
/** The head's round taught nothing: devices go on with its first model. */
const UNTRAINED: Mischief = { ads: true, record: (record, round) => (round === HEAD_ROUND ? { ...record, outcome: 'kept', modelAfter: record.modelBefore } : record) };

/** A look of one device at a whole published deployment. `bend`: what comes in the place of a file. */
async function aLook(mischief: Mischief, bend: (path: string, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes): Promise<{ readonly ports: DeploymentPorts; readonly deployment: Deployment }> {
  const { files, policy } = await publishedDeployment(mischief);
  const [stores, policyBytes] = [memoryStores(), encodePolicy(policy)];
  const ports: DeploymentPorts = {
    network: {
      async load(url) {
        const path = url.slice(policy.leaderUrl.length);
        const bytes = path === '/v1/policy' ? policyBytes : files.get(path);
        return bytes ? ok(bend(path, bytes)) : fail('offline', `There is nothing at ${path}`);
      },
    },
    files: stores.files, checkpoint: stores.checkpoint, clock: { nowMs: () => NOON_MS }, ed25519, leaderUrl: policy.leaderUrl, policyHash: policyHashOf(policyBytes),
  };
  return { ports, deployment: valueOf(await openDeployment(ports)) };
}

/** The head that devices of `ads` would choose by: its round and its weights. */
async function headIn(ads: AdFiles): Promise<{ readonly round: number; readonly weights: readonly number[] }> {
  const kept = ads.at(NOON_MS)?.models?.ctr;
  const bytes = kept && (await ads.files.read(kept.hash));
  if (!bytes) throw new Error('No head is kept');
  const model = valueOf(decodeModel(bytes));
  if (model.kind !== 'ctr') throw new Error(`The head is a ${model.kind} model`);
  return { round: kept.round, weights: [...(model.candidate ?? model.weights)] };
}

test('take() gives devices the head of the newest round in the place of the first one', async () => {
  const ads = adFiles();
  const [before, after] = [await aLook(UNTRAINED), await aLook({ ads: true })];
  await ads.take(before.ports, before.deployment);
  const first = await headIn(ads);
  expect(first.round).toBe(0);
  await ads.take(after.ports, after.deployment);
  const trained = await headIn(ads);
  expect(trained.round).toBe(HEAD_ROUND);
  expect(trained.weights).not.toEqual(first.weights);
  expect(await ads.files.read(before.deployment.manifest.models.ctr ?? ('' as never))).toBeUndefined(); // nothing of what was before is left to choose by
  expect(ads.catalogue()?.campaigns.map(({ id }) => id)).toEqual(['boots']);
});

test('take() keeps what it has where the head holds other bytes than its hash says, and takes it with the next honest look', async () => {
  const ads = adFiles();
  const before = await aLook(UNTRAINED);
  await ads.take(before.ports, before.deployment);
  const first = await headIn(ads);
  const hash = (await aLook({ ads: true })).deployment.manifest.models.ctr;
  const bent = await aLook({ ads: true }, (path, bytes) => (path === `/v1/models/${hash}` ? bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1) : bytes));
  await ads.take(bent.ports, bent.deployment);
  expect(await headIn(ads)).toEqual(first);
  const honest = await aLook({ ads: true });
  await ads.take(honest.ports, honest.deployment);
  expect((await headIn(ads)).round).toBe(HEAD_ROUND);
});

test('take() keeps what it has where the log itself names a file of another kind as the head', async () => {
  const ads = adFiles();
  const before = await aLook(UNTRAINED);
  await ads.take(before.ports, before.deployment);
  const first = await headIn(ads);
  const { models: { mix } } = before.deployment.manifest;
  const swapped = await aLook({
    ads: true,
    entries: (all) => all.map((entry) => (entry.type === 'model' && entry.model === 'ctr' && entry.round === HEAD_ROUND ? { ...entry, hash: mix } : entry)),
    manifest: (manifest) => ({ ...manifest, models: { ...manifest.models, ctr: mix } }),
  });
  await ads.take(swapped.ports, swapped.deployment);
  expect(await headIn(ads)).toEqual(first);
});

test('take() leaves nothing of ads once the shop runs none', async () => {
  const ads = adFiles();
  const [before, after] = [await aLook({ ads: true }), await aLook({})];
  await ads.take(before.ports, before.deployment);
  expect(ads.at(NOON_MS)).not.toBeNull();
  await ads.take(after.ports, after.deployment);
  expect([ads.at(NOON_MS), ads.catalogue()]).toEqual([null, undefined]);
});
