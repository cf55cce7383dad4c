import { filledLayout, type Layout } from '#core/measurement';
import type { GroupSums } from './parity.ts';

/** Thirds of price positions: what her things cost within their categories. */
const THIRDS = ['low', 'middle', 'high'] as const;
/** What is counted of each group. */
const COUNTED = ['devices', 'raised'] as const;
/** L1 bound of a report of parity: her portrait and her third of prices, each twice. */
export const PARITY_BOUND = 4;

/** What a report of parity counts: devices, and those that met raised prices, by portrait and by third of prices. */
export function parityLayout(portraits: number): Layout {
  const groups = [...Array.from({ length: portraits }, (_, portrait) => `portrait-${portrait}`), ...THIRDS.map((third) => `price-${third}`)];
  return filledLayout('parity', groups.flatMap((group) => COUNTED.map((counted) => `${group}/${counted}`)));
}

/** What one device says of parity. */
export interface ParityCounted {
  /** Absent where she has none. */
  readonly portrait?: number;
  /** 0 to 1; absent where it is not known. */
  readonly pricePosition?: number;
  /** Whether what she turned to stood above its base on average; absent where none of it has a band: then nothing is counted. */
  readonly isRaised?: boolean;
}

/** The entries of one report. @returns shape [layout.cells], each 0 or 1, at most {@link PARITY_BOUND} of them 1 */
export function countParity({ cells }: Layout, { portrait, pricePosition, isRaised }: ParityCounted): Int32Array {
  const third = pricePosition === undefined ? undefined : THIRDS[Math.min(THIRDS.length - 1, Math.floor(pricePosition * THIRDS.length))];
  const groups = [...(portrait === undefined ? [] : [`portrait-${portrait}`]), ...(third === undefined ? [] : [`price-${third}`])];
  const counted = new Set(isRaised === undefined ? [] : groups.flatMap((group) => [`${group}/devices`, ...(isRaised ? [`${group}/raised`] : [])]));
  return Int32Array.from(cells, (cell) => Number(counted.has(cell)));
}

/** The groups of a noised sum, for `parityOf`: those of one kind beside each other. */
export function parityGroups({ cells }: Pick<Layout, 'cells'>, sum: ArrayLike<number>): Readonly<Record<'portraits' | 'prices', readonly GroupSums[]>> {
  const sumOf = (cell: string): number => sum[cells.indexOf(cell)] ?? 0;
  const groupsOf = (prefix: string): readonly GroupSums[] => cells.flatMap((cell) => {
    const [name = '', counted] = cell.split('/');
    return name.startsWith(prefix) && counted === 'devices' ? [{ name, devices: sumOf(cell), total: sumOf(`${name}/raised`) }] : [];
  });
  return { portraits: groupsOf('portrait-'), prices: groupsOf('price-') };
}
