import { decodeAdCatalogue, decodeDelivery, type AdCatalogue, type Delivery } from '#core/campaigns';
import { decodePicturePack, PICTURES_PER_PACK } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import { contentHash, type ContentHash, type Fault, type Result } from '#core/units';

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

/** `decode`, which reads the same file once: a page asks for several ads, and the file's hash was compared. */
function readOnce<Value>(decode: (bytes: Uint8Array) => Result<Value, Fault>): (hash: ContentHash, bytes: Uint8Array | undefined) => Value | undefined {
  let last: { readonly hash: ContentHash; readonly value: Value } | undefined;
  return (hash, bytes) => {
    if (bytes && last?.hash !== hash) {
      const read = decode(bytes);
      last = read.ok ? { hash, value: read.value } : undefined;
    }
    return bytes && last?.value;
  };
}
const catalogueIn = readOnce(decodeAdCatalogue);
const deliveryIn = readOnce(decodeDelivery);

/** What the last look at the leader left; undefined before one, or where a file is gone or harmed: then the next look brings it. */
export async function keptAds({ settings, files }: Pick<DeviceStores, 'settings' | 'files'>): Promise<AdFiles | undefined> {
  const verified = await settings.read('verifiedAds');
  if (!verified) return undefined;
  const bytesOf = async (hash: ContentHash): Promise<Uint8Array | undefined> => {
    const bytes = await files.read(hash);
    return bytes && contentHash(bytes) === hash ? bytes : undefined;
  };
  const [ads, sent] = await Promise.all([bytesOf(verified.ads), bytesOf(verified.delivery)]);
  const catalogue = catalogueIn(verified.ads, ads);
  const delivery = deliveryIn(verified.delivery, sent);
  if (!catalogue || !delivery) return undefined;
  const { packs, pictures } = catalogue;
  return {
    catalogue, hash: verified.ads, delivery, confirmedMs: verified.confirmedMs,
    async pictureOf(hash) {
      const position = hash === undefined ? -1 : pictures.indexOf(hash);
      const pack = packs[Math.floor(position / PICTURES_PER_PACK)];
      const bytes = pack && (await bytesOf(pack));
      const decoded = bytes && decodePicturePack(bytes);
      return (decoded?.ok && decoded.value.at(position % PICTURES_PER_PACK)) || null;
    },
  };
}
