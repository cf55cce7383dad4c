import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { headlineOf } from '#server/http';
import { FIRST_ERROR_STATUS, type TriedLink } from './facts.ts';
import { failureOf } from './failure.ts';

/** Redirects followed: a shop sends to another language, then to its newest address. */
const MAX_REDIRECTS = 4;

/** Networks that nobody outside can see: this machine, the house, the link (RFC 1122, 1918, 3927, 6598, 4193, 4291). */
const INSIDE = new BlockList();
for (const [net, bits] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.168.0.0', 16]] as const) INSIDE.addSubnet(net, bits);
for (const [net, bits] of [['::', 127], ['fc00::', 7], ['fe80::', 10]] as const) INSIDE.addSubnet(net, bits, 'ipv6');

/** Whether `hostname` is, or leads to, an address of a private network. */
async function isInside(hostname: string): Promise<boolean> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(bare) > 0 ? [{ address: bare }] : await lookup(bare, { all: true }).catch(() => []);
  return found.some(({ address }) => INSIDE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
}

/**
 * Tries addresses that a stranger's page names, by their headers alone. Only http, only at the page's own host and at `hosts`, and in
 * a private network only where the page itself lies in one: whoever examines a page must not knock for it where it cannot.
 *
 * @param hosts - with their ports
 * @returns undefined for an address that may not be asked
 */
export function triesFrom(page: string, hosts: ReadonlySet<string>, timeoutMs: number): (url: string) => Promise<TriedLink | undefined> {
  const own = new URL(page);
  const mayAsk = async ({ protocol, host, hostname }: URL): Promise<boolean> => {
    if (!/^https?:$/.test(protocol)) return false;
    return host === own.host || (hosts.has(host) && (!(await isInside(hostname)) || (await isInside(own.hostname))));
  };
  /** By HEAD, and where that is refused by GET, since many servers know no HEAD. */
  const ask = async (url: string): ReturnType<typeof headlineOf> => {
    const head = await headlineOf(url, 'HEAD', timeoutMs);
    return head.ok && head.value.status < FIRST_ERROR_STATUS ? head : headlineOf(url, 'GET', timeoutMs);
  };
  return async (url) => {
    let at = url;
    let status = 0;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      if (!URL.canParse(at) || !(await mayAsk(new URL(at)))) break;
      const answer = await ask(at);
      if (!answer.ok) return { url, status: 0, failure: failureOf(answer.fault.message) };
      status = answer.value.status;
      const { location } = answer.value;
      if (location === '' || !URL.canParse(location, at)) break;
      at = new URL(location, at).href;
    }
    return status === 0 ? undefined : { url, status, failure: '' };
  };
}
