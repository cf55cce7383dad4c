import { decodeAdCatalogue, decodeDelivery, type AdCatalogue, type Delivery } from '#core/campaigns';
import { decodePicturePack, PICTURES_PER_PACK } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import { contentHash, type ContentHash } from '#core/units';

/** The verified files of ads on this device. */
export interface AdFiles {
  readonly catalogue: AdCatalogue;
  readonly hash: ContentHash;
  readonly delivery: Delivery;
  /** When the log was last seen to hold them, ms since 1970. */
  readonly confirmedMs: number;
  /** A picture file of the packs; null where they hold none of that hash. */
  pictureOf(hash: ContentHash | undefined): Promise<Uint8Array | null>;
}

/** What the last look at the leader left; undefined before one, or where a file is gone or harmed: then the next look brings it. */
export async function keptAds({ settings, files }: Pick<DeviceStores, 'settings' | 'files'>): Promise<AdFiles | undefined> {
  const verified = await settings.read('verifiedAds');
  if (!verified) return undefined;
  const bytesOf = async (hash: ContentHash): Promise<Uint8Array | undefined> => {
    const bytes = await files.read(hash);
    return bytes && contentHash(bytes) === hash ? bytes : undefined;
  };
  const [ads, sent] = await Promise.all([bytesOf(verified.ads), bytesOf(verified.delivery)]);
  const catalogue = ads && decodeAdCatalogue(ads);
  const delivery = sent && decodeDelivery(sent);
  if (!catalogue?.ok || !delivery?.ok) return undefined;
  const { packs, pictures } = catalogue.value;
  return {
    catalogue: catalogue.value, hash: verified.ads, delivery: delivery.value, confirmedMs: verified.confirmedMs,
    async pictureOf(hash) {
      const position = hash === undefined ? -1 : pictures.indexOf(hash);
      const pack = packs[Math.floor(position / PICTURES_PER_PACK)];
      const bytes = pack && (await bytesOf(pack));
      const decoded = bytes && decodePicturePack(bytes);
      return (decoded?.ok && decoded.value.at(position % PICTURES_PER_PACK)) || null;
    },
  };
}
