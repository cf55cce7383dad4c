import type { DeviceStores, SettingValues } from '#core/contract';
import { decodeOfferSet, decodePriceFile, encodeOfferSet, encodePriceFile, type OfferSet, type PriceFile } from '#core/offers';
import type { FileCache } from '#core/protocol';
import { contentHash, type ContentHash } from '#core/units';
import { memoryStores } from '#page/store';
import type { Deployment, DeploymentPorts } from '#worker/federation';
import { refreshOffers } from '#worker/offers';

/** The public files of offers, verified once for all devices of a process, as at any moment of a simulated week. */
export interface OfferFiles {
  /** Takes over what the log holds now. */
  take(ports: DeploymentPorts, deployment: Deployment): Promise<void>;
  /** The files as a device's setting names them, confirmed at `atMs`; null while the shop offers nothing. Kept in `files`. */
  at(atMs: number): SettingValues['verifiedOffers'];
  readonly files: Pick<FileCache, 'read'>;
  set(): OfferSet | undefined;
}

/** Files of offers that nobody changes. A simulated week lies before the moment at which they were issued, so that coupons and prices count as begun long ago. */
export function heldOfferFiles(published: OfferSet, prices?: PriceFile): OfferFiles {
  const bytesByHash = new Map<ContentHash, Uint8Array>();
  const add = (bytes: Uint8Array): ContentHash => {
    const hash = contentHash(bytes);
    bytesByHash.set(hash, bytes);
    return hash;
  };
  const set: OfferSet = { ...published, coupons: published.coupons.map((coupon) => ({ ...coupon, startMs: 0 })) };
  const hashes = { offers: add(encodeOfferSet(set)), ...(prices && { prices: add(encodePriceFile({ ...prices, fromMs: 0 })) }) };
  return { take: async () => undefined, at: (confirmedMs) => ({ ...hashes, confirmedMs }), files: { read: async (hash) => bytesByHash.get(hash)?.slice() }, set: () => set };
}

/** Files of offers as a running leader publishes them. */
export function offerFiles(): OfferFiles {
  const { settings } = memoryStores();
  let [taken, held]: [string, OfferFiles | undefined] = ['', undefined];
  return {
    async take(ports, deployment) {
      const { offers, prices } = deployment.manifest;
      const offered = `${offers?.hash} ${prices?.hash}`;
      if (offered === taken || !offers) return;
      const refreshed = await refreshOffers({ settings }, ports, deployment);
      const [setBytes, priceBytes] = refreshed.ok ? [await ports.files.read(offers.hash), prices && (await ports.files.read(prices.hash))] : [];
      const [set, file] = [setBytes && decodeOfferSet(setBytes), priceBytes && decodePriceFile(priceBytes)];
      if (!set?.ok) return; // another look comes with the next device
      [taken, held] = [offered, heldOfferFiles(set.value, file?.ok ? file.value : undefined)];
    },
    at: (atMs) => held?.at(atMs) ?? null,
    files: { read: async (hash) => held?.files.read(hash) },
    set: () => held?.set(),
  };
}

/** `stores` of a device, with the files of offers. */
export function storesWithOffers(stores: DeviceStores, offers: OfferFiles, nowMs: () => number): DeviceStores {
  const settings: DeviceStores['settings'] = {
    ...stores.settings,
    read: async (key) => (key === 'verifiedOffers' ? (offers.at(nowMs()) as Awaited<ReturnType<typeof stores.settings.read<typeof key>>>) : stores.settings.read(key)),
  };
  return { ...stores, settings, files: { ...stores.files, read: async (hash) => (await offers.files.read(hash)) ?? stores.files.read(hash) } };
}
