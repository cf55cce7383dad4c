import { decodeAdCatalogue } from '#core/campaigns';
import type { DeviceStores } from '#core/contract';
import { ADS_KINDS, type AdsKind, type ReportFault } from '#core/protocol';
import { fail, ok, type ContentHash, type Result } from '#core/units';
import { loadAdPack, loadModel, loadPublicFile, type Deployment, type DeploymentPorts } from '#worker/federation';

/**
 * Takes over the ad catalogue and delivery that the log holds now, every pack of creatives' pictures, and the models that ads
 * are chosen by, whatever may be shown here: requests say nothing but that ads are allowed. Gives the hashes to keep; none where the shop runs no ads.
 */
export async function refreshAds(stores: Pick<DeviceStores, 'settings'>, ports: DeploymentPorts, deployment: Deployment): Promise<Result<readonly ContentHash[], ReportFault>> {
  const { ads, delivery } = deployment.manifest;
  if (!ads || !delivery) {
    await stores.settings.write('verifiedAds', null);
    return ok([]);
  }
  const bytes = await loadPublicFile(ports, deployment, 'ads', ads);
  if (!bytes.ok) return bytes;
  const catalogue = decodeAdCatalogue(bytes.value);
  if (!catalogue.ok) return fail('unverified-model', catalogue.fault.message);
  const sent = await loadPublicFile(ports, deployment, 'delivery', delivery);
  if (!sent.ok) return sent;
  const { packs } = catalogue.value;
  for (const pack of packs) {
    const loaded = await loadAdPack(ports, pack);
    if (!loaded.ok) return loaded;
  }
  const models: Partial<Record<AdsKind, { readonly hash: ContentHash; readonly round: number }>> = {};
  for (const kind of ADS_KINDS) {
    if (deployment.manifest.models[kind] === undefined) continue; // no round of it has begun
    const model = await loadModel(ports, deployment, kind);
    if (!model.ok) return model;
    models[kind] = { hash: model.value.hash, round: model.value.round };
  }
  await stores.settings.write('verifiedAds', { ads: ads.hash, delivery: delivery.hash, packs, models, confirmedMs: ports.clock.nowMs() });
  return ok([ads.hash, delivery.hash, ...packs, ...Object.values(models).map(({ hash }) => hash)]);
}
