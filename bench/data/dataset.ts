import type { ShopEventType } from '#core/events';
import { SESSION_GAP_MS } from '#core/features';

/** One interaction of a user with one item. */
export interface DataEvent {
  /** Index into `Dataset.itemIds`. */
  readonly item: number;
  readonly type: ShopEventType;
  /** ms since 1970; only an order where the data set has no times. */
  readonly atMs: number;
  /** Same number: same invoice, basket or session of this user. */
  readonly basket: number;
}

/** A whole user, or one session where the source knows no users. */
export interface DataUser {
  readonly id: string;
  /** Oldest first. */
  readonly events: readonly DataEvent[];
}

/** What the event file itself says of an item, from the first row that says it. */
export interface ItemFacts {
  readonly title: string;
  /** From general to special; empty where unknown. */
  readonly category: readonly string[];
  readonly brand: string;
  readonly priceCents: number;
}

/** Interactions of many users over one list of items. Read-only once built. */
export interface Dataset {
  readonly name: string;
  /** By order of appearance of their first event. */
  readonly users: readonly DataUser[];
  /** [N] ids as the source spells them. */
  readonly itemIds: readonly string[];
  readonly indexByItemId: ReadonlyMap<string, number>;
  /** [N]. */
  readonly facts: readonly ItemFacts[];
  /** False where times only give the order within one user: then no split by time. */
  readonly hasTimes: boolean;
  /** Rows left out, counted by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly rows: number;
}

/** One row of a source as its adapter reads it. */
export interface RawEvent {
  readonly user: string;
  readonly item: string;
  readonly type: ShopEventType;
  readonly atMs: number;
  /** Session or invoice as the source names it; without it a pause of `SESSION_GAP_MS` starts a new one. */
  readonly basket?: string;
  readonly facts?: Partial<ItemFacts>;
}

const NO_FACTS: ItemFacts = { title: '', category: [], brand: '', priceCents: 0 };

interface OpenUser {
  readonly events: { readonly item: number; readonly type: ShopEventType; readonly atMs: number; readonly basket: string | undefined; readonly order: number }[];
}

/** Gathers rows into a {@link Dataset}. */
export interface DatasetBuilder {
  add(event: RawEvent): void;
  skip(reason: string): void;
  /** Index of an item, added where it is new. */
  itemIndex(id: string, facts?: Partial<ItemFacts>): number;
  build(name: string, hasTimes: boolean): Dataset;
}

/** A builder that continues the item list of `base`, so that a test file speaks of the items of its train file. */
export function datasetBuilder(base?: Dataset): DatasetBuilder {
  const itemIds = [...(base?.itemIds ?? [])];
  const indexByItemId = new Map(base?.indexByItemId ?? []);
  const facts = [...(base?.facts ?? [])];
  const users = new Map<string, OpenUser>();
  const skipped: Record<string, number> = {};
  let rows = 0;

  function itemIndex(id: string, said?: Partial<ItemFacts>): number {
    let index = indexByItemId.get(id);
    if (index === undefined) {
      index = itemIds.length;
      itemIds.push(id);
      indexByItemId.set(id, index);
      facts.push(NO_FACTS);
    }
    if (said) facts[index] = firstSaid(facts[index] ?? NO_FACTS, said);
    return index;
  }

  return {
    itemIndex,
    add(event) {
      let user = users.get(event.user);
      if (!user) users.set(event.user, (user = { events: [] }));
      const item = itemIndex(event.item, event.facts);
      user.events.push({ item, type: event.type, atMs: event.atMs, basket: event.basket, order: rows });
      rows += 1;
    },
    skip(reason) {
      skipped[reason] = (skipped[reason] ?? 0) + 1;
      rows += 1;
    },
    build: (name, hasTimes) => ({
      name, itemIds, indexByItemId, facts, hasTimes, skipped, rows,
      users: [...users].map(([id, user]) => ({ id, events: withBaskets(user) })),
    }),
  };
}

function firstSaid(known: ItemFacts, said: Partial<ItemFacts>): ItemFacts {
  const isNew = (!known.title && said.title) || (known.category.length === 0 && said.category?.length) || (!known.brand && said.brand) || (!known.priceCents && said.priceCents);
  if (!isNew) return known;
  return {
    title: known.title || (said.title ?? ''),
    category: known.category.length > 0 ? known.category : (said.category ?? []),
    brand: known.brand || (said.brand ?? ''),
    priceCents: known.priceCents || (said.priceCents ?? 0),
  };
}

function withBaskets(user: OpenUser): DataEvent[] {
  const sorted = user.events.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
  const numberByName = new Map<string, number>();
  let gapBasket = -1;
  let previousMs = Number.NEGATIVE_INFINITY;
  return sorted.map(({ item, type, atMs, basket }) => {
    if (basket === undefined) {
      if (atMs - previousMs >= SESSION_GAP_MS) gapBasket += 1;
      previousMs = atMs;
      return { item, type, atMs, basket: gapBasket };
    }
    let number = numberByName.get(basket);
    if (number === undefined) numberByName.set(basket, (number = numberByName.size));
    return { item, type, atMs, basket: number };
  });
}
