/**
 * What an upgrade switched on, and since when. A shop gets it by a `data-defaults` of that day or a later one, so that no
 * update of the tag changes what a page does by itself. Nothing is listed that a shop asks for by name.
 */
const SINCE = {
  /** A click on a product that the page's own `recommend` named counts as a click on the recommendation. */
  ownShelves: '2026-12-01',
} as const;

/** Whether each of them is on. */
export type Defaults = { readonly [Name in keyof typeof SINCE]: boolean };

/** The day of the newest default, for a line that is pasted today. */
export const NEWEST_DEFAULTS = Object.values(SINCE).reduce((newest, day) => (day > newest ? day : newest), '');

/** Defaults of a day as `data-defaults` writes it, YYYY-MM-DD; undefined where it is none. '' is before all of them. */
export function defaultsOf(day: string): Defaults | undefined {
  if (day !== '' && !/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(day)) return undefined;
  return Object.fromEntries(Object.entries(SINCE).map(([name, since]) => [name, day >= since])) as Defaults;
}
