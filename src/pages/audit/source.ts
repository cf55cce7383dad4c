import { readSites, servedAt, type LoadFile, type LogCopy, type Sites } from '#core/audit';
import type { PolicyFile } from '#core/protocol';
import { fail } from '#core/units';
import { loadBytes, type PageConfig } from '#page/frame';

/** Where this page gets what it audits. */
export interface Source {
  readonly load: LoadFile;
  readonly copies: readonly LogCopy[];
  readonly sites: Sites;
  readonly served: LoadFile | undefined;
  /** Whether the log comes from the helper that serves this page, and the leader's is the one compared with it. */
  readonly isAtHelper: boolean;
  /** Why the leader's files are left out of the audit; undefined where they are not. */
  readonly withoutLeader?: string;
}

function below(url: string): LoadFile {
  return async (path) => (path.startsWith('/') ? loadBytes(url + path) : fail('malformed', `Cannot load "${path}": wanted a path of the server`));
}

/** Whether the helper itself serves this page: then the audited party has no hand in it. */
export function isServedByHelper({ helperUrl }: PageConfig): boolean {
  return helperUrl !== '' && new URL(helperUrl, location.href).origin === location.origin;
}

/**
 * At the shop's page the log is the leader's and the helper's copy is compared with it; at the helper's page it is the other
 * way round. Everything else is the leader's: immutable files whose names are their hashes. While the leader is away, the
 * helper's page audits the helper's copy alone.
 *
 * @param withoutLeader - why the leader's files cannot be had
 */
export async function sourceOf(config: PageConfig, { helperUrl }: PolicyFile, withoutLeader?: string): Promise<Source> {
  const leader = below(config.leaderUrl);
  const helper = below(config.helperUrl === '' ? helperUrl : config.helperUrl);
  const isAtHelper = isServedByHelper(config) && (await helper('/log/checkpoint')).ok;
  if (isAtHelper && withoutLeader !== undefined) return { load: async (path) => (path.startsWith('/log/') ? helper(path) : fail('offline', 'The shop’s server is away')), copies: [], sites: {}, served: undefined, isAtHelper, withoutLeader };
  const said = await leader('/v1/sites');
  const sites: Sites = { ...(config.shopUrl !== '' && { shop: config.shopUrl }), ...(said.ok ? readSites(said.value) : {}) };
  return {
    load: isAtHelper ? (path) => (path.startsWith('/log/') ? helper(path) : leader(path)) : leader,
    copies: [isAtHelper ? { keeper: 'the leader', isSource: true, load: leader } : { keeper: 'the helper', load: helper }],
    sites,
    served: Object.keys(sites).length > 0 ? servedAt(sites, (url) => loadBytes(url)) : undefined,
    isAtHelper,
  };
}
