import type { DeviceStores } from '#core/contract';
import { countRanks } from '#core/ranking';
import type { Counters } from '#worker/federation';

/** What counters look at. */
export interface CountSource {
  readonly settings: Pick<DeviceStores['settings'], 'read'>;
}

/**
 * Who counts each subject of a measurement on this device. Called under `local` and `measure`; one that looks at more, as
 * `ads`, asks for that grant itself and counts zeros without it.
 */
export function countersOf({ settings }: CountSource): Counters {
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
  };
}
