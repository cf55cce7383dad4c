import type { Catalogue } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import type { ShopperHistory } from '#core/features';
import { countRanks } from '#core/ranking';
import type { Chance } from '#core/units';
import { TrainingStopped, type Count, type Counters } from '#worker/federation';
import { lazily } from './lazily.ts';

/** What counters look at. */
export interface CountSource {
  readonly stores: Pick<DeviceStores, 'events' | 'settings' | 'files'>;
  readonly catalogue: Catalogue;
  /** What counts of her log: nothing that she hid, or never wants to see. */
  readonly history: () => Promise<Pick<ShopperHistory, 'interactions'>>;
  /** Rounds what is no whole number of steps. */
  readonly chance: Chance;
  /** Whether `ads` is granted at this moment. */
  readonly hasAds: () => boolean;
}

/** Counts one subject over a source. */
export type CountOf = (source: CountSource, ...of: Parameters<Count>) => ReturnType<Count>;

/**
 * Who counts each subject of a measurement on this device. Called under `local` and `measure`; one that looks at more, as
 * `ads`, asks for that grant itself and counts zeros without it.
 */
export function countersOf(source: CountSource): Counters {
  const { stores: { settings }, hasAds } = source;
  /** Under `ads` too; before it, nothing of ads is loaded. */
  const underAds = (load: () => Promise<CountOf>): Count => async (layout, span) => {
    const nothing = layout.cells.map(() => 0);
    if (!hasAds()) return nothing;
    const part = await lazily(load);
    if (!part.ok) throw new TrainingStopped(part.fault.message);
    const counts = await part.value(source, layout, span);
    return hasAds() ? counts : nothing; // what was counted under a yes is not told after a no
  };
  return {
    async quality({ cells }, { sinceMs, nowMs }) {
      const { pairs = [], timesMs = [] } = (await settings.read('liveRanks')) ?? {};
      const untimed = pairs.length - timesMs.length; // the oldest, from before times were kept
      const fresh = pairs.filter((_, i) => {
        const atMs = timesMs[i - untimed];
        return atMs !== undefined && atMs > sinceMs && atMs <= nowMs;
      });
      return countRanks(fresh, cells);
    },
    ads: underAds(async () => (await import('./ad-counts.ts')).adsCount),
    experiment: underAds(async () => (await import('./ad-counts.ts')).experimentCount),
    bandit: underAds(async () => (await import('./ad-counts.ts')).banditCount),
    policy: underAds(async () => (await import('./ad-counts.ts')).policyCount),
    calibration: underAds(async () => (await import('./ad-counts.ts')).calibrationCount),
    reach: underAds(async () => (await import('./audience.ts')).reachCount),
    demand: underAds(async () => (await import('./offers.ts')).demandCount),
    parity: underAds(async () => (await import('./offers.ts')).parityCount),
    offers: underAds(async () => (await import('./offers.ts')).offersCount),
    buying: underAds(async () => (await import('./audience.ts')).buyingCount),
  };
}
