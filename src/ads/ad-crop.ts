import { pictureFocus } from '#core/catalogue';
import { cropFor } from '#core/creative';

/** Side that a picture is looked at in, pixels: what `pictureFocus` looks at is coarser. */
const LOOK_PX = 128;

/** What of a picture matters, and what it stands on. */
interface Looked {
  readonly width: number;
  readonly height: number;
  readonly focus: ReturnType<typeof pictureFocus>;
  /** CSS colour of its first pixel. */
  readonly ground: string;
}

async function lookAt(file: Uint8Array): Promise<Looked | undefined> {
  const bitmap = await createImageBitmap(new Blob([file.slice()]));
  const { width, height } = bitmap;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = LOOK_PX;
  const drawn = canvas.getContext('2d', { willReadFrequently: true });
  drawn?.drawImage(bitmap, 0, 0, LOOK_PX, LOOK_PX);
  bitmap.close();
  const pixels = drawn?.getImageData(0, 0, LOOK_PX, LOOK_PX).data;
  if (!pixels) return undefined;
  const [red, green, blue, alpha = 0] = pixels;
  return { width, height, focus: pictureFocus({ width: LOOK_PX, height: LOOK_PX, rgba: new Uint8Array(pixels.buffer) }), ground: alpha === 0 ? '' : `rgb(${red} ${green} ${blue})` };
}

/**
 * Moves a picture in its box until the box holds what it shows; one that no part of it can hold is drawn whole, on the colour
 * that it stands on. Goes on doing so while the box changes; the result stops it.
 *
 * @param box - the element around the drawn picture
 */
export function keepCropped(box: HTMLElement, file: Uint8Array): () => void {
  let looked: Looked | undefined;
  const place = (): void => {
    const { clientWidth: width, clientHeight: height, firstElementChild: drawn } = box;
    if (!looked || !(drawn instanceof HTMLElement) || width === 0 || height === 0) return;
    const crop = cropFor(looked, looked.focus, { width, height });
    const share = (start: number, whole: number, part: number): number => (whole > part ? (100 * start) / (whole - part) : 50);
    drawn.style.objectPosition = `${share(crop.left, looked.width, crop.width)}% ${share(crop.top, looked.height, crop.height)}%`;
    const isWhole = !crop.holdsFocus && looked.focus.width * looked.focus.height < 1; // where nothing stands out, nothing is lost
    drawn.style.objectFit = isWhole ? 'contain' : '';
    box.style.background = isWhole ? looked.ground : '';
  };
  const resized = new ResizeObserver(place);
  resized.observe(box);
  const look = async (): Promise<void> => {
    looked = await lookAt(file);
    place();
  };
  look().catch(() => undefined); // a picture that cannot be read is not drawn either
  return () => resized.disconnect();
}
