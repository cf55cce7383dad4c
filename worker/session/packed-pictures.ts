import { decodePicturePack, pictureOrder, PICTURES_PER_PACK, picturesFile, type ItemIndex } from '#core/catalogue';
import type { WorkerFault } from '#core/contract';
import { ok, type Result } from '#core/units';
import { createBundles, type BundlesOptions } from './bundles.ts';
import { filesOfCatalogue, type LoadedCatalogue } from './load-catalogue.ts';

/** Thumbnails of products, from packs that are fetched whatever a shelf shows. */
export interface PackedPictures {
  /** Picture files of `items`, in the order asked; null where the catalogue packs none. @param isHers - as of `Bundles.read` */
  read(items: readonly ItemIndex[], isHers?: boolean): Promise<Result<readonly (Uint8Array | null)[], WorkerFault>>;
}

export interface PackedPicturesOptions extends Pick<BundlesOptions<Uint8Array>, 'source' | 'cache'> {
  readonly loaded: LoadedCatalogue;
  /** Shape [N], of the same catalogue: packs go by it. */
  readonly popularity: Float32Array;
  /** Whether an item stood on a shelf that everybody would see. */
  isPublic(item: ItemIndex): boolean;
}

/** Pictures of one catalogue. Loads nothing by itself. */
export function createPackedPictures({ loaded, popularity, isPublic, ...rest }: PackedPicturesOptions): PackedPictures {
  const order = pictureOrder(popularity);
  const rankByItem = new Uint32Array(order.length);
  for (const [rank, item] of order.entries()) rankByItem[item] = rank;
  const bundles = createBundles({
    ...rest, files: loaded.pictures, nameOf: picturesFile, decode: decodePicturePack, perFile: PICTURES_PER_PACK, ofCatalogue: filesOfCatalogue(loaded),
    isPublic: (rank) => isPublic(order[rank] ?? -1),
  });
  type Answer = Awaited<ReturnType<PackedPictures['read']>>;
  const readNow = async (ranks: readonly number[], isHers?: boolean): Promise<Answer> => {
    const pictures = await bundles.read(ranks, isHers);
    return pictures.ok ? ok(ranks.map((rank) => pictures.value.get(rank) ?? null)) : pictures;
  };
  const readAfter = async (others: readonly Promise<unknown>[], ...asked: Parameters<typeof readNow>): Promise<Answer> => {
    await Promise.allSettled(others);
    return readNow(...asked);
  };
  /** The last question to each pack. */
  const lastByPack = new Map<number, Promise<unknown>>();
  return {
    // Each card of a shelf asks for its own picture: whoever comes second finds the pack that the first one has loaded.
    read(items, isHers) {
      const ranks = items.map((item) => rankByItem[item] ?? -1);
      const packs = new Set(ranks.map((rank) => Math.floor(rank / PICTURES_PER_PACK)));
      const answer = readAfter([...packs].flatMap((pack) => lastByPack.get(pack) ?? []), ranks, isHers);
      for (const pack of packs) lastByPack.set(pack, answer);
      return answer;
    },
  };
}
