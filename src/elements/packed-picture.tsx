import { useEffect, useRef } from 'preact/hooks';

/** A file of a pack. Drawn on a canvas: an `<img>` would need `img-src blob:`, which not every shop's policy has. */
export function PackedPicture({ file, onFailed }: { readonly file: Uint8Array; readonly onFailed?: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isCurrent = true;
    const draw = async (): Promise<void> => {
      const bitmap = await createImageBitmap(new Blob([file.slice()]));
      const element = canvas.current;
      if (!isCurrent || !element) return bitmap.close();
      element.width = bitmap.width;
      element.height = bitmap.height;
      element.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    };
    draw().catch(() => onFailed?.());
    return () => {
      isCurrent = false;
    };
  }, [file]);
  return <canvas ref={canvas} aria-hidden="true" />;
}
