import type { AdSize } from '#core/campaigns';

/** A rectangle of a picture, in shares of its width and height from the left and the top. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What of a picture an ad shows, in the picture's own pixels. */
export interface Crop extends Box {
  /** False where no part of that shape holds all of what matters: draw the picture whole, with room beside it. */
  readonly holdsFocus: boolean;
}

/**
 * The largest part of a picture that has the shape of `target`, moved as little from the picture's middle as it takes to hold
 * `focus` (of `pictureFocus` in `#core/catalogue`).
 *
 * @param picture - in pixels, above 0
 * @throws RangeError where a side is not above 0
 */
export function cropFor(picture: AdSize, focus: Box, target: AdSize): Crop {
  if (![picture.width, picture.height, target.width, target.height].every((side) => side > 0 && side < Infinity)) {
    throw new RangeError(`Cannot crop ${picture.width} × ${picture.height} to ${target.width} × ${target.height}: sides must be finite and above 0`);
  }
  const scale = Math.min(picture.width / target.width, picture.height / target.height);
  const [width, height] = [target.width * scale, target.height * scale];
  const across = place(picture.width, width, focus.left, focus.width);
  const down = place(picture.height, height, focus.top, focus.height);
  return { left: across.start, top: down.start, width, height, holdsFocus: across.holds && down.holds };
}

/** Rounding of shares to pixels and back. */
const SLACK = 1e-9;

function place(whole: number, part: number, from: number, share: number): { readonly start: number; readonly holds: boolean } {
  const [first, last] = [from * whole, (from + share) * whole];
  const most = Math.max(0, whole - part);
  // Where the focus is too long, its middle is shown.
  const wanted = last - first > part ? (first + last - part) / 2 : Math.min(Math.max(most / 2, last - part), first);
  const start = Math.min(most, Math.max(0, wanted));
  return { start, holds: first >= start - SLACK * whole && last <= start + part + SLACK * whole };
}
