import type { Fault } from '#core/units';
import type { SeenEvent } from '#page/collect';
import type { DebugMemory, DebugParts } from './look.ts';

/** Most words of a page, and most faults, that are kept for the overlay, in memory. */
const MAX_KEPT = 200;

/** The overlay of one page, open or not. Nothing here throws. */
export interface Debugging {
  /** Whether anything is kept for it, and its code loaded. */
  isWanted(): boolean;
  hear(seen: SeenEvent): void;
  fault(fault: Fault): void;
  ready(): void;
  /** Opens it over `parts`, or closes it. */
  show(isWanted: boolean, parts: DebugParts): void;
}

/**
 * Nothing is heard and nothing loaded unless `isAsked` (the attribute `data-debug`), the page's address
 * (`?homebird_debug=1`) or a call wants it. What is heard stays in the memory of this page. Every page carries this file, so
 * it keeps and loads, and does nothing else.
 *
 * @param script - address of the folder of the tag's files
 */
export function debugging(isAsked: boolean, script: string): Debugging {
  let isOpen = isAsked || /[?&]homebird_debug=1(?:&|$)/.test(location.search);
  let close: (() => void) | undefined;
  const memory: DebugMemory = { heard: [], faults: [], readyMs: undefined };
  const keep = <Value>(list: Value[], value: Value): void => {
    if (isOpen && list.push(value) > MAX_KEPT) list.shift();
  };
  const place = async (parts: DebugParts): Promise<void> => {
    const { openOverlay } = await import('./debug-overlay.tsx');
    if (isOpen) close ??= openOverlay({ parts, memory, script }, () => (isOpen = false, close = undefined));
  };
  return {
    isWanted: () => isOpen,
    hear: (seen) => keep(memory.heard, { ...seen, atMs: Date.now() }),
    fault: (fault) => keep(memory.faults, fault),
    ready: () => void (memory.readyMs ??= performance.now()),
    show(isWanted, parts) {
      isOpen = isWanted;
      if (!isWanted) return close?.();
      const begin = (): void => void place(parts).catch(() => undefined); // a part that does not load costs the overlay alone
      if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin, { once: true });
      else begin();
    },
  };
}
