import type { ElementHost } from './host.ts';

/** Places the debug box, whose code only pages with `data-debug` load. Never throws. @param worker - how the worker came to run */
export function showDebug(host: Pick<ElementHost, 'profile'>, worker: () => Promise<string>): void {
  const place = (): void => {
    import('./debug-box.ts').then(({ placeDebugBox }) => placeDebugBox(host, worker)).catch(() => undefined);
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place, { once: true });
  else place();
}
