import { CONTENT_DIMS, projectOnTopDirections, VECTOR_SCALE } from '#core/catalogue';
import type { DataUser } from '#bench/data';

/**
 * Where item vectors come from. `content`: public text alone, frozen. `hashed`: content plus a learned residual by hashed
 * id. `pairs`: what was met together in train. `shared`: the same of pairs that at least two users met, which is what may be
 * published. `fused`: shared pairs and content in one space, so that new items have a place too.
 */
export const VECTORS = ['content', 'hashed', 'pairs', 'shared', 'fused'] as const;
export type VectorsName = (typeof VECTORS)[number];

/** Steps a pair may lie apart; nearer ones count more, by 1 / distance, as in sequential rules. */
const PAIR_STEPS = 10;
/** Exponent of the context's count: rare contexts otherwise get the largest information of all (Levy, Goldberg and Dagan 2015, §3.2). */
const CONTEXT_SMOOTHING = 0.75;
/** Length of the public text beside pair statistics of mean length: they rule where they know an item, and text places the others. */
const CONTENT_SHARE = 0.5;

/** Users who must have met a pair before it may be shared: one user's own path is hers. */
export const SHARED_BY = 2;

/** Item vectors [N, CONTENT_DIMS] as int8 unit rows, from what train users met near each other; pairs of fewer users are left out. */
export function pairVectors(users: readonly DataUser[], items: number, fewestUsers: number): Int8Array {
  return embed(informationOf(pairCounts(users, items, fewestUsers)), items);
}

/** The same with content as 64 more columns: pair statistics place an item where they know it, content where they do not. */
export function fusedVectors(users: readonly DataUser[], content: Int8Array): Int8Array {
  const items = content.length / CONTENT_DIMS;
  const rows = informationOf(pairCounts(users, items, SHARED_BY));
  const norms = rows.map((row) => Math.hypot(...row.values())).filter((norm) => norm > 0);
  const meanNorm = norms.length > 0 ? norms.reduce((sum, norm) => sum + norm / norms.length, 0) : 1;
  for (const [item, row] of rows.entries()) {
    for (let d = 0; d < CONTENT_DIMS; d++) {
      const value = content[item * CONTENT_DIMS + d] ?? 0;
      if (value !== 0) row.set(items + d, (CONTENT_SHARE * meanNorm * value) / VECTOR_SCALE);
    }
  }
  return embed(rows, items + CONTENT_DIMS);
}

type Rows = Map<number, number>[];

/** Symmetric counts of pairs at most PAIR_STEPS apart, each worth 1 / distance. Additive over users. */
function pairCounts(users: readonly DataUser[], items: number, fewestUsers: number): Rows {
  const counts: Rows = Array.from({ length: items }, () => new Map());
  const met: Rows = Array.from({ length: items }, () => new Map()); // users of each pair
  for (const { events } of users) {
    for (const [pair, weight] of pairsOf(events)) {
      const item = Math.floor(pair / items);
      const other = pair % items;
      counts[item]?.set(other, (counts[item]?.get(other) ?? 0) + weight);
      met[item]?.set(other, (met[item]?.get(other) ?? 0) + 1);
    }
  }
  return counts.map((row, item) => new Map([...row].filter(([other]) => (met[item]?.get(other) ?? 0) >= fewestUsers)));

  /** One user's pairs in both directions, item × N + other, with their weights. */
  function pairsOf(events: DataUser['events']): ReadonlyMap<number, number> {
    const weights = new Map<number, number>();
    for (const [position, { item }] of events.entries()) {
      for (let distance = 1; distance <= Math.min(PAIR_STEPS, position); distance++) {
        const other = events[position - distance]?.item;
        if (other === undefined || other === item) continue;
        for (const pair of [item * items + other, other * items + item]) weights.set(pair, (weights.get(pair) ?? 0) + 1 / distance);
      }
    }
    return weights;
  }
}

/** Positive pointwise mutual information of pair counts (Levy and Goldberg 2014). */
function informationOf(counts: Rows): Rows {
  const sums = counts.map((row) => { let sum = 0; for (const count of row.values()) sum += count; return sum; });
  const smoothed = sums.map((sum) => sum ** CONTEXT_SMOOTHING);
  const total = smoothed.reduce((sum, x) => sum + x, 0);
  return counts.map((row, item) => new Map([...row].flatMap(([other, count]) => {
    const information = Math.log((count * total) / ((sums[item] ?? 1) * (smoothed[other] ?? 1)));
    return information > 0 ? [[other, information] as const] : [];
  })));
}

/** Rows in the space of their strongest directions, each direction by the root of its strength (Levy et al. 2015, §3.3: `eig` .5), as int8 unit rows. */
function embed(rows: Rows, columns: number): Int8Array {
  const starts = new Int32Array(rows.length + 1);
  for (const [item, row] of rows.entries()) starts[item + 1] = (starts[item] ?? 0) + row.size;
  const terms = new Int32Array(starts.at(-1) ?? 0);
  const values = new Float32Array(terms.length);
  for (const [item, row] of rows.entries()) {
    let i = starts[item] ?? 0;
    for (const [other, value] of row) {
      terms[i] = other;
      values[i] = value;
      i += 1;
    }
  }
  const { data } = projectOnTopDirections({ rows: rows.length, columns, starts, terms, values }, CONTENT_DIMS);
  const strengths = new Float64Array(CONTENT_DIMS);
  for (const [i, x] of data.entries()) strengths[i % CONTENT_DIMS] = (strengths[i % CONTENT_DIMS] ?? 0) + x * x;
  const scales = strengths.map((square) => (square > 0 ? square ** -0.25 : 0)); // column norms are σ; A·V = U·σ becomes U·√σ
  const vectors = new Int8Array(rows.length * CONTENT_DIMS);
  for (let item = 0; item < rows.length; item++) {
    const row = Float64Array.from({ length: CONTENT_DIMS }, (_, d) => (data[item * CONTENT_DIMS + d] ?? 0) * (scales[d] ?? 0));
    const norm = Math.hypot(...row);
    if (norm > 0) vectors.set(row.map((x) => Math.round((x / norm) * VECTOR_SCALE)), item * CONTENT_DIMS);
  }
  return vectors;
}
