/** What a page of ours may reach, beside its own origin. */
export interface Reach {
  /** Origins its scripts may call: leader and helper. */
  readonly connect: readonly string[];
  /** Origins its pictures may come from, as the feed names them. */
  readonly images: readonly string[];
}

/**
 * Headers of every page: a Content-Security-Policy without inline code, eval or foreign scripts, and the rest of the usual set.
 * The policy is part of the demonstration: a shop's own may be this strict and the tag still works. It needs no
 * `'wasm-unsafe-eval'`: the worker is of this origin, so that it goes by the policy of its own file, which has none.
 */
export function pageHeaders({ connect, images }: Reach): Readonly<Record<string, string>> {
  const policy = [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src ${[`'self'`, 'data:', 'blob:', ...images].join(' ')}`,
    `connect-src ${[`'self'`, ...connect].join(' ')}`,
    `worker-src 'self' blob:`,
    `font-src 'self'`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), browsing-topics=()',
    'x-frame-options': 'DENY',
  };
}

/** Most picture hosts named one by one; a feed with more allows every https picture. */
const MAX_IMAGE_HOSTS = 20;

/** An origin that is one source of a policy: the URL standard lets hosts hold the `;` and `,` that end a directive or a header. */
const PLAIN_ORIGIN = /^https?:\/\/[a-z0-9._[\]:-]+$/;

/** The origin of an address, where it has a plain one. */
function plainOrigin(address: string): readonly string[] {
  const origin = URL.canParse(address) ? new URL(address).origin : '';
  return PLAIN_ORIGIN.test(origin) ? [origin] : [];
}

/**
 * Origins of addresses that a page may reach, each once; an address without a plain origin gives none. A source with a path and
 * no slash at its end would allow that one address, and a helper of several shops has a path for each.
 */
export function originsOf(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses.flatMap(plainOrigin))];
}

/** Origins of absolute picture addresses, for `img-src`. Relative ones come from the shop itself. */
export function imageOrigins(addresses: Iterable<string>): readonly string[] {
  const origins = new Set<string>();
  for (const address of addresses) {
    if (!/^https?:\/\//i.test(address)) continue;
    for (const origin of plainOrigin(address)) origins.add(origin);
    if (origins.size > MAX_IMAGE_HOSTS) return ['https:', 'http:'];
  }
  return [...origins].sort();
}
