import type { ProductCatalogue } from '#core/catalogue';
import type { DeviceStores } from '#core/contract';
import type { Subject } from '#core/measurement';
import type { LedgerEntry } from '#core/protocol';
import { WEEK_MS, type Chance, type Clock } from '#core/units';
import type { Count, Counters, Deployment, DeploymentPorts } from '#worker/federation';
import type { AdFiles } from './ad-files.ts';
import { adTally, type AdCounts, type Truth } from './ad-truth.ts';
import { meetAds, storesWithAds } from './ad-week.ts';
import { storesWithOffers, type OfferFiles } from './offer-files.ts';
import { meetOffers } from './offer-week.ts';
import type { Person } from './people.ts';

/** What the ads of one device are made of. */
export interface AdLifeParts {
  readonly around: { readonly catalogue: ProductCatalogue; readonly ads: AdFiles; readonly offers: OfferFiles; readonly truth: Truth; readonly clock: Clock };
  readonly stores: DeviceStores;
  readonly person: Person;
  readonly chance: Chance;
}

/** The ads of one device. */
export interface AdLife {
  /** Its stores, with the files of ads and offers as of now: what counters look at. */
  readonly stores: DeviceStores;
  /** Meets the ads of the week `week` that began at `fromMs`, once, and its coupons: where nothing is told of either it may be left out. */
  meet(ports: DeploymentPorts, deployment: Deployment, week: { readonly week: number; readonly fromMs: number; readonly hasAds: boolean; readonly hasCoupons: boolean }): Promise<void>;
  /** `counters`, with the truth kept of what they are about to tell. */
  beside(counters: Counters): Counters;
  /** Says the truth of the reports that were taken. */
  tell(acked: readonly LedgerEntry[]): void;
}

/** Ads of one device, from none on. */
export function adLife({ around: { catalogue, ads, offers, truth, clock }, stores, person: { respond }, chance }: AdLifeParts): AdLife {
  const tally = adTally();
  let met = -1;
  /** What the report under way tells, and of ads the truth of it. */
  let counted: { readonly told: AdCounts; readonly counts: AdCounts } | undefined;
  const beside = (subject: Subject, count: Count): Count => async (layout, span) => {
    const steps = await count(layout, span);
    const told = Object.fromEntries(layout.cells.flatMap((cell, i) => (steps[i] ? [[cell, steps[i] * (layout.units[i] ?? 1)]] : [])));
    counted = { told, counts: subject === 'ads' ? tally.since(span.nowMs - WEEK_MS) : {} };
    return steps;
  };
  return {
    stores: storesWithOffers(storesWithAds(stores, ads, () => clock.nowMs()), offers, () => clock.nowMs()),
    async meet(ports, deployment, { week, fromMs, hasAds, hasCoupons }) {
      if (!respond || met === week) return;
      await ads.take(ports, deployment);
      await offers.take(ports, deployment);
      if (!ads.catalogue() && !offers.set()) return;
      met = week;
      if (hasCoupons) await meetOffers({ stores, catalogue, offers, chance }, fromMs);
      if (!hasAds || !ads.catalogue()) return;
      tally.clear();
      const quality = await meetAds({ stores, catalogue, ads, respond, tally, chance }, fromMs);
      truth.lived(week, quality, tally.since(-Infinity));
    },
    beside: (counters) => Object.fromEntries(Object.entries(counters).map(([subject, count]) => [subject, beside(subject as Subject, count)])),
    tell(acked) {
      const own = acked.find((entry) => entry.kind === 'measure');
      if (own?.kind !== 'measure' || !counted) return;
      truth.told(own.taskId, own.subject, counted);
      counted = undefined;
      if (own.subject === 'ads') tally.clear(); // the next report on ads begins where this one ended
    },
  };
}
