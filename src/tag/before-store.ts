import type { ShopEvent } from '#core/events';

/** The function that `path` names in `page` (`shop.filter`), bound to what holds it. */
function functionAt(page: object, path: string): ((event: unknown) => unknown) | undefined {
  const names = path.split('.');
  const last = names.pop() ?? '';
  const owner = names.reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined), page);
  const named = (owner as Record<string, unknown> | undefined)?.[last];
  return typeof named === 'function' ? (event) => Reflect.apply(named, owner, [event]) as unknown : undefined;
}

/**
 * Lets the page see each event before it is stored. The function gets a copy: what it returns is stored, `true` or nothing
 * returned stores what the copy has become, `false` or `null` drops it. Where there is no such function, or it throws or
 * answers with a promise, the event is dropped: the shop meant to look at it. What it returns is read like any other event,
 * by the worker.
 *
 * @param warn - writes one console line, the first time
 */
export function beforeStore(path: string, page: object, warn: (line: string) => void): (event: ShopEvent) => ShopEvent | undefined {
  if (path === '') return (event) => event;
  let isTold = false;
  const drop = (why: string): undefined => {
    if (!isTold) warn(`homebird: events are dropped, because data-before-store="${path}" ${why}`);
    isTold = true;
    return undefined;
  };
  return (event) => {
    const copy = structuredClone(event);
    try {
      const look = functionAt(page, path);
      if (!look) return drop('names no function of this page');
      const answer = look(copy);
      if (answer === false || answer === null) return undefined;
      if (answer instanceof Promise) return drop('answers with a promise, and nothing waits for it');
      const kept = typeof answer === 'object' ? (answer as ShopEvent) : copy;
      // Its name in the log is not the page's to give: an event that is told again replaces itself.
      return { ...structuredClone(kept), id: event.id, atMs: event.atMs };
    } catch (error) {
      return drop(`threw: ${String(error)}`);
    }
  };
}
