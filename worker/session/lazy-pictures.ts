import type { ItemIndex } from '#core/catalogue';
import type { WorkerFault } from '#core/contract';
import { ok, type Result } from '#core/units';
import { lazily } from './lazily.ts';
import type { PackedPictures, PackedPicturesOptions } from './packed-pictures.ts';

/** Picture files of items, in the order asked; null where the catalogue has no packs. What reads packs is loaded with the first that is asked for. */
export function lazyPictures(options: PackedPicturesOptions): (items: readonly ItemIndex[], isHers?: boolean) => Promise<Result<readonly (Uint8Array | null)[] | null, WorkerFault>> {
  let packs: PackedPictures | undefined;
  return async (items, isHers) => {
    if (options.loaded.pictures.length === 0) return ok(null);
    const part = await lazily(() => import('./packed-pictures.ts'));
    if (!part.ok) return part;
    packs ??= part.value.createPackedPictures(options);
    return packs.read(items, isHers);
  };
}
