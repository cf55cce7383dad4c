import { assemble, F32, I32, op, type Code } from '#core/assembly';
import { CONTENT_DIMS } from '#core/catalogue';

/** Numbers of one SIMD load, after widening to 16 bits. */
const LANES = 8;
const PARTS = CONTENT_DIMS / LANES;
/** Items of one turn: their four sums make one vector of floats. */
export const ITEMS_PER_TURN = 4;

// Locals: the four parameters, then the direction in PARTS vectors, then one sum for each item of a turn.
const ROW = 0;
const END = 1;
const OUT = 2;
const FACTOR = 3;
const DIRECTION = 4;
const SUM = DIRECTION + PARTS;

/**
 * f(row, end, out, factor): for the int8 rows from address `row` to `end`, factor × dot product with the 16-bit direction at
 * address 0, as f32 at `out`. Whole turns only. `dotPairs` adds in 32 bits: 64 × 127 × 32767 is far below 2^31.
 */
export function itemDotsProgram(): Uint8Array {
  return assemble({ parameters: [I32, I32, I32, F32], counters: 0, vectors: PARTS + ITEMS_PER_TURN }, [
    ...parts((p) => [...op.constant(0), ...op.load(16 * p), ...op.set(DIRECTION + p)]),
    ...op.repeat([
      ...[0, 1, 2, 3].flatMap((item) => [...sumOf(item), ...op.set(SUM + item)]),
      ...op.get(OUT), ...acrossLanes(), ...op.toFloats, ...op.get(FACTOR), ...op.repeatFloat, ...op.multiplyFloats, ...op.store(0),
      ...op.get(OUT), ...op.constant(4 * ITEMS_PER_TURN), ...op.add, ...op.set(OUT),
      ...op.get(ROW), ...op.constant(CONTENT_DIMS * ITEMS_PER_TURN), ...op.add, ...op.tee(ROW), ...op.get(END), ...op.isBelow,
    ]),
  ]);
}

function parts(write: (part: number) => Code): Code {
  return Array.from({ length: PARTS }, (_, p) => write(p)).flat();
}

/** Four partial sums of one item's products. */
function sumOf(item: number): Code {
  return parts((p) => [
    ...op.get(ROW), ...op.loadWidened(CONTENT_DIMS * item + LANES * p), ...op.get(DIRECTION + p), ...op.dotPairs,
    ...(p === 0 ? [] : op.addIntegers),
  ]);
}

/** The partial sums of four items to one vector of their four sums: a transposition, halved twice. */
function acrossLanes(): Code {
  const halved = (a: number, b: number): Code => [...op.get(a), ...op.get(b), ...op.lanes(0, 4, 1, 5), ...op.get(a), ...op.get(b), ...op.lanes(2, 6, 3, 7), ...op.addIntegers];
  return [
    ...halved(SUM, SUM + 1), ...op.set(SUM), ...halved(SUM + 2, SUM + 3), ...op.set(SUM + 2),
    ...op.get(SUM), ...op.get(SUM + 2), ...op.lanes(0, 1, 4, 5), ...op.get(SUM), ...op.get(SUM + 2), ...op.lanes(2, 3, 6, 7), ...op.addIntegers,
  ];
}
