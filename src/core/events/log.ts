import type { EventId, ShopEvent } from './event.ts';

/**
 * The shopper's history on this device. Durable when a promise resolves. Calls may overlap; each is atomic.
 * Rejects only on a bug; storage that is gone or full is the implementation's fault value.
 */
export interface EventLog {
  /** Adds events; an id already present is replaced, so a retry never counts twice. */
  put(events: readonly ShopEvent[]): Promise<void>;
  /** All events, oldest first. */
  all(): Promise<readonly ShopEvent[]>;
  delete(ids: readonly EventId[]): Promise<void>;
  clear(): Promise<void>;
}
