/** Whether `name` is a time zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // a RangeError is how Intl says no
  }
}

/**
 * Hour of the shop's clock, 0 to 23, at a time in ms since 1970: by the shop's zone and not the device's, so that everyone pays the same at one moment.
 *
 * @throws RangeError for a zone that there is not
 */
export function shopHourOf(timeZone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  return (atMs) => Number(format.format(atMs));
}
