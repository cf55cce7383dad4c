/**
 * **Knows** the one line a shop embeds: finds it, keeps early calls, and fetches the rest beside it.
 * **Not here** what the calls do (`./api.ts`), how the page part is put together (`./page.ts`).
 * **Life of an early call** kept in `homebird.q` → handed to the page part in order → answered through its promise.
 * **Trust** runs in the shop's page with the page's own rights; it keeps nothing, sends nothing, and never throws.
 */
import type { HomebirdApi } from './api.ts';

type Command = ArrayLike<unknown>;
/** The global as a shop sees it: a function with methods, and before it is ready a queue. */
type Global = ((...command: unknown[]) => unknown) & { q?: Command[]; isLoaded?: boolean; push?: (...commands: Command[]) => number } & Record<string, unknown>;

/** What the page part gives. */
interface PagePart {
  start(attributes: Readonly<Record<string, string | undefined>>, script: string): HomebirdApi;
}

const METHODS = ['track', 'recommend', 'consent', 'consentState', 'pause', 'forget', 'export', 'on'] as const;

/** The embed line. `currentScript` is there for async classic scripts, not for injected module tags. */
function ownScript(): HTMLScriptElement | null {
  const current = document.currentScript;
  return current instanceof HTMLScriptElement && current.dataset['shop'] !== undefined ? current : document.querySelector<HTMLScriptElement>('script[data-shop]');
}

function begin(script: HTMLScriptElement): void {
  const owner = globalThis as unknown as { homebird?: Global };
  const early = owner.homebird;
  // A second tag on the page, or the same one again.
  if (early?.isLoaded === true) return;
  const address = new URL('homebird-page.js', script.src || document.baseURI).href;
  const ready = import(/* @vite-ignore */ address).then(
    (page: PagePart) => page.start({ ...script.dataset }, script.src || document.baseURI),
    () => {
      console.warn(`homebird: cannot load ${address}; the shop works without it`);
    },
  );
  const call = (command: Command): Promise<unknown> => ready.then((api) => api?.call(command));
  const homebird = ((...command: unknown[]) => call(command)) as Global;
  for (const method of METHODS) homebird[method] = (...parts: unknown[]) => call([method, ...parts]);
  homebird.push = (...commands) => {
    for (const command of commands) void call(command);
    return 0;
  };
  homebird.isLoaded = true;
  owner.homebird = homebird;
  for (const command of early?.q ?? []) void call(command);
}

try {
  const script = ownScript();
  if (script) begin(script);
} catch {
  // The shop's page comes first.
}
