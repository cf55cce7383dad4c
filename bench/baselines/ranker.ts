import type { DataEvent, DataUser } from '#bench/data';

/** What a simple method may look at: everything strictly before the target. */
export interface Question {
  /** Oldest first, at least one. */
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

/** Train users cut into their baskets or sessions. */
export function sessionsOf(users: readonly DataUser[]): TrainSession[] {
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

/** Items of the running session: those of the history's last basket, oldest first. */
export function currentItems(history: readonly DataEvent[]): number[] {
  const basket = history.at(-1)?.basket;
  return history.filter((event) => event.basket === basket).map(({ item }) => item);
}

/** Items of the history's last moment: one click, or all lines of an invoice, which share a time. */
export function lastItems(history: readonly DataEvent[]): number[] {
  const lastMs = history.at(-1)?.atMs;
  return [...new Set(history.filter(({ atMs }) => atMs === lastMs).map(({ item }) => item))];
}
