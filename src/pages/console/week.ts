import type { Campaign } from '#core/campaigns';

/** Hours of a week that are drawn: [7][24], Sunday first. */
export type Week = readonly (readonly boolean[])[];

type Daypart = Campaign['dayparts'][number];

/** By weekday, Sunday first. */
export const DAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** Monday first, as merchants plan. */
export const DAY_ORDER = [1, 2, 3, 4, 5, 6, 0];

/** An hour as a clock shows it. */
export const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** Dayparts in words. */
export function hoursText(dayparts: readonly Daypart[]): string {
  const daysText = (weekdays: Daypart['weekdays']): string => DAY_ORDER.filter((day) => weekdays.includes(day)).map((day) => DAY_NAMES[day]?.slice(0, 3)).join(', ');
  return dayparts.map(({ weekdays, fromHour, toHour }) => `${daysText(weekdays)} ${clock(fromHour)} to ${clock(toHour)}`).join('; ') || 'Any hour';
}

const DAYS = 7;
const HOURS = 24;

/** A week without an hour, which means: at any hour. */
export function emptyWeek(): Week {
  return Array.from({ length: DAYS }, () => Array.from({ length: HOURS }, () => false));
}

/** The week that `dayparts` draw. */
export function weekOf(dayparts: readonly Daypart[]): Week {
  return Array.from({ length: DAYS }, (_, day) => Array.from({ length: HOURS }, (_, hour) => dayparts.some(({ weekdays, fromHour, toHour }) => weekdays.includes(day) && hour >= fromHour && hour < toHour)));
}

/** A week with one hour as `isOn`. */
export function withHour(week: Week, day: number, hour: number, isOn: boolean): Week {
  return week.map((hours, d) => (d === day ? hours.map((before, h) => (h === hour ? isOn : before)) : hours));
}

/** A day's hours all as `isOn`. */
export function withDay(week: Week, day: number, isOn: boolean): Week {
  return week.map((hours, d) => (d === day ? hours.map(() => isOn) : hours));
}

function spansOf(hours: readonly boolean[]): readonly (readonly [from: number, to: number])[] {
  const spans: [number, number][] = [];
  hours.forEach((isOn, hour) => {
    const last = spans.at(-1);
    if (!isOn) return;
    if (last?.[1] === hour) last[1] = hour + 1;
    else spans.push([hour, hour + 1]);
  });
  return spans;
}

/** The fewest dayparts by days that share a span; none for a week that is empty or full. */
export function daypartsOf(week: Week): readonly Daypart[] {
  if (week.every((hours) => hours.every(Boolean))) return [];
  const daysBySpan = new Map<string, number[]>();
  week.forEach((hours, day) => {
    for (const span of spansOf(hours)) daysBySpan.set(span.join(), [...(daysBySpan.get(span.join()) ?? []), day]);
  });
  return [...daysBySpan].map(([span, weekdays]) => {
    const [fromHour = 0, toHour = 0] = span.split(',').map(Number);
    return { weekdays, fromHour, toHour };
  });
}
