import type { ItemId, ProductCard } from '#core/catalogue';
import type { Explanation, RecommendRequest } from '#core/contract';
import type { EventId, ShopEvent } from '#core/events';
import { useEffect, useState } from 'preact/hooks';
import type { ElementHost } from './host.ts';

/** An explanation with the products it names. */
export interface Told {
  readonly explanation: Explanation;
  readonly productById: ReadonlyMap<ItemId, ProductCard>;
}

/** What was done to the history from inside the explanation. */
export type Done = { readonly kind: 'forgotten'; readonly events: readonly ShopEvent[] } | { readonly kind: 'undone' } | { readonly kind: 'failed' };

/** An explanation that is read again after each change. */
export interface Explained {
  /** undefined while it is on its way; null where it does not come. */
  readonly told: Told | null | undefined;
  readonly done: Done | undefined;
  forget(id: EventId): Promise<void>;
  undo(): Promise<void>;
}

async function tell(host: ElementHost, itemId: ItemId, request: RecommendRequest): Promise<Told | null> {
  const answer = await host.explain(itemId, request);
  if (!answer.ok) return null;
  const ids = new Set([...answer.value.events.flatMap((event) => event.itemIds), ...answer.value.reason.evidence]);
  const cards = await host.products([...ids]);
  return { explanation: answer.value, productById: new Map(cards.ok ? cards.value.map((card) => [card.id, card]) : []) };
}

/** Why `itemId` stands where it stands on the shelf of `request`. */
export function useExplanation(host: ElementHost, itemId: ItemId, request: RecommendRequest): Explained {
  const [told, setTold] = useState<Told | null | undefined>(undefined);
  const [done, setDone] = useState<Done | undefined>(undefined);
  const read = async (): Promise<void> => setTold(await tell(host, itemId, request));
  useEffect(() => void read(), [itemId]);
  return {
    told, done,
    async forget(id) {
      const deleted = await host.deleteEvents([id]);
      await read();
      setDone(deleted.ok ? { kind: 'forgotten', events: deleted.value } : { kind: 'failed' });
    },
    async undo() {
      if (done?.kind !== 'forgotten') return;
      const restored = await host.restoreEvents(done.events);
      await read();
      setDone({ kind: restored.ok ? 'undone' : 'failed' });
    },
  };
}
