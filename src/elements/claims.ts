import type { ItemId } from '#core/catalogue';
import type { Recommendations, RecommendRequest } from '#core/contract';
import type { Fault, Result } from '#core/units';
import type { ElementHost } from './host.ts';

/** How often a shelf asks again because another one showed its products first; then it leaves them out itself. */
const MAX_TRIES = 3;

/** What each shelf of this page shows, by the shelf. */
const shown = new Map<object, readonly ItemId[]>();

/** What other shelves show now. */
function taken(shelf: object): readonly ItemId[] {
  return [...shown].flatMap(([other, ids]) => (other === shelf ? [] : ids));
}

/** Recommendations for `shelf` that no other shelf of the page shows: nobody wants to read the same product twice. */
export async function claimRecommendations(host: Pick<ElementHost, 'recommend'>, request: RecommendRequest, shelf: object): Promise<Result<Recommendations, Fault>> {
  for (let tries = 1; ; tries += 1) {
    const except = taken(shelf);
    const answer = await host.recommend(except.length === 0 ? request : { ...request, except });
    if (!answer.ok) return answer;
    // Another shelf may have been answered meanwhile.
    const others = new Set(taken(shelf));
    const items = answer.value.items.filter(({ id }) => !others.has(id));
    if (items.length < answer.value.items.length && tries < MAX_TRIES) continue;
    shown.set(shelf, items.map(({ id }) => id));
    return { ok: true, value: { ...answer.value, items } };
  }
}

/** `shelf` is gone, or shows nothing. */
export function release(shelf: object): void {
  shown.delete(shelf);
}
