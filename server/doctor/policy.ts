/** One Content-Security-Policy: directive names in lower case, each with its sources as written. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** Every policy of a response: headers may hold several, and all of them must agree. */
export function policiesOf(headers: readonly string[]): readonly Policy[] {
  return headers.flatMap((header) => header.split(',')).flatMap((text) => {
    const policy = new Map<string, readonly string[]>();
    for (const part of text.split(';')) {
      const [name = '', ...sources] = part.trim().split(/\s+/);
      // The first of two directives of one name counts (CSP3).
      if (name !== '' && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources);
    }
    return policy.size > 0 ? [policy] : [];
  });
}

/** Which directive stands in for which, nearest first (CSP3). */
const FALLBACKS: Readonly<Record<string, readonly string[]>> = {
  'worker-src': ['worker-src', 'child-src', 'script-src', 'default-src'],
  'script-src': ['script-src-elem', 'script-src', 'default-src'],
  'connect-src': ['connect-src', 'default-src'],
  'img-src': ['img-src', 'default-src'],
};

/** What a page may need of its policy. */
export type Need = 'worker-src' | 'script-src' | 'connect-src' | 'img-src';

function schemeFits(wanted: string, url: URL): boolean {
  // A policy that names http: lets https: in as well.
  return wanted === url.protocol || (wanted === 'http:' && url.protocol === 'https:');
}

function hostFits(wanted: string, host: string): boolean {
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : wanted === host;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Whether one source of a policy lets `address` in. @param page - address of the page, whose scheme a bare host takes */
function sourceFits(source: string, address: string, page: URL): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (source === '*') return ['http:', 'https:', 'ws:', 'wss:', page.protocol].includes(url.protocol);
  if (source.toLowerCase() === "'self'") return url.origin === page.origin;
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return schemeFits(source.toLowerCase(), url);
  const [, scheme, host = '', port, path] = /^(?:([a-z][a-z0-9+.-]*:)\/\/)?([^/:]+)(?::(\d+|\*))?(\/.*)?$/i.exec(source) ?? [];
  if (host === '' || source.startsWith("'")) return false;
  if (!schemeFits((scheme ?? page.protocol).toLowerCase(), url)) return false;
  if (!(host === '*' || hostFits(host.toLowerCase(), url.hostname))) return false;
  const ownPort = url.port || (DEFAULT_PORTS[url.protocol] ?? '');
  if (port !== '*' && ownPort !== (port ?? DEFAULT_PORTS[url.protocol])) return false;
  if (path === undefined || path === '/') return true;
  return path.endsWith('/') ? url.pathname.startsWith(path) : url.pathname === path;
}

function policyAllows(policy: Policy, need: Need, address: string, page: URL): boolean {
  const directive = (FALLBACKS[need] ?? []).find((name) => policy.has(name));
  if (directive === undefined) return true;
  const sources = (policy.get(directive) ?? []).map((source) => source.toLowerCase());
  // Under strict-dynamic a script that was let in by its nonce or hash may load others; hosts are not looked at.
  if (directive.startsWith('script-src') && sources.includes("'strict-dynamic'")) return true;
  return (policy.get(directive) ?? []).some((source) => sourceFits(source, address, page));
}

/** Whether all `policies` of the page let `address` in for `need`. `address` is absolute; a worker from a blob is `blob:`. */
export function allows(policies: readonly Policy[], need: Need, address: string, page: string): boolean {
  return policies.every((policy) => policyAllows(policy, need, address, new URL(page)));
}

/** Which way of starting the worker a page's policy leaves, and what it lacks for the better one. */
export interface Rung {
  readonly rung: 'same-origin' | 'blob' | 'lite';
  /** What to add to the policy; '' where nothing is missing. */
  readonly missing: string;
}

function trustsOurs(policies: readonly Policy[]): boolean {
  return policies.every((policy) => {
    const names = policy.get('trusted-types');
    return names === undefined || names.includes('homebird') || names.includes('*');
  });
}

/** The rung of the start ladder (docs/shops/csp.md) on which the worker at `workerUrl` starts in `page`. */
export function rungOf(policies: readonly Policy[], workerUrl: string, page: string): Rung {
  if (policies.some((policy) => policy.has('require-trusted-types-for')) && !trustsOurs(policies)) return { rung: 'lite', missing: 'trusted-types homebird' };
  if (new URL(workerUrl).origin === new URL(page).origin) return allows(policies, 'worker-src', workerUrl, page) ? { rung: 'same-origin', missing: '' } : { rung: 'lite', missing: "worker-src 'self'" };
  if (!allows(policies, 'connect-src', workerUrl, page)) return { rung: 'lite', missing: `connect-src ${new URL(workerUrl).origin}` };
  return allows(policies, 'worker-src', 'blob:', page) ? { rung: 'blob', missing: '' } : { rung: 'lite', missing: 'worker-src blob:' };
}
