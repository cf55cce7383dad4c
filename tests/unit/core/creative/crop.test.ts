import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureFocus } from '#core/catalogue';
import { cropFor } from '#core/creative';

const sides = fc.integer({ min: 1, max: 2000 });
const boxes = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99), fc.nat(99)).map(([a, b, c, d]) => {
  const [left, right] = [Math.min(a, b) / 100, (Math.max(a, b) + 1) / 100];
  const [top, bottom] = [Math.min(c, d) / 100, (Math.max(c, d) + 1) / 100];
  return { left, top, width: right - left, height: bottom - top };
});

test('cropFor() lies in the picture, has the shape of the ad, is as large as can be, and holds the focus wherever a crop can', () => {
  fc.assert(fc.property(sides, sides, boxes, sides, sides, (pw, ph, focus, width, height) => {
    const crop = cropFor({ width: pw, height: ph }, focus, { width, height });
    const slack = 1e-6 * Math.max(pw, ph);
    expect(crop.left).toBeGreaterThanOrEqual(0);
    expect(crop.top).toBeGreaterThanOrEqual(0);
    expect(crop.left + crop.width).toBeLessThanOrEqual(pw + slack);
    expect(crop.top + crop.height).toBeLessThanOrEqual(ph + slack);
    expect(crop.width * height).toBeCloseTo(crop.height * width, 3);
    expect(Math.min(Math.abs(crop.width - pw), Math.abs(crop.height - ph))).toBeLessThanOrEqual(slack);
    const fits = focus.width * pw <= crop.width + slack && focus.height * ph <= crop.height + slack;
    if (Math.abs(focus.width * pw - crop.width) > slack && Math.abs(focus.height * ph - crop.height) > slack) expect(crop.holdsFocus).toBe(fits);
    if (crop.holdsFocus) expect([focus.left * pw >= crop.left - slack, (focus.top + focus.height) * ph <= crop.top + crop.height + slack]).toEqual([true, true]);
  }));
});

test('cropFor() by hand: a square picture in a wide ad moves up to the thing', () => {
  expect(cropFor({ width: 200, height: 200 }, { left: 0.4, top: 0, width: 0.2, height: 0.25 }, { width: 300, height: 150 })).toEqual({ left: 0, top: 0, width: 200, height: 100, holdsFocus: true });
  expect(cropFor({ width: 200, height: 200 }, { left: 0, top: 0, width: 1, height: 1 }, { width: 300, height: 150 })).toMatchObject({ top: 50, holdsFocus: false });
  expect(() => cropFor({ width: 0, height: 1 }, { left: 0, top: 0, width: 1, height: 1 }, { width: 1, height: 1 })).toThrow(RangeError);
});

/** A dark thing on a white table, in pixels of a square of 96. */
function onTable(left: number, top: number, right: number, bottom: number): Parameters<typeof pictureFocus>[0] {
  const rgba = new Uint8Array(96 * 96 * 4).fill(255);
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) rgba.fill(20, (y * 96 + x) * 4, (y * 96 + x) * 4 + 3);
  return { width: 96, height: 96, rgba };
}

test('pictureFocus() is the box of the thing; the whole picture where nothing stands out', () => {
  const focus = pictureFocus(onTable(10, 60, 50, 90));
  const slack = 3 / 96; // two cells of the grid, and the specks
  expect(Math.abs(focus.left - 10 / 96)).toBeLessThanOrEqual(slack);
  expect(Math.abs(focus.top - 60 / 96)).toBeLessThanOrEqual(slack);
  expect(Math.abs(focus.left + focus.width - 50 / 96)).toBeLessThanOrEqual(slack);
  expect(Math.abs(focus.top + focus.height - 90 / 96)).toBeLessThanOrEqual(slack);
  expect(pictureFocus(onTable(0, 0, 0, 0))).toEqual({ left: 0, top: 0, width: 1, height: 1 });
});
