import { decodePicturePack, pictureOrder, PICTURES_PER_PACK, picturesFile, type ItemIndex, type PicturePack } from '#core/catalogue';
import { ok, type ContentHash, type Result } from '#core/units';
import type { WorkerFault } from '#core/contract';

/** Gives the bytes of a catalogue's file that is named by `hash`, or why there are none. */
type LoadNamed = (name: string, hash: ContentHash) => Promise<Result<Uint8Array, WorkerFault>>;

/**
 * Picture files of items from a catalogue's packs, in the order asked; null for one that has none. A pack is loaded alone:
 * without a worker everybody sees the same products, so which one says nothing of a shopper.
 */
export function litePictures(packs: readonly ContentHash[], popularity: Float32Array, loadNamed: LoadNamed): (items: readonly ItemIndex[]) => Promise<Result<readonly (Uint8Array | null)[], WorkerFault>> {
  const opened = new Map<ContentHash, Promise<PicturePack | undefined>>();
  let order: Uint32Array | undefined;
  const open = async (hash: ContentHash): Promise<PicturePack | undefined> => {
    const bytes = await loadNamed(picturesFile(hash), hash);
    const pack = bytes.ok ? decodePicturePack(bytes.value) : bytes;
    if (pack.ok) return pack.value;
    opened.delete(hash); // the next shelf tries again
    return undefined;
  };
  const packOf = (hash: ContentHash): Promise<PicturePack | undefined> => {
    const pack = opened.get(hash) ?? open(hash);
    opened.set(hash, pack);
    return pack;
  };
  return async (items) => {
    order ??= pictureOrder(popularity);
    const ranks = order;
    const pictures = items.map(async (item) => {
      const rank = ranks.indexOf(item);
      const hash = rank < 0 ? undefined : packs[Math.floor(rank / PICTURES_PER_PACK)];
      return (hash && (await packOf(hash))?.at(rank % PICTURES_PER_PACK)) ?? null;
    });
    return ok(await Promise.all(pictures));
  };
}
