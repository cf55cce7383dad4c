import { readSites } from '#core/audit';
import { decodePolicy, policyHashOf, problem, type PolicyFile } from '#core/protocol';
import { COSIGNATURE_V1, keyLine } from '#core/tlog';
import { fail, ok, toHex, type ContentHash, type Fault, type Result } from '#core/units';
import { call, problemResponse, type Logger, type Metrics } from '#server/http';
import type { Identity } from '#server/pair';
import { createSite, originsOf } from '#server/site';

/** What the auditor's page of one helper is made of. */
export interface HelperPage {
  /** Absolute path of the built pages: this helper's own build. */
  readonly folder: string;
  /** Address of the leader, without a trailing slash. */
  readonly leaderUrl: string;
  readonly identity: Identity;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

type Site = ReturnType<typeof createSite>;

/** How long what the leader says of itself is gone by, ms. */
const KEEP_MS = 60_000;
const TIMEOUT_MS = 10_000;
/** A policy and three addresses. */
const MAX_BYTES = 65_536;

/** The leader's policy, if it is one of this helper: the page must not lend the helper's origin to a deployment it has no part in. */
async function ownPolicy({ leaderUrl, identity }: HelperPage): Promise<Result<{ readonly policy: PolicyFile; readonly hash: ContentHash }, Fault>> {
  const bytes = await call(`${leaderUrl}/v1/policy`, { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
  if (!bytes.ok) return bytes;
  const policy = decodePolicy(bytes.value);
  if (!policy.ok) return policy;
  const { signer, hpke } = identity;
  const isOwn = policy.value.helperKey === keyLine(signer.name, signer.publicKey, COSIGNATURE_V1) && policy.value.helperHpkeKey === toHex(hpke.publicKey);
  return isOwn ? ok({ policy: policy.value, hash: policyHashOf(bytes.value) }) : fail('other-helper', `The policy at ${leaderUrl} names another helper's keys`);
}

async function siteFor(page: HelperPage): Promise<Result<Site, Fault>> {
  const own = await ownPolicy(page);
  if (!own.ok) return own;
  const { policy, hash } = own.value;
  const said = await call(`${page.leaderUrl}/v1/sites`, { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
  const sites = said.ok ? readSites(said.value) : {};
  return ok(createSite({
    folder: page.folder, entry: 'audit.html', metrics: page.metrics, logger: page.logger,
    variables: { SHOP: policy.shop, SHOP_URL: sites.shop ?? '', CONSOLE_URL: sites.console ?? '', AUDIT_URL: '', LEADER: policy.leaderUrl, HELPER: policy.helperUrl, POLICY: hash },
    reach: { connect: originsOf([policy.leaderUrl, policy.helperUrl, ...Object.values(sites)]), images: [] },
  }));
}

/** Whether a path is the auditor's page or one of its files; everything else is the helper's own. */
export function isPagePath(path: string): boolean {
  return path === '/' || path === '/audit.html' || path === '/favicon.svg' || path.startsWith('/assets/');
}

/**
 * Serves the auditor's page of one helper from the helper's own build. The page then reads the helper's own copy of the log,
 * so that the audited party serves neither its own audit nor its own log.
 */
export function helperPage(page: HelperPage): (request: Request) => Promise<Response> {
  let kept: { readonly site: Site; readonly untilMs: number } | undefined;
  let told = '';
  return async (request) => {
    if (!kept || kept.untilMs < Date.now()) {
      const site = await siteFor(page);
      if (site.ok) kept = { site: site.value, untilMs: Date.now() + KEEP_MS };
      else {
        if (site.fault.kind === 'other-helper') kept = undefined; // a page shown before must not stand in for a deployment that left
        if (site.fault.message !== told) page.logger.warn('the auditor page cannot be shown', { why: site.fault.message });
        told = site.fault.message;
        if (!kept) return problemResponse(problem('busy', `The auditor page cannot be shown now: ${site.fault.message}`), { 'retry-after': '5' });
      }
    }
    return kept.site.fetch(request);
  };
}
