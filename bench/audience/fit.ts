import { initialMemory, memberships, portraitUpdate, rememberRound, stepPortraits, type PortraitsLayout } from '#core/audience';
import { FLOORS } from '#core/privacy';
import { shuffled, type Chance } from '#core/units';

/** How portraits are fitted. */
export interface FitOptions {
  readonly rounds: number;
  /** z of each of the two servers; 0 where sums have no noise. */
  readonly multiplier?: number;
  readonly chance?: Chance;
  /** Fewest devices of a portrait that moves. */
  readonly leastDevices?: number;
  /** What a round is worth one round later; as shops remember where not said. 0: each round alone. */
  readonly decay?: number;
  /** Devices that report in a round, drawn anew; all where not said. */
  readonly cohort?: number;
}

/** Rounds of updates and steps; with a multiplier each entry of a sum gets the Gaussian noise of two servers, z times the clip each. */
export function fit(devices: readonly Float64Array[], start: Float32Array<ArrayBuffer>, layout: PortraitsLayout, { rounds, multiplier = 0, chance, leastDevices = FLOORS.minBatch, decay, cohort }: FitOptions): Float32Array<ArrayBuffer> {
  const stdDev = Math.SQRT2 * multiplier * layout.clip;
  let [portraits, memory] = [start, initialMemory(start)];
  for (let round = 0; round < rounds; round++) {
    const reporting = chance && cohort !== undefined ? shuffled(devices, chance).slice(0, cohort) : devices;
    const sum = new Float64Array(layout.length);
    for (const profile of reporting) {
      const update = portraitUpdate(profile, portraits, layout);
      for (let i = 0; i < update.length; i++) sum[i] = (sum[i] ?? 0) + (update[i] ?? 0);
    }
    const noised = chance ? sum.map((x) => x + stdDev * chance.normal()) : sum;
    memory = rememberRound(memory, { sum: noised, reports: reporting.length, noiseVariance: stdDev * stdDev }, decay);
    const next = stepPortraits(portraits, memory, layout, leastDevices);
    if (keptIn(next, layout) > 0) portraits = next; // as a round does that would leave none
  }
  return portraits;
}

/** Squared distance of a profile to the vector at `first`. */
export function squared(profile: Float64Array, portraits: ArrayLike<number>, first: number): number {
  let sum = 0;
  for (let d = 0; d < profile.length; d++) sum += ((profile[d] ?? 0) - (portraits[first + d] ?? 0)) ** 2;
  return sum;
}

/** Portraits that are kept. */
export function keptIn(portraits: ArrayLike<number>, { clusters, stride }: PortraitsLayout): number {
  return Array.from({ length: clusters }, (_, cluster) => portraits[cluster * stride] ?? 0).filter((share) => share > 0).length;
}

/** Share of the squared distance from the common mean that the nearest portrait explains. */
export function explained(held: readonly Float64Array[], portraits: ArrayLike<number>, layout: PortraitsLayout): number {
  const mean = held[0]?.map((_, d) => held.reduce((sum, profile) => sum + (profile[d] ?? 0), 0) / held.length) ?? new Float64Array(0);
  const [within, total] = [
    held.reduce((sum, profile) => {
      const cluster = memberships(profile, portraits, layout).indexOf(1);
      return sum + (cluster < 0 ? squared(profile, mean, 0) : squared(profile, portraits, cluster * layout.stride + 1));
    }, 0),
    held.reduce((sum, profile) => sum + squared(profile, mean, 0), 0),
  ];
  return 1 - within / total;
}
