import { decodeAdCatalogue } from '#core/campaigns';
import type { DeviceStores } from '#core/contract';
import type { ReportFault } from '#core/protocol';
import { fail, ok, type ContentHash, type Result } from '#core/units';
import { loadAdPack, loadPublicFile, type Deployment, type DeploymentPorts } from '#worker/federation';

/**
 * Takes over the ad catalogue and delivery that the log holds now, and every pack of creatives' pictures, whatever may be shown
 * here: requests say nothing but that ads are allowed. Gives the hashes to keep; none where the shop runs no ads.
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
  await stores.settings.write('verifiedAds', { ads: ads.hash, delivery: delivery.hash, packs, confirmedMs: ports.clock.nowMs() });
  return ok([ads.hash, delivery.hash, ...packs]);
}
