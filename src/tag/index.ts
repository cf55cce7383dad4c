/**
 * **Knows** the one line a shop embeds: finds it, keeps early calls, and fetches the rest under its hash.
 * **Not here** what the calls do (`./api.ts`), how the page part is put together (`./page.ts`).
 * **Life of an early call** kept in `homebird.q` → handed to the page part in order → answered through its promise.
 * **Trust** runs in the shop's page with the page's own rights; it keeps nothing, sends nothing, and never throws. Its own
 * hash, in the embed line, covers every file it leads to.
 */
import type { HomebirdApi } from './api.ts';
import { loadPart, useNonce } from './load-part.ts';
import type { EmbedLine } from './page.ts';

type Command = ArrayLike<unknown>;
/** The global as a shop sees it: a function with methods, and before it is ready a queue. */
type Global = ((...command: unknown[]) => unknown) & { q?: Command[]; isLoaded?: boolean; shop?: string; push?: (...commands: Command[]) => number } & Record<string, unknown>;

/** What the page part gives. */
interface PagePart {
  start(line: EmbedLine): HomebirdApi;
}

const METHODS = ['track', 'recommend', 'search', 'explain', 'consent', 'consentState', 'pause', 'forget', 'export', 'on', 'debug'] as const;
/** Filled in by the build (`vite.tag.ts`): its folder, and the hash of the page part. */
const BUILD = '%HOMEBIRD_BUILD%';
const PAGE_DIGEST = '%HOMEBIRD_PAGE%';

/** The embed line. `currentScript` is there for async classic scripts, not for injected module tags. */
function ownScript(): HTMLScriptElement | null {
  const current = document.currentScript;
  return current instanceof HTMLScriptElement && current.dataset['shop'] !== undefined ? current : document.querySelector<HTMLScriptElement>('script[data-shop]');
}

/** Where the files of this build lie: the tag itself lies among them, or above their folder, where it moves on to the next. */
function folderOf(script: HTMLScriptElement): string {
  const own = script.src || document.baseURI;
  return new URL(own.includes(`/${BUILD}/`) ? './' : `./${BUILD}/`, own).href;
}

/** Resolves when somebody sees the page: one that the browser draws ahead may never be looked at. */
function activated(): Promise<unknown> {
  const page = document as Document & { readonly prerendering?: boolean };
  return page.prerendering === true ? new Promise((resolve) => { page.addEventListener('prerenderingchange', resolve, { once: true }); }) : Promise.resolve();
}

function begin(script: HTMLScriptElement): void {
  const owner = globalThis as unknown as { homebird?: Global };
  const early = owner.homebird;
  const { shop = '' } = script.dataset;
  // A second tag on the page, or the same one again.
  if (early?.isLoaded === true) {
    if (early.shop !== shop) console.warn(`homebird: this page has the tag of "${early.shop}" already; the one of "${shop}" does nothing`);
    return;
  }
  const folder = folderOf(script);
  const nonce = script.nonce || (script.dataset['nonce'] ?? '');
  useNonce(nonce);
  const ready = Promise.all([loadPart(folder, ['homebird-page.js', PAGE_DIGEST]), activated()]).then(
    ([page]) => (page as PagePart).start({ attributes: { ...script.dataset }, folder, nonce }),
    () => {
      console.warn(`homebird: cannot load ${folder}homebird-page.js; the shop works without it`);
    },
  );
  let isOver = false;
  const call = async (command: Command): Promise<unknown> => (isOver ? undefined : (await ready)?.call(command));
  const homebird = ((...command: unknown[]) => call(command)) as Global;
  for (const method of METHODS) homebird[method] = (...parts: unknown[]) => call([method, ...parts]);
  homebird.push = (...commands) => {
    for (const command of commands) void call(command);
    return 0;
  };
  homebird['destroy'] = async () => {
    homebird.isLoaded = false;
    const stopping = call(['destroy']);
    isOver = true;
    await stopping;
  };
  homebird.isLoaded = true;
  homebird.shop = shop;
  owner.homebird = homebird;
  for (const command of early?.q ?? []) void call(command);
}

try {
  const script = ownScript();
  if (script) begin(script);
  else console.warn('homebird: Cannot start: no script of this page has data-shop');
} catch {
  // The shop's page comes first.
}
