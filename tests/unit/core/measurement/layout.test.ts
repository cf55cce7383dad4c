import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLayout, encodeLayout, MAX_CELLS, MIN_CELLS, type Layout } from '#core/measurement';
import { utf8Encode } from '#core/units';

const cells = (count: number): string[] => Array.from({ length: count }, (_, i) => `spare-${i + 1}`);
const aLayout = (change: Partial<Layout> = {}): Layout => ({ version: 1, subject: 'ads', cells: ['boots/red-boots/click', ...cells(MIN_CELLS - 1)], units: Array.from({ length: MIN_CELLS }, () => 1), ...change });

test('layouts come back as written, shortest and longest', () => {
  for (const layout of [aLayout(), aLayout({ cells: cells(MAX_CELLS), units: Array.from({ length: MAX_CELLS }, () => 0.01) })]) expect(decodeLayout(encodeLayout(layout))).toEqual({ ok: true, value: layout });
});

test.each<readonly [string, Partial<Layout>]>([
  ['too short', { cells: cells(MIN_CELLS - 1), units: Array.from({ length: MIN_CELLS - 1 }, () => 1) }], ['too long', { cells: cells(MAX_CELLS + 1), units: Array.from({ length: MAX_CELLS + 1 }, () => 1) }],
  ['a unit missing', { units: Array.from({ length: MIN_CELLS - 1 }, () => 1) }], ['a unit of nothing', { units: Array.from({ length: MIN_CELLS }, () => 0) }], ['one cell twice', { cells: ['a', 'a', ...cells(MIN_CELLS - 2)] }],
  ['a cell that is no path of words', { cells: ['a//b', ...cells(MIN_CELLS - 1)] }], ['a subject of its own', { subject: 'people' as never }], ['a name without end', { cells: ['a'.repeat(201), ...cells(MIN_CELLS - 1)] }],
])('decodeLayout() refuses one with %s', (_what, change) => {
  expect(decodeLayout(encodeLayout(aLayout(change)))).toMatchObject({ ok: false, fault: { kind: 'malformed' } });
});

test('no bytes make decodeLayout() throw', () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array(), fc.json().map((text) => utf8Encode(text))), (bytes) => {
    expect(decodeLayout(bytes).ok).toBe(false);
  }));
});
