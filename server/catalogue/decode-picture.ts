import type { Picture } from '#core/catalogue';

/** Longest side a picture is read at: features are taken on a grid of 48, and JPEG shrinks by eighths while it is decoded. */
const MAX_SIDE = 192;
/** Largest picture decoded, in pixels: what any camera takes; a file that claims more is an attack on memory. */
export const MAX_PIXELS = 120_000_000;

/** A decoder of picture files; undefined where this platform has no `sharp`, which npm installs ready-made for most. */
export async function pictureDecoder(): Promise<((bytes: Uint8Array) => Promise<Picture | undefined>) | undefined> {
  try {
    const { default: sharp } = await import('sharp');
    return async (bytes) => {
      try {
        const image = sharp(bytes, { limitInputPixels: MAX_PIXELS }).rotate(); // as its EXIF says that it was held
        const shrunk = image.resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true }).toColourspace('srgb').ensureAlpha();
        const { data, info } = await shrunk.raw().toBuffer({ resolveWithObject: true });
        return { width: info.width, height: info.height, rgba: new Uint8Array(data) };
      } catch {
        return undefined; // no picture, or one that libvips cannot read
      }
    };
  } catch {
    return undefined;
  }
}
