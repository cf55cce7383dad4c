import { VECTOR_SCALE, CONTENT_DIMS, type Catalogue, type ItemIndex } from '#core/catalogue';

/** Width of an interest profile: the first directions of the content vectors, which hold most of what tells products apart. */
export const PORTRAIT_DIMS = 32;
/** Portraits of a shop where nobody says otherwise: a merchant can tell a dozen apart, and 1,000 devices fill them. */
export const DEFAULT_PORTRAITS = 12;
/** Most entries of a model that one report carries with its proof (`FLOORS.maxLength.portraits` of `#core/privacy`). */
const MAX_ENTRIES = 13_000;

/**
 * How portraits lie in a vector: cluster after cluster, each its share of devices, its mean [dims], and for `gmm` its
 * variances [dims]. An update of one device has the same shape, and so has a sum of updates.
 */
export interface PortraitsLayout {
  readonly kind: 'kmeans' | 'gmm';
  readonly clusters: number;
  readonly dims: number;
  /** Entries of one cluster. */
  readonly stride: number;
  readonly length: number;
  /** L2 norm that no update exceeds, whatever the profile: nothing is lost to clipping. */
  readonly clip: number;
}

/** Lays out `clusters` portraits of profiles [dims]. @throws RangeError if they do not fit one report, or where a number is not whole and above 0 */
export function portraitsLayout(clusters: number, dims: number, kind: PortraitsLayout['kind'] = 'kmeans'): PortraitsLayout {
  const stride = 1 + dims * (kind === 'gmm' ? 2 : 1);
  const length = clusters * stride;
  if (!Number.isSafeInteger(clusters) || !Number.isSafeInteger(dims) || clusters < 1 || dims < 1 || length > MAX_ENTRIES) {
    throw new RangeError(`Cannot lay out ${clusters} portraits of ${dims} dimensions: wanted whole numbers from 1 on and at most ${MAX_ENTRIES} entries, got ${length}`);
  }
  // A membership of 1, a profile of norm 1, and squares whose norm is at most that.
  return { kind, clusters, dims, stride, length, clip: Math.sqrt(kind === 'gmm' ? 3 : 2) };
}

/** Share of devices of a cluster; 0 for one that is not kept. */
export function shareOf(portraits: ArrayLike<number>, { stride }: PortraitsLayout, cluster: number): number {
  return portraits[cluster * stride] ?? 0;
}

/**
 * Interest profile of a history: the content profile cut to `dims` and at norm 1 again.
 *
 * @param content - shape [≥ dims], as `interestsOf` gives it
 * @returns shape [dims]; undefined where nothing is known of her
 */
export function profileFor(content: ArrayLike<number>, dims: number): Float64Array | undefined {
  const cut = Float64Array.from({ length: dims }, (_, d) => content[d] ?? 0);
  const norm = Math.sqrt(cut.reduce((sum, x) => sum + x * x, 0));
  return norm > 0 ? cut.map((x) => x / norm) : undefined;
}

/** The same of one item of the catalogue. */
export function itemProfile({ vectors }: Pick<Catalogue, 'vectors'>, item: ItemIndex, dims: number): Float64Array | undefined {
  const first = item * CONTENT_DIMS;
  return profileFor(Array.from(vectors.subarray(first, first + dims), (x) => x / VECTOR_SCALE), dims);
}

/** Least variance of a direction, as a share of what a profile of norm 1 has: one cluster must not become a point. */
export const LEAST_VARIANCE = 0.05;

/** How far a profile is from a cluster: squared distance, or for `gmm` −2 log of the density that the share weighs; Infinity where it is not kept. */
function farness(profile: Float64Array, portraits: ArrayLike<number>, layout: PortraitsLayout, cluster: number): number {
  const { kind, dims, stride } = layout;
  const share = shareOf(portraits, layout, cluster);
  if (!(share > 0)) return Infinity;
  let far = kind === 'gmm' ? -2 * Math.log(share) : 0;
  for (let d = 0, at = cluster * stride + 1; d < dims; d++, at++) {
    const apart = (profile[d] ?? 0) - (portraits[at] ?? 0);
    if (kind === 'kmeans') far += apart * apart;
    else {
      const variance = Math.max(LEAST_VARIANCE / dims, portraits[at + dims] ?? 0);
      far += (apart * apart) / variance + Math.log(variance);
    }
  }
  return far;
}

/** The portrait that is most like a profile; undefined where none is kept. The device keeps only this number. */
export function assign(profile: Float64Array, portraits: ArrayLike<number>, layout: PortraitsLayout): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  for (let cluster = 0; cluster < layout.clusters; cluster++) {
    const far = farness(profile, portraits, layout, cluster);
    if (far < least) [best, least] = [cluster, far];
  }
  return best;
}

/**
 * How much a profile belongs to each portrait: 1 for the nearest under `kmeans`, posterior probabilities under `gmm`.
 *
 * @returns shape [clusters], sum 1, or zeros where none is kept
 */
export function memberships(profile: Float64Array, portraits: ArrayLike<number>, layout: PortraitsLayout): Float64Array {
  const { kind, clusters } = layout;
  const found = new Float64Array(clusters);
  const nearest = assign(profile, portraits, layout);
  if (nearest === undefined) return found;
  if (kind === 'kmeans') {
    found[nearest] = 1;
    return found;
  }
  const least = farness(profile, portraits, layout, nearest);
  for (let cluster = 0; cluster < clusters; cluster++) found[cluster] = Math.exp((least - farness(profile, portraits, layout, cluster)) / 2);
  const total = found.reduce((sum, x) => sum + x, 0);
  return found.map((x) => x / total);
}

/**
 * What one device adds: its membership, its profile by membership, and for `gmm` the squares of it. The E step, on the
 * device; the sum of these is all that {@link stepPortraits} needs.
 *
 * @returns shape [layout.length], L2 norm at most `layout.clip`
 */
export function portraitUpdate(profile: Float64Array, portraits: ArrayLike<number>, layout: PortraitsLayout): Float32Array<ArrayBuffer> {
  const { kind, dims, stride, length } = layout;
  const update = new Float32Array(length);
  memberships(profile, portraits, layout).forEach((member, cluster) => {
    const first = cluster * stride;
    update[first] = member;
    for (let d = 0; d < dims; d++) {
      const x = profile[d] ?? 0;
      update[first + 1 + d] = member * x;
      if (kind === 'gmm') update[first + 1 + dims + d] = member * x * x;
    }
  });
  return update;
}
