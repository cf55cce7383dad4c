import { foreground, GRID, onGrid, type Picture } from './picture.ts';

/** Share of the thing that may lie outside its box at each side: specks and shadows are no part of it. */
const OUTSIDE = 0.02;

/**
 * Where the thing is that a picture shows: the box of what differs from the border's colour, in shares of width and height from
 * the left and top. The whole picture where nothing stands out.
 *
 * @throws RangeError if the pixels do not fill the picture
 */
export function pictureFocus(picture: Picture): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
  const isThing = foreground(onGrid(picture));
  const across = spanOf(isThing, (at) => at % GRID);
  const down = spanOf(isThing, (at) => Math.floor(at / GRID));
  return { left: across.from / GRID, top: down.from / GRID, width: (across.to - across.from) / GRID, height: (down.to - down.from) / GRID };
}

/** Lines of the grid, from and to before, that hold all of the thing but its outermost specks. */
function spanOf(isThing: Uint8Array, lineOf: (at: number) => number): { readonly from: number; readonly to: number } {
  const counts = new Float64Array(GRID);
  isThing.forEach((is, at) => { counts[lineOf(at)] = (counts[lineOf(at)] ?? 0) + is; });
  const spare = OUTSIDE * counts.reduce((sum, count) => sum + count, 0);
  let [from, to] = [0, GRID];
  for (let left = 0; from < GRID - 1 && left + (counts[from] ?? 0) <= spare; from++) left += counts[from] ?? 0;
  for (let left = 0; to - 1 > from && left + (counts[to - 1] ?? 0) <= spare; to--) left += counts[to - 1] ?? 0;
  return { from, to };
}
