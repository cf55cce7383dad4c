import { sigmoid } from '#core/ctr';
import { rowsByUser } from './by-user.ts';
import { eliminate } from './newton.ts';
import type { AdLog } from './table.ts';
import type { Level, TasteVectors } from './tastes.ts';

/** Newton steps: under a prior of unit size the loss is close to a parabola. */
const STEPS = 4;
/** Parts of a shopper's past, of which a row is told all but its own. */
const CHUNKS = 5;

/** What {@link ownTastes} needs. */
export interface OwnTasteInput extends Pick<Level, 'logits' | 'strength'> {
  readonly log: AdLog;
  readonly vectors: TasteVectors;
  /** The fold of a user. */
  readonly foldOf: (user: number) => number;
  readonly past: Int32Array;
  /** Rows that are asked; one of the past is told all but a fifth of it, in which it lies. */
  readonly asked: Int32Array;
}

/**
 * Every shopper's own taste, as her device works it out of public vectors and her own rows and tells nobody: a logistic regression of her
 * past on the vectors and a level, beside what the heads say, with the prior that the vectors are scaled to.
 *
 * @returns shape [rows], what her taste adds to the logit of asked rows; 0 elsewhere
 */
export function ownTastes({ log, vectors, foldOf, logits, strength, past, asked }: OwnTasteInput): Float64Array {
  const shifts = new Float64Array(log.rows);
  if (vectors.width === 0) return shifts;
  const [own, wanted] = [rowsByUser(past, log.users, log.userCount), rowsByUser(asked, log.users, log.userCount)];
  const chunkOf = new Int8Array(log.rows).fill(-1);
  const x = new Float64Array(vectors.width);
  for (let user = 0; user < log.userCount; user++) {
    const mine = own.order.subarray(own.starts[user], own.starts[user + 1]);
    const rows = wanted.order.subarray(wanted.starts[user], wanted.starts[user + 1]);
    if (mine.length === 0 || rows.length === 0) continue;
    for (const [i, row] of mine.entries()) chunkOf[row] = i % CHUNKS;
    const fold = foldOf(user);
    const features = Array.from(mine, (row) => {
      vectors.write(row, fold, x);
      return Float64Array.of(...x, 1 / Math.sqrt(strength));
    });
    const byChunk = new Map<number, Float64Array>();
    for (const row of rows) {
      const chunk = chunkOf[row] as number;
      let taste = byChunk.get(chunk);
      if (!taste) byChunk.set(chunk, taste = tasteOf({ mine, features, logits, labels: log.labels, isTold: (r) => chunk < 0 || chunkOf[r] !== chunk }));
      vectors.write(row, fold, x);
      let shift = 0;
      for (let k = 0; k < x.length; k++) shift += (x[k] as number) * (taste[k] as number);
      shifts[row] = shift;
    }
  }
  return shifts;
}

interface Told extends Pick<Level, 'logits' | 'labels'> {
  readonly mine: Int32Array;
  /** One a row of `mine`. */
  readonly features: readonly Float64Array[];
  readonly isTold: (row: number) => boolean;
}

/** The most likely taste under a normal prior of unit size. */
function tasteOf({ mine, features, logits, labels, isTold }: Told): Float64Array {
  const width = features[0]?.length ?? 0;
  const taste = new Float64Array(width);
  for (let step = 0; step < STEPS; step++) {
    const rows = Array.from({ length: width }, (_, i) => {
      const row = new Float64Array(width + 1);
      row[i] = 1;
      row[width] = -(taste[i] as number);
      return row;
    });
    for (const [n, row] of mine.entries()) {
      if (!isTold(row)) continue;
      const x = features[n] as Float64Array;
      let logit = logits[row] as number;
      for (let i = 0; i < width; i++) logit += (x[i] as number) * (taste[i] as number);
      const p = sigmoid(logit);
      for (let i = 0; i < width; i++) {
        const [own, xi] = [rows[i] as Float64Array, x[i] as number];
        if (xi === 0) continue;
        for (let j = 0; j < width; j++) own[j] = (own[j] as number) + p * (1 - p) * xi * (x[j] as number);
        own[width] = (own[width] as number) + ((labels[row] as number) - p) * xi;
      }
    }
    for (const [i, solved] of eliminate(rows, width).entries()) taste[i] = (taste[i] as number) + (solved[width] as number);
  }
  return taste;
}
