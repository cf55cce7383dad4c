import type { DataEvent, DataUser } from '#bench/data';

/** What a simple method may look at: everything strictly before the target. */
export interface Question {
  /** Oldest first; may be empty. */
  readonly history: readonly DataEvent[];
  /** Moment of the target, ms. */
  readonly atMs: number;
}

/** A fitted method that ranks the whole item list. */
export interface Ranker {
  readonly name: string;
  /** Scores [N]; the array belongs to the ranker and the next call overwrites it. */
  score(question: Question): Float32Array;
}

/** Items of one train session in the order they came. */
export interface TrainSession {
  readonly items: readonly number[];
  /** Last moment, ms. */
  readonly endMs: number;
}

/** What counts as one session: a basket or visit, or everything of a user. */
export type SessionUnit = 'session' | 'user';

/** Least share of events in sessions of two items or more; below it sessions teach nothing about pairs. */
const MIN_PAIRED_SHARE = 0.2;

/** Sessions where they hold pairs; whole users where nearly every session is one item (events days apart). */
export function sessionUnit(users: readonly DataUser[]): SessionUnit {
  let events = 0;
  let paired = 0;
  for (const { items } of sessionsOf(users)) {
    events += items.length;
    if (items.some((item) => item !== items[0])) paired += items.length;
  }
  return paired < MIN_PAIRED_SHARE * events ? 'user' : 'session';
}

/** Train users cut into their baskets or sessions, or left whole. */
export function sessionsOf(users: readonly DataUser[], unit: SessionUnit = 'session'): TrainSession[] {
  if (unit === 'user') return users.map(({ events }) => ({ items: events.map(({ item }) => item), endMs: events.at(-1)?.atMs ?? 0 }));
  const sessions: TrainSession[] = [];
  for (const { events } of users) {
    const byBasket = new Map<number, { items: number[]; endMs: number }>();
    for (const { item, basket, atMs } of events) {
      const session = byBasket.get(basket);
      if (session) {
        session.items.push(item);
        session.endMs = atMs;
      } else {
        byBasket.set(basket, { items: [item], endMs: atMs });
      }
    }
    sessions.push(...byBasket.values());
  }
  return sessions;
}

/** Items of the running session, oldest first: those of the history's last basket, or all of it. */
export function currentItems(history: readonly DataEvent[], unit: SessionUnit): number[] {
  const basket = history.at(-1)?.basket;
  return (unit === 'user' ? history : history.filter((event) => event.basket === basket)).map(({ item }) => item);
}

/** Items of the history's last moment: one click, or all lines of an invoice, which share a time. */
export function lastItems(history: readonly DataEvent[]): number[] {
  const lastMs = history.at(-1)?.atMs;
  return [...new Set(history.filter(({ atMs }) => atMs === lastMs).map(({ item }) => item))];
}
