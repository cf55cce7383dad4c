import type { AudienceShop } from '#core/audience';
import type { Catalogue } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import type { LedgerEntry } from '#core/protocol';
import { WEEK_MS, type Chance, type Clock } from '#core/units';
import type { Counters, Deployment, DeploymentPorts } from '#worker/federation';
import type { AdFiles } from './ad-files.ts';
import { adTally, type AdCounts, type AdTruth } from './ad-truth.ts';
import { meetAds, storesWithAds } from './ad-week.ts';
import type { Person } from './people.ts';

/** What the ads of one device are made of. */
export interface AdLifeParts {
  readonly around: { readonly catalogue: Catalogue; readonly audience: AudienceShop; readonly ads: AdFiles; readonly truth: AdTruth; readonly clock: Clock };
  readonly stores: DeviceStores;
  readonly person: Person;
  readonly chance: Chance;
}

/** The ads of one device. */
export interface AdLife {
  /** Its stores, with the files of ads as of now: what counters look at. */
  readonly stores: DeviceStores;
  /** Meets the ads of the week `week` that began at `fromMs`, once. */
  meet(ports: DeploymentPorts, deployment: Deployment, week: { readonly week: number; readonly fromMs: number }): Promise<void>;
  /** `count`, with the truth kept of what it is about to tell. */
  beside(count: NonNullable<Counters['ads']>): NonNullable<Counters['ads']>;
  /** Tells the truth of the reports that were taken. */
  tell(acked: readonly LedgerEntry[]): void;
}

/** Ads of one device, from none on. */
export function adLife({ around: { catalogue, audience, ads, truth, clock }, stores, person: { respond }, chance }: AdLifeParts): AdLife {
  const tally = adTally();
  let met = -1;
  /** What the report under way counts: the truth, and what the device tells of it. */
  let counted: { readonly counts: AdCounts; readonly told: AdCounts } | undefined;
  return {
    stores: storesWithAds(stores, ads, () => clock.nowMs()),
    async meet(ports, deployment, { week, fromMs }) {
      if (!respond || met === week) return;
      await ads.take(ports, deployment);
      if (!ads.catalogue()) return;
      met = week;
      tally.clear();
      const quality = await meetAds({ stores, catalogue, shop: audience, ads, respond, tally, chance }, fromMs);
      truth.lived(week, quality, tally.since(-Infinity));
    },
    beside: (count) => async (layout, span) => {
      const steps = await count(layout, span);
      counted = { counts: tally.since(span.nowMs - WEEK_MS), told: Object.fromEntries(layout.cells.flatMap((cell, i) => (steps[i] ? [[cell, steps[i] * (layout.units[i] ?? 1)]] : []))) };
      return steps;
    },
    tell(acked) {
      const own = acked.find((entry) => entry.kind === 'measure' && entry.subject === 'ads');
      if (!own || !counted) return;
      truth.reported(own.taskId, counted.counts, counted.told);
      counted = undefined;
      tally.clear(); // the next report on ads begins where this one ended
    },
  };
}
