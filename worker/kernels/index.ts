/**
 * **Knows** the hot loops of ranking and learning: products of all int8 vectors of a catalogue with one direction, and the three
 * sums that an encoder is made of; by WASM SIMD where the browser has it and the shop's policy allows it, else in typed arrays.
 * **Not here** what a direction means (`#worker/models`, `#worker/recommender`), the GPU (`#worker/backend`).
 * **Life of a call** (`itemDots`) the direction is rounded to 16 bits beside the vectors in the kernel's own memory, four items
 * a turn are summed in integers, and the sums are scaled to cosines into the caller's array. (`Algebra`) vectors and matrices
 * live in the engine's memory as float64; a call names them and where the matrix begins.
 * **Trust** values in, values out; lengths are checked before memory is touched.
 * **Numbers** WASM keeps 68 bytes an item of its own. One core of a 2-core server: 10,000 items in .03 ms, in typed arrays
 * .4 ms (`npm run bench -- --only item-dots`). Four programs of 2 kB together, assembled when idle work or an
 * encoder first needs one. A first shelf is answered in typed arrays: two directions over 10,000 items take 1 ms there, and as
 * long with a kernel that must start first; over 100,000 items 9 ms against 6.
 */
export { arrayAlgebra, wasmAlgebra, type Algebra } from './algebra.ts';
export { arrayDots, dotsAtHand } from './array-dots.ts';
export { itemDots } from './dots.ts';
export type { ItemDots } from './item-dots.ts';
export { wasmDots } from './wasm.ts';
