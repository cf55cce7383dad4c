import { auditDeployment, readSites, servedAt, type AuditOptions, type AuditReport, type LoadFile, type Sites } from '#core/audit';
import { decodeHpkeConfig, decodePolicy, policyHashOf, type PolicyFile } from '#core/protocol';
import { contentHash, fail, ok, type ContentHash, type Fault, type Result } from '#core/units';
import { ed25519, webSymmetric } from '#page/crypto';
import { call } from '#server/http';

/** Longest wait for one published file, ms. */
const LOAD_TIMEOUT_MS = 30_000;
/** Largest published file: an entry bundle of 256 entries of 64 kB. */
const MAX_FILE_BYTES = 17 * 1024 * 1024;

/** A policy and the hash that names it. */
export interface PinnedPolicy {
  readonly policy: PolicyFile;
  readonly hash: ContentHash;
}

function load(leaderUrl: string, path: string): Promise<Result<Uint8Array, Fault>> {
  return call(`${leaderUrl}${path}`, { timeoutMs: LOAD_TIMEOUT_MS, maxBytes: MAX_FILE_BYTES });
}

/** The policy a leader serves; the caller decides whether its hash is the one it trusts. */
export async function policyOver(leaderUrl: string): Promise<Result<PinnedPolicy>> {
  const bytes = await load(leaderUrl, '/v1/policy');
  if (!bytes.ok) {
    const hint = bytes.fault.kind === 'refused' ? `. ${belowItsName(leaderUrl)}` : '';
    return { ok: false, fault: { ...bytes.fault, message: `Cannot verify ${leaderUrl}: ${bytes.fault.message}; wanted the address of a leader, as homebird serve prints it${hint}` } };
  }
  const policy = decodePolicy(bytes.value);
  if (!policy.ok) return { ok: false, fault: { ...policy.fault, message: `Cannot verify ${leaderUrl}: it does not answer as a leader does (${policy.fault.message})` } };
  return ok({ policy: policy.value, hash: policyHashOf(bytes.value) });
}

/** Where the shops of a helper are, for who asked at its root: it tells nobody which shops it has, so that no name stands here. */
export function belowItsName(url: string): string {
  return `A helper of several shops has each of them below its name: ${url}/NAME, as the shop's policy spells it`;
}

/** Whether a helper answers at an address: it gives its own key to seal to, which a leader does not. */
export async function isHelperAt(url: string): Promise<boolean> {
  const bytes = await load(url, '/hpke_config');
  return bytes.ok && decodeHpkeConfig(bytes.value).ok;
}

/** Checks what a helper's copy of the log proves by itself, beside the leader's log where that can be had. */
export function auditCopyOver(helperUrl: string, { policy, ...rest }: Omit<HttpAudit, 'sites'>): Promise<AuditReport> {
  return auditDeployment({
    policy, nowMs: Date.now(), symmetric: webSymmetric, ed25519, withoutLeader: 'only the helper\'s copy was asked for',
    load: async (path) => (path.startsWith('/log/') ? load(helperUrl, path) : fail('offline', 'Only the copy of the log was asked for')),
    copies: [{ keeper: 'the leader', isSource: true, load: (path) => load(policy.leaderUrl, path) }],
    ...rest,
  });
}

/** What an audit over HTTP is told beside the policy. */
export interface HttpAudit extends Pick<AuditOptions, 'seen' | 'onCheck' | 'onProgress'> {
  readonly policy: PolicyFile;
  /** Where visitors get the shop's files; empty where nobody knows. */
  readonly sites: Sites;
  /** Where this machine reaches the helper, where that is not the policy's word for it. */
  readonly helperUrl?: string;
}

/** Recomputes everything the leader at `leaderUrl` has published, beside the helper's copy of the log and the files the shop serves. */
export function auditOver(leaderUrl: string, { policy, sites, helperUrl = policy.helperUrl, ...rest }: HttpAudit): Promise<AuditReport> {
  return auditDeployment({
    policy, nowMs: Date.now(), symmetric: webSymmetric, ed25519, load: (path) => load(leaderUrl, path),
    copies: [{ keeper: 'the helper', load: (path) => load(helperUrl, path) }],
    ...(Object.keys(sites).length > 0 && { served: servedOver(sites) }),
    ...rest,
  });
}

/** Files as visitors get them, by the path that a build names. */
export function servedOver(sites: Sites): LoadFile {
  return servedAt(sites, (url) => load(url, ''));
}

/** Where the leader says that visitors get the shop's files. */
export async function sitesOver(leaderUrl: string): Promise<Sites> {
  const bytes = await load(leaderUrl, '/v1/sites');
  return bytes.ok ? readSites(bytes.value) : {};
}

/** The bytes of a published model; other bytes than `hash` names are a fault. */
export async function modelOver(leaderUrl: string, hash: ContentHash): Promise<Result<Uint8Array, Fault>> {
  const bytes = await load(leaderUrl, `/v1/models/${hash}`);
  return !bytes.ok || contentHash(bytes.value) === hash ? bytes : fail('changed', `The file of model ${hash.slice(0, 12)} holds other bytes`);
}
