import { PURPOSES, type Purpose } from '#core/consent';
import { CONSENT_MODES, defaultsOf, isShopName, type ConsentMode, type Defaults } from '#core/embed';
import { fail, fromBase64, ok, toHex, type Fault, type Result } from '#core/units';
import { COLLECT_SOURCES, type CollectSource } from '#page/collect';

/** What the embed line says, read and bounded. */
export interface TagConfig {
  readonly shop: string;
  /** Absolute address of the catalogue manifest. */
  readonly catalogueUrl: string;
  /** Absolute address of the leader, without a trailing slash; '' where there is none. */
  readonly leaderUrl: string;
  /** Hash of the policy file, 64 hex digits; '' refuses every task. */
  readonly policy: string;
  readonly consent: ConsentMode;
  /** Purposes whose switches the shop offers, in the order of display; it can flip neither of `ads`, `measure`, `federate`. */
  readonly offered: readonly Purpose[];
  readonly sources: readonly CollectSource[];
  /** Absolute address of a complete worker file on the shop's own origin, or of the one beside the tag. */
  readonly workerUrl: string;
  /** Subresource Integrity of the worker's file of this build, where that is the one meant; '' elsewhere. */
  readonly workerIntegrity: string;
  /** `pack`: only from packs; `direct`: from where the feed says; `auto`: from packs where the catalogue has some. */
  readonly pictures: (typeof PICTURE_WAYS)[number];
  /** BCP 47, or '' for the page's own. */
  readonly locale: string;
  readonly debug: boolean;
  /** Which defaults of upgrades the shop takes. */
  readonly defaults: Defaults;
  /** Path of the page's function that sees each event before it is stored; '' for none. */
  readonly beforeStore: string;
}

/** Where the embed line stands. */
export interface TagPlace {
  /** Absolute address of the folder of the tag's build, with its slash. */
  readonly folder: string;
  /** Address that the page's relative ones start from. */
  readonly page: string;
  /** Of the page. */
  readonly origin: string;
}

type Attributes = Readonly<Record<string, string | undefined>>;

/** Filled in by the build (`vite.tag.ts`). */
const WORKER_INTEGRITY = '%HOMEBIRD_WORKER%';
/** What `data-pictures` may say. */
const PICTURE_WAYS = ['auto', 'pack', 'direct'] as const;

/** An absolute http(s) address without query and fragment, or undefined. */
function webAddress(text: string, base: string): string | undefined {
  try {
    const url = new URL(text, base);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
    return url.origin + url.pathname;
  } catch {
    return undefined;
  }
}

/** A policy pin as the 64 hex digits that all docs show; `sha256-` before them, and base64, are read too. undefined where it is none of these. */
export function policyHash(text: string): string | undefined {
  const pin = text.replace(/^sha256-/, '');
  if (/^[0-9a-f]{64}$/i.test(pin)) return pin.toLowerCase();
  const bytes = fromBase64(pin.replaceAll('-', '+').replaceAll('_', '/').padEnd(Math.ceil(pin.length / 4) * 4, '='));
  return bytes?.length === 32 ? toHex(bytes) : undefined;
}

/** `locale` as browsers spell it; '' where it is none. */
function knownLocale(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? '';
  } catch {
    return '';
  }
}

/** What to speak now: the embed line's language, else the page's, which a single-page shop may change while we run. */
export function localeNow({ locale }: Pick<TagConfig, 'locale'>, { lang }: Pick<HTMLElement, 'lang'>): string {
  return locale || knownLocale(lang) || 'en';
}

/** Reads the `data-*` attributes of the embed line. A fault says which attribute is wrong and what it wants. */
export function readTagConfig(attributes: Attributes, place: TagPlace): Result<TagConfig, Fault<'bad-tag'>> {
  const refuse = (name: string, wants: string): { readonly ok: false; readonly fault: Fault<'bad-tag'> } =>
    fail('bad-tag', `Cannot start: data-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${(attributes[name] ?? '').slice(0, 80)}" wants ${wants}`);
  const { shop = '', catalogue = '', endpoint = '', policy = '', consent = 'auto', federate = 'on', ads = 'off', auto = COLLECT_SOURCES.join(), worker, pictures = 'auto', debug = 'false', beforeStore = '' } = attributes;
  if (!isShopName(shop)) return refuse('shop', '1 to 64 of a-z 0-9 . _ -');
  const catalogueUrl = catalogue === '' ? undefined : webAddress(catalogue, place.page);
  if (catalogueUrl === undefined) return refuse('catalogue', 'catalogue.json');
  const leaderUrl = endpoint === '' ? '' : webAddress(endpoint, place.page)?.replace(/\/+$/, '');
  if (leaderUrl === undefined) return refuse('endpoint', 'a leader or nothing');
  const pin = policy === '' ? '' : policyHash(policy);
  if (pin === undefined) return refuse('policy', '64 hex digits');
  const mode = CONSENT_MODES.find((each) => each === consent);
  if (!mode) return refuse('consent', `one of ${CONSENT_MODES.join(' ')}`);
  const way = PICTURE_WAYS.find((each) => each === pictures);
  if (!way) return refuse('pictures', `one of ${PICTURE_WAYS.join(' ')}`);
  const sources = COLLECT_SOURCES.filter((source) => auto.split(/[\s,]+/).includes(source));
  const defaults = defaultsOf(attributes['defaults'] ?? '');
  if (!defaults) return refuse('defaults', 'a day as 2026-12-01');
  if (!/^(?:[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.(?=.)|$))*$/u.test(beforeStore)) return refuse('beforeStore', 'a function');
  const ownWorker = worker === undefined ? undefined : webAddress(worker, place.page);
  // A file of another origin is only ever run under its hash, which is that of the tag's own build.
  if (worker !== undefined && !ownWorker?.startsWith(`${place.origin}/`)) return refuse('worker', 'a file of this site');
  return ok({
    shop, catalogueUrl, leaderUrl, policy: pin, consent: mode, sources, workerUrl: ownWorker ?? `${place.folder}homebird-worker.js`, workerIntegrity: ownWorker ? '' : WORKER_INTEGRITY,
    // Without a leader there is nobody to help and no campaign, so nothing to ask.
    offered: PURPOSES.filter((purpose) => purpose === 'local' || (leaderUrl !== '' && (purpose === 'federate' ? federate !== 'off' : ads === 'on'))),
    pictures: way,
    locale: knownLocale(attributes['locale']),
    defaults, beforeStore,
    debug: debug !== 'false',
  });
}
