import { decodeAdCatalogue, decodeDelivery, encodeAdCatalogue, encodeDelivery, type AdCatalogue, type Delivery } from '#core/campaigns';
import type { SettingValues } from '#core/contract';
import { ADS_KINDS, type AdsKind, type FileCache } from '#core/protocol';
import { contentHash, DAY_MS, WEEK_MS, type ContentHash } from '#core/units';
import { memoryStores } from '#page/store';
import { refreshAds } from '#worker/adserver';
import type { Deployment, DeploymentPorts } from '#worker/federation';

/** How often a delivery is issued again in simulated time, ms. */
const REISSUE_MS = DAY_MS;
/** How far back campaigns and experiments are taken to have begun, ms: further than any simulated week. */
const BEFORE_ALL_MS = 8 * WEEK_MS;

type Models = NonNullable<NonNullable<SettingValues['verifiedAds']>['models']>;

/** The public files of ads, verified once for all devices of a process, as they stand at a moment of a simulated week. */
export interface AdFiles {
  /** Takes over what the log holds now. */
  take(ports: DeploymentPorts, deployment: Deployment): Promise<void>;
  /** The files of a moment, as a device's setting names them; null while the shop runs no ads. Kept in `files`. */
  at(atMs: number): SettingValues['verifiedAds'];
  readonly files: FileCache;
  /** The newest catalogue; undefined while the shop runs no ads. */
  catalogue(): AdCatalogue | undefined;
}

/** Files of one ad catalogue that nobody measures: every campaign passes by `passThrough`, issued again every day. @param modelFiles - of the models that ads are chosen by, as files */
export function heldAdFiles(known: AdCatalogue, passThrough = 1, modelFiles: Readonly<Partial<Record<AdsKind, Uint8Array>>> = {}): AdFiles {
  const bytesByHash = new Map<ContentHash, Uint8Array>();
  const add = (bytes: Uint8Array): ContentHash => {
    const hash = contentHash(bytes);
    bytesByHash.set(hash, bytes);
    return hash;
  };
  const ads = add(encodeAdCatalogue(known));
  const models: Models = Object.fromEntries(Object.entries(modelFiles).map(([kind, bytes]) => [kind, { hash: add(bytes), round: 1 }]));
  const campaigns = Object.fromEntries(known.campaigns.map(({ id }) => [id, { passThrough, isTargeted: false }]));
  let newest: { readonly issuedMs: number; readonly delivery: ContentHash } | undefined;
  return {
    take: async () => undefined,
    catalogue: () => known,
    at(atMs) {
      const issuedMs = Math.floor(atMs / REISSUE_MS) * REISSUE_MS;
      if (newest?.issuedMs !== issuedMs) newest = { issuedMs, delivery: add(encodeDelivery({ version: 1, ads, issuedMs, campaigns, experiments: [] })) };
      return { ads, delivery: newest.delivery, packs: [], models, confirmedMs: issuedMs };
    },
    files: { read: async (hash) => bytesByHash.get(hash), write: async () => undefined, keepOnly: async () => undefined },
  };
}

/**
 * Files of ads for simulated time. A round is one week, which passes at once and lies before the moment at which the leader
 * issued anything. So campaigns and experiments count as begun long ago, and the newest delivery as issued again every day.
 */
export function adFiles(): AdFiles {
  const { settings } = memoryStores();
  const bytesByHash = new Map<ContentHash, Uint8Array>();
  const files: FileCache = {
    read: async (hash) => bytesByHash.get(hash)?.slice(),
    write: async (hash, bytes) => void bytesByHash.set(hash, bytes.slice()),
    keepOnly: async () => undefined,
  };
  const add = (bytes: Uint8Array): ContentHash => {
    const hash = contentHash(bytes);
    bytesByHash.set(hash, bytes);
    return hash;
  };
  let taken = '';
  let ads: { readonly catalogue: AdCatalogue; readonly hash: ContentHash; readonly delivery: Delivery; readonly models: Models } | undefined;
  const issued = new Map<number, ContentHash>();
  return {
    files,
    catalogue: () => ads?.catalogue,
    async take(ports, deployment) {
      const { manifest: { ads: file, delivery: sent, models: hashes } } = deployment;
      const offered = [file?.hash, sent?.hash, ...ADS_KINDS.map((kind) => hashes[kind])].join(' ');
      if (offered === taken) return;
      const refreshed = await refreshAds({ settings }, ports, deployment);
      const verified = await settings.read('verifiedAds');
      const [catalogueBytes, deliveryBytes] = refreshed.ok && verified ? [await ports.files.read(verified.ads), await ports.files.read(verified.delivery)] : [];
      const models = verified?.models ?? {};
      const modelBytes = await Promise.all(Object.values(models).map(({ hash }) => ports.files.read(hash)));
      const [catalogue, delivery] = [catalogueBytes && decodeAdCatalogue(catalogueBytes), deliveryBytes && decodeDelivery(deliveryBytes)];
      if (!refreshed.ok) return; // another look comes with the next device
      taken = offered;
      bytesByHash.clear();
      issued.clear();
      ads = undefined;
      if (!catalogue?.ok || !delivery?.ok) return;
      const begunMs = ports.clock.nowMs() - BEFORE_ALL_MS;
      const begun = <Timed extends { readonly startMs: number }>(one: Timed): Timed => ({ ...one, startMs: Math.min(one.startMs, begunMs) });
      const known = { ...catalogue.value, campaigns: catalogue.value.campaigns.map(begun) };
      for (const bytes of modelBytes) if (bytes) add(bytes);
      ads = { catalogue: known, hash: add(encodeAdCatalogue(known)), models, delivery: { ...delivery.value, experiments: delivery.value.experiments.map(begun) } };
    },
    at(atMs) {
      if (!ads) return null;
      const issuedMs = Math.floor(atMs / REISSUE_MS) * REISSUE_MS;
      const kept = issued.get(issuedMs);
      const delivery = kept ?? add(encodeDelivery({ ...ads.delivery, ads: ads.hash, issuedMs }));
      issued.set(issuedMs, delivery);
      return { ads: ads.hash, delivery, packs: [], models: ads.models, confirmedMs: issuedMs };
    },
  };
}
