import { shoppersOf } from '#bench/shoppers';
import type { AdCatalogue } from '#core/campaigns';
import type { ProductCatalogue } from '#core/catalogue';
import { seededChance, WEEK_MS } from '#core/units';
import { memoryStores } from '#page/store';
import { heldAdFiles } from './ad-files.ts';
import { adTally, type AdWeek } from './ad-truth.ts';
import { meetAds } from './ad-week.ts';
import { PAST_WEEKS } from './people.ts';

/** Of whom, for how long, and which of them. */
export interface AdLearningOptions {
  readonly shoppers: number;
  /** Weeks with ads; before them lie three without. */
  readonly weeks: number;
  readonly seed: number;
  /** When the first week with ads begins, ms since 1970; campaigns must run by then. */
  readonly startMs: number;
  /** Whether devices forget all but what they showed. */
  readonly isUnlearning: boolean;
}

/** Lets simulated shoppers meet the ads of `known`, each on a device of her own. @returns what each week came to, on all devices */
export async function adLearning(catalogue: ProductCatalogue, known: AdCatalogue, { shoppers, weeks, seed, startMs, isUnlearning }: AdLearningOptions): Promise<readonly AdWeek[]> {
  const [person, ads] = [shoppersOf(catalogue.products, seed), heldAdFiles(known)];
  const sums = Array.from({ length: weeks }, (): { -readonly [Key in keyof AdWeek]: AdWeek[Key] } => ({ seen: 0, clicks: 0, chosen: 0, random: 0 }));
  for (let index = 0; index < shoppers; index++) {
    const { week: weekOf, respond } = person(index);
    const [stores, tally, chance] = [memoryStores(), adTally(), seededChance(index)];
    for (let past = 0; past < PAST_WEEKS; past++) await stores.events.put(weekOf(past, startMs - (PAST_WEEKS - past) * WEEK_MS));
    for (const [number, sum] of sums.entries()) {
      const fromMs = startMs + number * WEEK_MS;
      await stores.events.put(weekOf(PAST_WEEKS + number, fromMs));
      const met = await meetAds({ stores, catalogue, ads, respond, tally, chance, isUnlearning }, fromMs);
      for (const key of ['seen', 'clicks', 'chosen', 'random'] as const) sum[key] += met[key];
    }
  }
  return sums;
}
