import type { Catalogue, ItemIndex } from '#core/catalogue';
import { assign, itemProfile, portraitUpdate, shareOf, type PortraitsLayout } from './portraits.ts';
import { initialMemory, rememberRound, stepPortraits } from './portraits-step.ts';

/** Items that portraits start from, the most popular ones: what shoppers look at. */
const MOST_ITEMS = 2_000;
/** Steps of K-means over these items: none moves a centre further after so many on the shops measured. */
const START_STEPS = 8;

/**
 * Portraits before any device has said anything, of the public catalogue alone and the same for everyone: the items
 * furthest from each other, popular ones first, then K-means over the items.
 *
 * @returns shape [layout.length]; fewer clusters than asked for have a share where the catalogue holds fewer different items
 */
export function startPortraits(catalogue: Pick<Catalogue, 'items' | 'popularity' | 'vectors'>, layout: PortraitsLayout): Float32Array<ArrayBuffer> {
  const { clusters, dims, stride, length, kind } = layout;
  const profiles = mostPopular(catalogue).flatMap((item) => itemProfile(catalogue, item, dims) ?? []);
  let portraits = new Float32Array(length);
  furthest(profiles, clusters).forEach((profile, cluster) => {
    portraits.set([1 / clusters, ...profile], cluster * stride);
    if (kind === 'gmm') portraits.fill(1 / dims, cluster * stride + 1 + dims, (cluster + 1) * stride);
  });
  for (let step = 0; step < START_STEPS && profiles.length > 0; step++) {
    const sum = new Float64Array(length);
    for (const profile of profiles) portraitUpdate(profile, portraits, layout).forEach((x, i) => { sum[i] = (sum[i] ?? 0) + x; });
    portraits = stepPortraits(portraits, rememberRound(initialMemory(portraits), { sum, reports: profiles.length, noiseVariance: 0 }), layout, 1);
  }
  return portraits;
}

function mostPopular({ items, popularity }: Pick<Catalogue, 'items' | 'popularity'>): readonly ItemIndex[] {
  return Array.from({ length: items }, (_, item): ItemIndex => item).sort((a, b) => (popularity[b] ?? 0) - (popularity[a] ?? 0) || a - b).slice(0, MOST_ITEMS);
}

/** Profiles far from each other, the first one first. */
function furthest(profiles: readonly Float64Array[], most: number): readonly Float64Array[] {
  const chosen: Float64Array[] = [];
  const apart = new Float64Array(profiles.length).fill(Infinity);
  for (let next = 0; chosen.length < most; next = apart.indexOf(apart.reduce((a, b) => Math.max(a, b), 0))) {
    const profile = profiles[next];
    if (!profile || !((apart[next] ?? 0) > 0)) break;
    chosen.push(profile);
    profiles.forEach((other, i) => {
      let distance = 0;
      for (let d = 0; d < other.length; d++) distance += ((other[d] ?? 0) - (profile[d] ?? 0)) ** 2;
      apart[i] = Math.min(apart[i] ?? 0, distance);
    });
  }
  return chosen;
}

/** Items of the catalogue's most popular that are most like each kept portrait: what it is made of, in the shop's own words. */
export function itemsLike(catalogue: Pick<Catalogue, 'items' | 'popularity' | 'vectors'>, portraits: ArrayLike<number>, layout: PortraitsLayout, cluster: number): readonly ItemIndex[] {
  if (!(shareOf(portraits, layout, cluster) > 0)) return [];
  return mostPopular(catalogue).filter((item) => {
    const profile = itemProfile(catalogue, item, layout.dims);
    return profile !== undefined && assign(profile, portraits, layout) === cluster;
  });
}
