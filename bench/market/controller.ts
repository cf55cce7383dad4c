import { drifted, learned, opportunitiesLeft, passThroughOf, type Belief } from '#core/budget';
import { CAMPAIGNS, HOURS, PROFILE } from './world.ts';

/** How far a rate wanders in a day, as a share of itself: campaigns tire, competitors come. */
const DAILY_DRIFT = 0.01;
/** Doubt of a first guess. */
const FIRST_DOUBT = 0.3;
/** Share of a day's events that are told on the same day, the next, and so on: how soon shoppers come back. */
const TOLD_AFTER = [0.13, 0.4, 0.215, 0.115, 0.065, 0.035, 0.02, 0.012, 0.008];

/** How far a day's tellings stray from that, as a share: on a busy day more come back. */
const TOLD_DOUBT = 0.06;

/** A release of a measurement task as the controller reads it. */
export interface SpendRelease {
  /** Hour at whose start it was released, absolute. */
  readonly hour: number;
  readonly reports: number;
  /** shape [CAMPAIGNS], charged events, noised, and the variance of that noise. */
  readonly events: readonly number[];
  readonly eventVariance: readonly number[];
}

/** The server's side: sees its own page views, and of spend only releases. */
export interface Controller {
  /** Page views of the hour that ended, with the pass-through that stood in it. */
  saw(hour: number, pages: number, passThrough: readonly number[]): void;
  release(release: SpendRelease): void;
  /** shape [CAMPAIGNS], for the hour that begins. */
  passThrough(hour: number): readonly number[];
}

interface Hour {
  readonly pages: number;
  readonly passThrough: readonly number[];
}

/**
 * The controller of production's parts: rates by `learned`, pass-through by `passThroughOf`.
 *
 * @param budgets - shape [CAMPAIGNS], cents a day
 * @param guess - shape [CAMPAIGNS]: first guess of charged events a page view at pass-through 1
 * @param pagesADay - page views of a usual day
 */
export function privateController(budgets: readonly number[], guess: readonly number[], pagesADay: number): Controller {
  const hours: Hour[] = [];
  const zeros = (): number[] => CAMPAIGNS.map(() => 0);
  let rates = guess.map((mean): Belief => ({ mean, variance: (FIRST_DOUBT * mean) ** 2 }));
  let [events, variances] = [zeros(), zeros()]; // of one day: within a day what comes in is too noisy to steer by
  let previous: readonly number[] | undefined;
  const passedOn = (day: number, index: number): number => (day < 0 ? 0 : hours.slice(day * HOURS, (day + 1) * HOURS).reduce((sum, one) => sum + one.pages * (one.passThrough[index] ?? 0), 0));
  const learn = (day: number): void => {
    rates = rates.map((rate, index) => {
      const times = TOLD_AFTER.reduce((sum, share, back) => sum + share * passedOn(day - back, index), 0);
      return learned(drifted(rate, DAILY_DRIFT), { seen: events[index] ?? 0, times, variance: (variances[index] ?? 0) + Math.max(1, rate.mean * times) + (TOLD_DOUBT * rate.mean * times) ** 2 });
    });
    [events, variances] = [zeros(), zeros()];
  };
  return {
    saw(hour, pages, passThrough) {
      hours[hour] = { pages, passThrough };
    },
    release(release) {
      release.events.forEach((count, index) => {
        events[index] = (events[index] ?? 0) + count;
        variances[index] = (variances[index] ?? 0) + (release.eventVariance[index] ?? 0);
      });
      if (release.hour % HOURS === 0) learn(release.hour / HOURS - 1);
    },
    passThrough(hour) {
      const today = hours.slice(hour - (hour % HOURS), hour);
      const left = opportunitiesLeft(PROFILE.map((share) => share * pagesADay), today.map(({ pages }) => pages));
      const next = CAMPAIGNS.map(({ priceCents }, index) => {
        const rate = rates[index] ?? { mean: 0, variance: 0 };
        const passed = today.reduce((sum, one) => sum + one.pages * (one.passThrough[index] ?? 0), 0);
        const cents = (pages: number): Belief => ({ mean: rate.mean * priceCents * pages, variance: rate.variance * (priceCents * pages) ** 2 });
        return passThroughOf({ targetCents: budgets[index] ?? 0, spentCents: cents(passed), rate: cents(1), opportunitiesLeft: left, ...(previous && hour % HOURS !== 0 && { previous: previous[index] ?? 0 }) });
      });
      previous = next;
      return next;
    },
  };
}

/** What a server that sees every ad would do with the same rule: spend and rate exact up to the hour before. */
export function exactController(budgets: readonly number[], guess: readonly number[], pagesADay: number, spentCents: () => readonly number[]): Controller {
  const hours: Hour[] = [];
  const passedAll = guess.map(() => 1);
  const spentAll = guess.map((rate, index) => rate * (CAMPAIGNS[index]?.priceCents ?? 0));
  let dayStart: readonly number[] = guess.map(() => 0);
  let before: readonly number[] = guess.map(() => 0);
  return {
    saw(hour, pages, passThrough) {
      hours[hour] = { pages, passThrough };
      const now = spentCents();
      now.forEach((cents, index) => {
        spentAll[index] = (spentAll[index] ?? 0) + cents - (before[index] ?? 0);
        passedAll[index] = (passedAll[index] ?? 0) + pages * (passThrough[index] ?? 0);
      });
      before = now;
    },
    release: () => undefined,
    passThrough(hour) {
      if (hour % HOURS === 0) dayStart = before;
      const today = hours.slice(hour - (hour % HOURS), hour);
      const left = opportunitiesLeft(PROFILE.map((share) => share * pagesADay), today.map(({ pages }) => pages));
      return CAMPAIGNS.map((_, index) => passThroughOf({
        targetCents: budgets[index] ?? 0, spentCents: { mean: (before[index] ?? 0) - (dayStart[index] ?? 0), variance: 0 }, rate: { mean: (spentAll[index] ?? 0) / (passedAll[index] ?? 1), variance: 0 }, opportunitiesLeft: left,
      }));
    },
  };
}

/** No pacing: everything is served until the hour after a server that sees every ad finds the budget gone. */
export function unpacedController(budgets: readonly number[], spentCents: () => readonly number[]): Controller {
  let dayStart: readonly number[] = budgets.map(() => 0);
  return {
    saw: () => undefined,
    release: () => undefined,
    passThrough(hour) {
      const now = spentCents();
      if (hour % HOURS === 0) dayStart = [...now];
      return budgets.map((budget, index) => ((now[index] ?? 0) - (dayStart[index] ?? 0) < budget ? 1 : 0));
    },
  };
}
