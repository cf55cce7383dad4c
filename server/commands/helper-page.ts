import { readSites } from '#core/audit';
import { decodePolicy, policyHashOf, problem, type PolicyFile } from '#core/protocol';
import { COSIGNATURE_V1, keyLine } from '#core/tlog';
import { equalBytes, fail, ok, toHex, type Clock, type ContentHash, type Fault, type Result } from '#core/units';
import { call, freshFile, problemResponse, type Logger, type Metrics } from '#server/http';
import type { Identity } from '#server/pair';
import { createSite, originsOf } from '#server/site';
import { inTurns, type Turns } from '#server/turns';

/** What the auditor's page of one helper is made of. */
export interface HelperPage {
  /** Absolute path of the built pages: this helper's own build. */
  readonly folder: string;
  /** Address of the leader, without a trailing slash. */
  readonly leaderUrl: string;
  readonly identity: Identity;
  /** The policy that the leader last gave, so that it outlives the leader and a restart. */
  readonly kept: KeptPolicy;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Keeps the bytes of a policy on disk. */
export interface KeptPolicy {
  get(): Uint8Array | undefined;
  keep(bytes: Uint8Array): Promise<void>;
}

interface OwnPolicy {
  readonly policy: PolicyFile;
  readonly hash: ContentHash;
  readonly bytes: Uint8Array;
}

type Site = ReturnType<typeof createSite>;

/** How long what the leader says of itself is gone by, ms: a shop that names a witness today is audited by today's policy. */
const KEEP_MS = 10_000;
/** Pause before a leader that gave nothing is asked again, ms: visitors must not be a way to flood it. As `retry-after` says. */
const RETRY_MS = 5_000;
const TIMEOUT_MS = 10_000;
/** A policy and three addresses. */
const MAX_BYTES = 65_536;

/** A policy, if it is one of this helper: the page must not lend the helper's origin to a deployment it has no part in. */
function ownPolicyIn(bytes: Uint8Array, { leaderUrl, identity }: HelperPage): Result<OwnPolicy, Fault> {
  const policy = decodePolicy(bytes);
  if (!policy.ok) return policy;
  const { signer, hpke } = identity;
  const isOwn = policy.value.helperKey === keyLine(signer.name, signer.publicKey, COSIGNATURE_V1) && policy.value.helperHpkeKey === toHex(hpke.publicKey);
  return isOwn ? ok({ policy: policy.value, hash: policyHashOf(bytes), bytes }) : fail('other-helper', `The policy at ${leaderUrl} names another helper's keys`);
}

/** The leader's policy; while it is away, the one it had when it was last asked: its log is here, and can be audited without it. */
async function ownPolicy(page: HelperPage): Promise<Result<OwnPolicy, Fault>> {
  const bytes = await call(`${page.leaderUrl}/v1/policy`, { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
  if (!bytes.ok) {
    const kept = page.kept.get();
    return kept ? ownPolicyIn(kept, page) : bytes;
  }
  const own = ownPolicyIn(bytes.value, page);
  const kept = page.kept.get();
  if (own.ok && !(kept && equalBytes(kept, bytes.value))) await page.kept.keep(bytes.value);
  return own;
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

/** Where the page, and `homebird verify --copy`, find the policy while the leader is away. */
const POLICY_PATH = '/v1/policy';

/** Whether a path is the auditor's page, one of its files, or the policy that it is shown for; everything else is the helper's own. */
export function isPagePath(path: string): boolean {
  return path === '/' || path === POLICY_PATH || path === '/audit.html' || path === '/favicon.svg' || path.startsWith('/assets/');
}

/** The policy that was kept. Whoever reads it trusts it no further than its hash: the leader's is asked first. */
function policyResponse({ kept }: HelperPage): Response {
  const bytes = kept.get();
  return bytes ? freshFile(bytes, 'application/json', 0) : problemResponse(problem('not-found', 'This helper has not read its leader\'s policy yet'));
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What a visitor reads where there is no page to show: why, and what is here all the same. */
function notShown({ leaderUrl }: HelperPage, { kind, message }: Fault): Response {
  const why = kind === 'other-helper'
    ? 'This helper has no part in the shop whose leader it was given: the shop\'s policy names another helper. So there is nothing here to audit.'
    : `This helper has not been able to ask its leader, ${leaderUrl}, for the policy that an audit starts from. Try again in a minute. If the helper cosigned a log before, its copy is served all the same, at log/checkpoint below this address.`;
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Homebird audit: not now</title><style>:root{color-scheme:light dark}body{max-width:40rem;margin:12vh auto;padding:0 1.25rem;font:1rem/1.5 system-ui}small{opacity:.75;overflow-wrap:anywhere}</style><h1>The auditor page cannot be shown now</h1><p>${escaped(why)}</p><p><small>${escaped(message)}</small></p></html>`;
  return new Response(html, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'`, 'cache-control': 'no-store', 'retry-after': String(RETRY_MS / 1000) } });
}

/** The auditor's page of one helper, and the policy it is shown for. */
export interface ShownPage {
  fetch(request: Request): Promise<Response>;
  /** Asks the leader in turns for as long as the helper runs: its policy must be here when it is gone, though nobody ever looked at the page. */
  readonly turns: Turns;
}

/**
 * Serves the auditor's page of one helper from the helper's own build. The page then reads the helper's own copy of the log,
 * so that the audited party serves neither its own audit nor its own log.
 */
export function helperPage(page: HelperPage): ShownPage {
  let shown: Result<Site, Fault> = fail('not-asked', 'The leader was not asked yet');
  let untilMs = 0;
  let asking: Promise<void> | undefined;
  let told = '';
  async function ask(): Promise<void> {
    const site = await siteFor(page);
    if (!site.ok && site.fault.message !== told) page.logger.warn('the auditor page cannot be shown', { why: site.fault.message });
    if (!site.ok) told = site.fault.message;
    // What was shown stays while its leader is away; it must not stand in for a deployment that this helper left.
    if (site.ok || !shown.ok || site.fault.kind === 'other-helper') shown = site;
    untilMs = page.clock.nowMs() + (site.ok ? KEEP_MS : RETRY_MS);
  }
  async function look(): Promise<void> {
    if (page.clock.nowMs() >= untilMs) await (asking ??= ask().finally(() => (asking = undefined)));
  }
  return {
    async fetch(request) {
      await look();
      if (new URL(request.url).pathname === POLICY_PATH) return policyResponse(page);
      return shown.ok ? shown.value.fetch(request) : notShown(page, shown.fault);
    },
    turns: inTurns(look, RETRY_MS),
  };
}
