import type { DeviceStores } from '#core/contract';
import { decodeOfferSet, decodePriceFile, type OfferSet, type PriceFile } from '#core/offers';
import type { ReportFault } from '#core/protocol';
import { fail, keptFile, ok, type ContentHash, type Result } from '#core/units';
import { loadPublicFile, type Deployment, type DeploymentPorts } from '#worker/federation';

/** The verified files of offers on this device. */
export interface OfferFiles {
  readonly set: OfferSet;
  readonly prices?: PriceFile;
  /** When the log last said that they hold, ms since 1970; 0 where that was not kept. */
  readonly confirmedMs: number;
}

/**
 * Takes over the coupons and prices that the log holds now, whole, whichever of them she may see: requests say nothing but that
 * ads are allowed. Gives the hashes to keep.
 */
export async function refreshOffers(stores: Pick<DeviceStores, 'settings'>, ports: DeploymentPorts, deployment: Deployment): Promise<Result<readonly ContentHash[], ReportFault>> {
  const { offers, prices } = deployment.manifest;
  if (!offers) return ok([]); // a log that named some names them for good: an empty set takes them back
  const bytes = await loadPublicFile(ports, deployment, 'offers', offers);
  if (!bytes.ok) return bytes;
  const set = decodeOfferSet(bytes.value);
  if (!set.ok) return fail('unverified-model', set.fault.message);
  const priced = prices && (await loadPublicFile(ports, deployment, 'prices', prices));
  if (priced?.ok === false) return priced;
  const file = priced && decodePriceFile(priced.value);
  if (file?.ok === false) return fail('unverified-model', file.fault.message);
  await stores.settings.write('verifiedOffers', { offers: offers.hash, ...(prices && { prices: prices.hash }), confirmedMs: ports.clock.nowMs() });
  return ok([offers.hash, ...(prices ? [prices.hash] : [])]);
}

/** What the last look at the leader left; undefined before one, or where a file is gone or harmed: then the next look brings it. */
export async function keptOffers({ settings, files }: Pick<DeviceStores, 'settings' | 'files'>): Promise<OfferFiles | undefined> {
  const verified = await settings.read('verifiedOffers');
  if (!verified) return undefined;
  const { confirmedMs = 0 } = verified;
  const [setBytes, priceBytes] = await Promise.all([keptFile(files, verified.offers), keptFile(files, verified.prices)]);
  const set = setBytes && decodeOfferSet(setBytes);
  const prices = priceBytes && decodePriceFile(priceBytes);
  return set?.ok ? { set: set.value, ...(prices?.ok && { prices: prices.value }), confirmedMs: Number.isFinite(confirmedMs) ? confirmedMs : 0 } : undefined;
}
