import { fail, fromBase64, ok, toHex, type Fault, type Result } from '#core/units';
import { COLLECT_SOURCES, type CollectSource } from '#page/collect';
import { CONSENT_MODES, type ConsentMode } from '#page/consent';

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
  /** Whether the shop offers the switch for `federate`; it can never flip it. */
  readonly offersFederate: boolean;
  readonly sources: readonly CollectSource[];
  /** Absolute address of a complete worker file on the shop's own origin, or of the one beside the tag. */
  readonly workerUrl: string;
  /** BCP 47. */
  readonly locale: string;
  readonly debug: boolean;
}

/** Where the embed line stands. */
export interface TagPlace {
  /** Address of the tag's own file. */
  readonly script: string;
  /** Address of the page. */
  readonly page: string;
  /** Language of the document, or ''. */
  readonly language: string;
}

type Attributes = Readonly<Record<string, string | undefined>>;

/** Longest shop name: it becomes part of a database's name. */
const MAX_SHOP = 64;

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

function localeOf(wished: string | undefined, language: string): string {
  for (const locale of [wished, language]) {
    if (locale === undefined || locale === '') continue;
    try {
      return Intl.getCanonicalLocales(locale)[0] ?? 'en';
    } catch {
      continue;
    }
  }
  return 'en';
}

/** Reads the `data-*` attributes of the embed line. A fault says which attribute is wrong and what it wants. */
export function readTagConfig(attributes: Attributes, place: TagPlace): Result<TagConfig, Fault<'bad-tag'>> {
  const refuse = (name: string, wants: string): { readonly ok: false; readonly fault: Fault<'bad-tag'> } =>
    fail('bad-tag', `Cannot start: data-${name}="${(attributes[name] ?? '').slice(0, 80)}" wants ${wants}`);
  const { shop = '', catalogue = '', endpoint = '', policy = '', consent = 'auto', federate = 'on', auto, worker } = attributes;
  if (!/^[\p{L}\p{N}._-]+$/u.test(shop) || shop.length > MAX_SHOP) return refuse('shop', `a name of 1 to ${MAX_SHOP} letters, digits, dots, dashes`);
  const catalogueUrl = catalogue === '' ? undefined : webAddress(catalogue, place.page);
  if (catalogueUrl === undefined) return refuse('catalogue', 'the address of catalogue.json');
  const leaderUrl = endpoint === '' ? '' : webAddress(endpoint, place.page)?.replace(/\/+$/, '');
  if (leaderUrl === undefined) return refuse('endpoint', 'the address of the leader, or nothing');
  const pin = policy === '' ? '' : policyHash(policy);
  if (pin === undefined) return refuse('policy', 'the hash of the policy file, 64 hex digits');
  const mode = CONSENT_MODES.find((each) => each === consent);
  if (!mode) return refuse('consent', `one of ${CONSENT_MODES.join(' ')}`);
  const sources = auto === undefined ? COLLECT_SOURCES : COLLECT_SOURCES.filter((source) => auto.split(/[\s,]+/).includes(source));
  const workerUrl = webAddress(worker ?? 'homebird-worker.js', worker === undefined ? place.script : place.page);
  if (workerUrl === undefined) return refuse('worker', 'the address of homebird-worker.js');
  return ok({
    shop, catalogueUrl, leaderUrl, policy: pin, consent: mode, sources, workerUrl,
    // Without a leader there is nobody to help, so nothing to ask.
    offersFederate: federate !== 'off' && leaderUrl !== '',
    locale: localeOf(attributes['locale'], place.language),
    debug: attributes['debug'] !== undefined && attributes['debug'] !== 'false',
  });
}
