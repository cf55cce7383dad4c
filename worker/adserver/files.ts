import { decodeAdCatalogue, decodeDelivery, type AdCatalogue, type Delivery } from '#core/campaigns';
import { decodePicturePack, PICTURES_PER_PACK } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import { keptFile, type ContentHash, type Fault, type Result } from '#core/units';

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

type Kept = Pick<DeviceStores, 'settings' | 'files'>;

/** A file as it was read last: while the same one is wanted it is neither hashed nor decoded again, though a page asks for several ads. */
interface Held<Value> {
  readonly hash: ContentHash;
  readonly value: Value;
}
interface HeldFiles {
  readonly catalogue: Held<AdCatalogue>;
  readonly delivery: Held<Delivery>;
}
/** By the store that they were read from; gone with it, and with the yes to ads (`dropHeldAds`). */
const heldByStore = new WeakMap<DeviceStores['files'], HeldFiles>();

/** Forgets what was decoded of the files in `stores`. */
export function dropHeldAds({ files }: Pick<Kept, 'files'>): void {
  heldByStore.delete(files);
}

async function heldOr<Value>(files: Kept['files'], held: Held<Value> | undefined, hash: ContentHash, decode: (bytes: Uint8Array) => Result<Value, Fault>): Promise<Held<Value> | undefined> {
  if (held?.hash === hash) return held;
  const bytes = await keptFile(files, hash);
  const read = bytes && decode(bytes);
  return read?.ok === true ? { hash, value: read.value } : undefined;
}

/** What the last look at the leader left; undefined before one, or where a file that is not held is gone or harmed: then the next look brings it. */
export async function keptAds({ settings, files }: Kept): Promise<AdFiles | undefined> {
  const verified = await settings.read('verifiedAds');
  if (!verified) return undefined;
  const held = heldByStore.get(files);
  const [catalogue, delivery] = await Promise.all([
    heldOr(files, held?.catalogue, verified.ads, decodeAdCatalogue), heldOr(files, held?.delivery, verified.delivery, decodeDelivery),
  ]);
  if (!catalogue || !delivery) return undefined;
  heldByStore.set(files, { catalogue, delivery });
  const { packs, pictures } = catalogue.value;
  return {
    catalogue: catalogue.value, hash: verified.ads, delivery: delivery.value, confirmedMs: Number.isFinite(verified.confirmedMs) ? verified.confirmedMs : 0,
    async pictureOf(hash) {
      const position = hash === undefined ? -1 : pictures.indexOf(hash);
      const pack = packs[Math.floor(position / PICTURES_PER_PACK)];
      const bytes = await keptFile(files, pack);
      const decoded = bytes && decodePicturePack(bytes);
      return (decoded?.ok && decoded.value.at(position % PICTURES_PER_PACK)) || null;
    },
  };
}
