import { join } from 'node:path';
import { COSIGNATURE_V1, keyLine } from '#core/tlog';
import { fail, ok, toHex, type Fault, type Result } from '#core/units';
import { ed25519, webRandomness } from '#page/crypto';
import { nodeSymmetric } from '#server/kernels';
import { closeForRestore, createHelperApp, createLogCopy, parseQuota } from '#server/helper';
import type { Logger, Metrics } from '#server/http';
import { openHelperStore } from '#server/libsql';
import { identityIn } from '#server/pair';
import type { HelperStore } from '#server/store';
import { pairSecretAt, readIfThere } from './data-folder.ts';
import { helperPage, isPagePath, type KeptPolicy } from './helper-page.ts';
import { systemClock } from './role.ts';

/** What the operator lets this shop keep, where it is not the default. */
const QUOTA_FILE = 'quota.json';

/** One shop of a helper: its own folder, keys, secret, copy of the log and page. */
export interface HelperShop {
  readonly data: string;
  readonly secretPath: string;
  /** Address of its leader; absent: no copy of the log and no page. */
  readonly leaderUrl: string | undefined;
  /** Absolute path of the built pages. */
  readonly pages: string;
  /** Whether the folder comes from a backup: see {@link closeForRestore}. */
  readonly isRestored: boolean;
  readonly metrics: Metrics;
  /** Whether its addresses show them: they are those of the whole process. */
  readonly showsMetrics: boolean;
  readonly logger: Logger;
}

/** A shop that is open: answers, and works until it is closed. */
export interface OpenShop {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** The verifier key line that its policy pins. */
  readonly key: string;
  /** Begins to follow the leader's log and policy. */
  start(): void;
  close(): Promise<void>;
}

/** Name of the setting that holds the leader's policy as it was last read. */
const KEPT_POLICY = 'page-policy';

function keptPolicyIn(store: HelperStore): KeptPolicy {
  return { get: () => store.tables.settings.get(KEPT_POLICY), keep: (bytes) => store.transact(({ settings }) => settings.set(KEPT_POLICY, bytes)) };
}

/** Opens a shop's folder, which is made at the first start. */
export async function openShop({ data, secretPath, leaderUrl, pages, isRestored, metrics, showsMetrics, logger }: HelperShop): Promise<Result<OpenShop, Fault>> {
  const secret = pairSecretAt(secretPath);
  if (!secret.ok) return secret;
  const quota = parseQuota(readIfThere(join(data, QUOTA_FILE)) ?? '{}');
  if (!quota.ok) return fail(quota.fault.kind, `${join(data, QUOTA_FILE)}: ${quota.fault.message}`);
  const store = openHelperStore(join(data, 'helper.db'));
  if (!store.ok) return store;
  const identity = await identityIn(store.value, 'helper', (publicKey) => `homebird/helper/${toHex(publicKey).slice(0, 12)}`);
  const helper = { store: store.value, identity, secret: secret.value, quota: quota.value, clock: systemClock, randomness: webRandomness, symmetric: nodeSymmetric, ed25519, metrics, logger };
  if (isRestored) await closeForRestore(helper);
  const app = createHelperApp(helper, { showsMetrics });
  const copy = leaderUrl === undefined ? undefined : createLogCopy(helper, leaderUrl);
  const page = leaderUrl === undefined ? undefined : helperPage({ folder: pages, leaderUrl, identity, kept: keptPolicyIn(store.value), clock: systemClock, metrics, logger });
  return ok({
    key: keyLine(identity.signer.name, identity.signer.publicKey, COSIGNATURE_V1),
    fetch: (request) => (page && (request.method === 'GET' || request.method === 'HEAD') && isPagePath(new URL(request.url).pathname) ? page.fetch(request) : app.fetch(request)),
    start() {
      copy?.start();
      page?.turns.start();
    },
    async close() {
      await Promise.all([copy?.stop(), page?.turns.stop()]);
      await store.value.close();
    },
  });
}
