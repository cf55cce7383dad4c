/**
 * **Knows** how a bundled page loads the tag: one function, under the hash of the build that belongs to this package.
 * **Not here** what the tag does (`#page/tag`); its types stand in `./homebird.d.ts`, which is what npm users read.
 * **Life of a call** options → one script element with its integrity → its load → the global that the tag has set.
 * **Trust** the page chooses where the files lie; what is not this build is not run.
 */
import { NEWEST_DEFAULTS } from '#core/embed';
import type { Homebird, HomebirdOptions } from './homebird.d.ts';

/** Filled in by the build (`vite.tag.ts`). */
const BUILD = '%HOMEBIRD_BUILD%';
const INTEGRITY = '%HOMEBIRD_INTEGRITY%';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

/** Kept on the page, because a name may be used once, and whoever tries again, or has two copies of this package, needs it again. */
const POLICY = Symbol.for('homebird.loader-policy');

let loading: Promise<Homebird> | undefined;

function trusted(url: string): string {
  const page = globalThis as { readonly trustedTypes?: TrustedTypes; [POLICY]?: ReturnType<TrustedTypes['createPolicy']> };
  if (!page.trustedTypes) return url;
  page[POLICY] ??= page.trustedTypes.createPolicy('homebird-loader', { createScriptURL: (given) => given });
  return page[POLICY].createScriptURL(url) as string;
}

// Async, so that an address that is none, or a policy that the page forbids, rejects like every other failure.
async function load({ folder, nonce, ...options }: HomebirdOptions): Promise<Homebird> {
  const line = document.createElement('script');
  for (const [name, value] of Object.entries({ defaults: NEWEST_DEFAULTS, ...options })) if (typeof value === 'string') line.dataset[name] = value;
  line.async = true;
  line.crossOrigin = 'anonymous';
  line.integrity = INTEGRITY;
  if (nonce !== undefined) line.nonce = nonce;
  const address = new URL(`${BUILD}/homebird.js`, new URL(folder.endsWith('/') ? folder : `${folder}/`, document.baseURI)).href;
  line.src = trusted(address);
  return new Promise((resolve, reject) => {
    line.addEventListener('load', () => (window.homebird ? resolve(window.homebird) : reject(new Error(`${address} set no global`))));
    line.addEventListener('error', () => reject(new Error(`Cannot load ${address}: it is not there, or not the build of this package`)));
    document.head.append(line);
  });
}

/** Adds the tag to this page: see `./homebird.d.ts`. */
export function loadHomebird(options: HomebirdOptions): Promise<Homebird> {
  // One that was stopped starts anew.
  if ((window.homebird as { readonly isLoaded?: boolean } | undefined)?.isLoaded === false) loading = undefined;
  loading ??= load(options).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
