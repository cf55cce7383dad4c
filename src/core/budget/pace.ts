import { DAY_MS, HOUR_MS } from '#core/units';
import { drifted, learned, type Belief } from './belief.ts';
import { dayTargetCents, type Flight } from './flight.ts';
import { passThroughOf } from './pacing.ts';

/**
 * What is kept of one campaign between two delivery files. Opportunities are counted in hours, day and night alike; an hour at a pass-through
 * of a half is half an hour served.
 */
export interface Pace {
  /** Cents an hour at pass-through 1. */
  readonly rate: Belief;
  /** Pass-through that stands, since {@link atMs}. */
  readonly passThrough: number;
  readonly atMs: number;
  /** Hours served whose reports have yet to come. */
  readonly untoldHours: number;
  /** Hours served that reports told of since the rate was learned last. */
  readonly toldHours: number;
  /** What rounds told was spent, cents. */
  readonly toldCents: Belief;
  /** Midnight (UTC) of the running day, and the hours served in it. */
  readonly dayMs: number;
  readonly dayHours: number;
}

/** What rounds that closed since the last look told of a campaign. */
export interface SpendSighting {
  readonly cents: number;
  /** Of the noise of both servers, and of the chance of the events themselves. */
  readonly variance: number;
  /** Share of the reports whose rounds counted this campaign, 0 to 1. */
  readonly share: number;
}

/** Doubt of a first guess, as a share of it: an hour of a new campaign may bring several times what its budget lasts for, or nothing. */
const FIRST_DOUBT = 5;
/** How far a rate wanders in a day, as a share of itself: campaigns tire, competitors come. */
const DAILY_DRIFT = 0.01;
/** How far what is told strays from what is expected to be told, as a share: on a busy day more come back. */
const TOLD_DOUBT = 0.06;
const midnight = (nowMs: number): number => DAY_MS * Math.floor(nowMs / DAY_MS);

/** The pace of a campaign that begins to be served whole: the first guess is that its budget lasts until its end. */
export function startedPace(flight: Flight, nowMs: number): Pace {
  const mean = dayTargetCents(flight, 0, midnight(Math.max(nowMs, flight.startMs))) / (DAY_MS / HOUR_MS);
  return { rate: { mean, variance: (FIRST_DOUBT * mean) ** 2 }, passThrough: 1, atMs: Math.max(nowMs, flight.startMs), untoldHours: 0, toldHours: 0, toldCents: { mean: 0, variance: 0 }, dayMs: midnight(nowMs), dayHours: 0 };
}

/**
 * The pace at `nowMs`, the pass-through unchanged. What is served is told later, each hour's with a mean delay of `tellMs`.
 * A clock that went back changes nothing.
 */
export function pacedUntil(pace: Pace, nowMs: number, tellMs: number): Pace {
  const spanMs = nowMs - pace.atMs;
  if (!(spanMs > 0)) return pace;
  const served = (pace.passThrough * spanMs) / HOUR_MS;
  const left = Math.exp(-spanMs / tellMs);
  const untoldHours = pace.untoldHours * left + ((pace.passThrough * tellMs) / HOUR_MS) * (1 - left);
  const dayMs = midnight(nowMs);
  const today = (pace.passThrough * (nowMs - Math.max(dayMs, pace.atMs))) / HOUR_MS;
  return {
    ...pace, atMs: nowMs, untoldHours, toldHours: pace.toldHours + Math.max(0, pace.untoldHours + served - untoldHours), dayMs, dayHours: dayMs === pace.dayMs ? pace.dayHours + served : today,
    rate: drifted(pace.rate, DAILY_DRIFT * Math.sqrt(spanMs / DAY_MS)),
  };
}

/** The pace after rounds closed, at the time to which it was brought. What rounds without this campaign would have told is taken as believed. */
export function toldPace(pace: Pace, { cents, variance, share }: SpendSighting): Pace {
  const times = pace.toldHours * share;
  const expected = pace.rate.mean * times;
  const rate = share > 0 ? learned(pace.rate, { seen: cents, times, variance: variance + (TOLD_DOUBT * expected) ** 2 }) : pace.rate;
  const missed = pace.toldHours - times;
  return {
    ...pace, rate, toldHours: 0,
    toldCents: { mean: Math.max(0, pace.toldCents.mean + cents + rate.mean * missed), variance: pace.toldCents.variance + variance + rate.variance * missed ** 2 },
  };
}

/** Believed spent in all, cents: what was told, and what served hours are worth of which nobody has told. */
export function spentCents({ rate, untoldHours, toldHours, toldCents }: Pace): Belief {
  const hours = untoldHours + toldHours;
  return { mean: toldCents.mean + rate.mean * hours, variance: toldCents.variance + rate.variance * hours ** 2 };
}

/** What a campaign is believed to have cost, cents. */
export interface DaySpend {
  /** Today, of {@link targetCents}. */
  readonly today: Belief;
  readonly targetCents: number;
  readonly inAll: Belief;
}

/** What the running day of a pace is believed to have cost, and what it should. */
export function daySpend(pace: Pace, flight: Flight): DaySpend {
  const today: Belief = { mean: pace.rate.mean * pace.dayHours, variance: pace.rate.variance * pace.dayHours ** 2 };
  const inAll = spentCents(pace);
  return { today, inAll, targetCents: dayTargetCents(flight, Math.max(0, inAll.mean - today.mean), pace.dayMs) };
}

/** The pace with the pass-through of the next delivery file: 0 outside the flight, and where the budget is believed gone. */
export function nextPace(pace: Pace, flight: Flight, nowMs: number): Pace {
  if (nowMs < flight.startMs || nowMs >= flight.endMs) return { ...pace, passThrough: nowMs < flight.startMs ? 1 : 0 };
  const { today, inAll, targetCents } = daySpend(pace, flight);
  const endMs = Math.min(pace.dayMs + DAY_MS, flight.endMs);
  const passThrough = inAll.mean >= flight.totalCents ? 0 : passThroughOf({ targetCents, spentCents: today, rate: pace.rate, opportunitiesLeft: (endMs - nowMs) / HOUR_MS, previous: pace.passThrough });
  return { ...pace, passThrough };
}
