import type { SeenEvent } from '#page/collect';
import type { Join } from './facts.ts';

/** Ids shown of those that the catalogue does not know. */
const MAX_EXAMPLES = 5;

/** Something heard, and when. */
export interface Heard extends SeenEvent {
  readonly atMs: number;
}

/** Counts each product of each source once. `isKnown` is undefined for ids that nobody has asked the catalogue for: they are left out. */
export function joinsOf(heard: readonly SeenEvent[], isKnown: (id: string) => boolean | undefined): readonly Join[] {
  const idsBySource = new Map<SeenEvent['source'], Set<string>>();
  // What our own elements tell was taken from the catalogue: it says nothing about the shop's ids.
  for (const { source, itemIds } of heard) if (source !== 'own') idsBySource.set(source, new Set([...(idsBySource.get(source) ?? []), ...itemIds]));
  return [...idsBySource].flatMap(([source, ids]) => {
    const asked = [...ids].filter((id) => isKnown(id) !== undefined);
    const missing = asked.filter((id) => isKnown(id) === false);
    return asked.length === 0 ? [] : [{ source, named: asked.length, joined: asked.length - missing.length, missing: missing.slice(0, MAX_EXAMPLES) }];
  });
}
