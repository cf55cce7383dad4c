import { NORM_EPSILON } from '#worker/models';
import { at, type Tape, type Value } from './tape.ts';

/** Added to a variance before its root is taken, as everywhere (Ba et al. 2016). */
const VARIANCE_EPSILON = 1e-5;

/** Every row at unit length; a row of zeros stays one. */
export function unitRows(tape: Tape, a: Value): Value {
  const { rows, columns } = a;
  const out = tape.make(rows, columns, [a]);
  const norms = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let squares = NORM_EPSILON;
    for (let c = 0; c < columns; c++) squares += at(a.data, r * columns + c) ** 2;
    norms[r] = Math.sqrt(squares);
    for (let c = 0; c < columns; c++) out.data[r * columns + c] = at(a.data, r * columns + c) / at(norms, r);
  }
  tape.onWayBack(() => {
    if (!a.slope || !out.slope) return;
    for (let r = 0; r < rows; r++) {
      let along = 0;
      for (let c = 0, i = r * columns; c < columns; c++, i++) along += at(out.slope, i) * at(out.data, i);
      for (let c = 0, i = r * columns; c < columns; c++, i++) a.slope[i] = at(a.slope, i) + (at(out.slope, i) - at(out.data, i) * along) / at(norms, r);
    }
  });
  return out;
}

/** Every row less its mean, over its deviation, times `gain` [1, C], plus `bias` [1, C] (Ba et al. 2016). */
export function layerNorm(tape: Tape, a: Value, gain: Value, bias: Value): Value {
  const { rows, columns } = a;
  const out = tape.make(rows, columns, [a, gain, bias]);
  const standard = new Float64Array(rows * columns);
  const scales = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    let squares = 0;
    for (let c = 0; c < columns; c++) sum += at(a.data, r * columns + c);
    for (let c = 0; c < columns; c++) squares += (at(a.data, r * columns + c) - sum / columns) ** 2;
    scales[r] = 1 / Math.sqrt(squares / columns + VARIANCE_EPSILON);
    for (let c = 0, i = r * columns; c < columns; c++, i++) {
      standard[i] = (at(a.data, i) - sum / columns) * at(scales, r);
      out.data[i] = at(standard, i) * at(gain.data, c) + at(bias.data, c);
    }
  }
  tape.onWayBack(() => {
    if (!out.slope) return;
    for (let r = 0; r < rows; r++) {
      let mean = 0;
      let along = 0;
      for (let c = 0, i = r * columns; c < columns; c++, i++) {
        const slope = at(out.slope, i);
        if (gain.slope) gain.slope[c] = at(gain.slope, c) + slope * at(standard, i);
        if (bias.slope) bias.slope[c] = at(bias.slope, c) + slope;
        mean += (slope * at(gain.data, c)) / columns;
        along += (slope * at(gain.data, c) * at(standard, i)) / columns;
      }
      if (a.slope) for (let c = 0, i = r * columns; c < columns; c++, i++) {
        a.slope[i] = at(a.slope, i) + at(scales, r) * (at(out.slope, i) * at(gain.data, c) - mean - at(standard, i) * along);
      }
    }
  });
  return out;
}
