import type { RecommendRequest } from '#core/contract';
import { useEffect, useRef, useState } from 'preact/hooks';
import { release } from './claims.ts';
import type { ElementHost } from './host.ts';
import { loadShelf, type ShelfContent } from './shelf-data.ts';

/** Changes arrive in bursts (a view, its dwell, a new model): one redraw for all of them. */
const REDRAW_AFTER_MS = 200;
/** A shelf under the pointer or the keyboard waits: nothing may move away under a finger. */
const LOOK_AGAIN_MS = 1_000;

/** Whether both show the same products for the same reasons: then it is one shelf to the shopper, and its cards were seen once. */
function isSameShelf(shown: ShelfContent, loaded: ShelfContent): boolean {
  const whatShows = ({ recommendations: { items, scorers } }: ShelfContent): string => JSON.stringify([items.map(({ id, reason }) => [id, reason]), scorers]);
  return whatShows(shown) === whatShows(loaded);
}

/** A shelf's content, loaded anew when something changed. `undefined`: not known yet; `null`: nothing to show. */
export function useShelf(host: ElementHost, request: RecommendRequest, isInUse: () => boolean): ShelfContent | null | undefined {
  const [content, setContent] = useState<ShelfContent | null | undefined>(undefined);
  const shelf = useRef({}).current;
  const key = JSON.stringify(request);
  useEffect(() => {
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      const loaded = await loadShelf(host, request, shelf);
      if (!isCurrent || !loaded) release(shelf);
      if (isCurrent) setContent((shown) => (shown && loaded && isSameShelf(shown, loaded) ? shown : (loaded ?? null)));
    };
    const later = (delayMs: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => (isInUse() ? later(LOOK_AGAIN_MS) : void load()), delayMs);
    };
    setContent(undefined);
    void load();
    const stop = host.subscribe((change) => {
      if (change !== 'profile') later(REDRAW_AFTER_MS);
    });
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      release(shelf);
      stop();
    };
  }, [host, key]);
  return content;
}
