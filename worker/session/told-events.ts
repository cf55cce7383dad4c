import type { WorkerFault } from '#core/contract';
import { parseEvent, type FieldChecks, type ShopEvent } from '#core/events';
import { fail, ok, type Result } from '#core/units';

/** What the page tells, parsed: all of it or nothing. @param more - as of `parseEvent` */
export function toldEvents(events: readonly unknown[], most: number, more?: FieldChecks): Result<readonly ShopEvent[], WorkerFault> {
  if (!Array.isArray(events) || events.length > most) return fail('bad-request', `Cannot record this: wanted a list of at most ${most} events`);
  const parsed: ShopEvent[] = [];
  for (const event of events as readonly unknown[]) {
    const result = parseEvent(event, more);
    if (!result.ok) return fail('bad-request', result.fault.message);
    parsed.push(result.value);
  }
  return ok(parsed);
}
