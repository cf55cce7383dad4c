import { grantFor } from '#core/consent';
import type { DeviceStores } from '#core/contract';
import type { ReportFault } from '#core/protocol';
import { ok, type ContentHash, type Randomness, type Result } from '#core/units';
import { createDrafts, gridTimeMs, openDeployment, type Deployment, type DeploymentPorts } from '#worker/federation';
import { chooseEngine } from './engines.ts';
import { lazily } from './lazily.ts';
import { refreshModels } from './refresh-models.ts';
import { AFTER_FAULT_MS, mayContribute, type Visited, type VisitOptions } from './visit-terms.ts';

/** Between two looks at the manifest, ms: its own retry window, but no busier and no lazier than this. */
const LOOK_AGAIN_MS = { least: 15_000, most: 900_000 } as const;

/**
 * Reports leave on a grid of this, ms, and at least this long after the look that found their task. Local training takes a
 * fraction of it on a slow phone with a full history (`MAX_LOCAL_EXAMPLES`), so that it does not show.
 */
const REPORT_SLOT_MS = 5_000;

/** When this device asks its leader, and what it does then. */
export interface LeaderVisits {
  /** Time until the leader may be asked again, ms; 0 where that is now. */
  dueInMs(): number;
  /** Why the last visit came to nothing. */
  fault(): ReportFault | null;
  /** Asks the leader what is new, and reports where it is this device's turn. */
  visit(): Promise<Result<Visited, ReportFault>>;
}

export function createLeaderVisits(options: VisitOptions): LeaderVisits {
  const { ports, config, stores, grants, pausing } = options;
  const { files, checkpoint, settings } = stores;
  const { clock, ed25519 } = ports;
  const deploymentPorts: DeploymentPorts = { network: { load: ports.load }, files, checkpoint, clock, ed25519, leaderUrl: config.leaderUrl, policyHash: config.policy };
  /** When the leader is asked next, and the consent it was last asked under: nothing the shopper does on a page moves it. */
  let next = { atMs: -Infinity, grants: NaN };
  let fault: ReportFault | null = null;
  const drafts = createDrafts(REPORT_SLOT_MS);
  /** Draw, consent and deletions that the drafts were made under: an erasure, by any tab, changes the draw. */
  let draftsRestOn = '';
  const basisNow = async (): Promise<{ readonly draw: number; readonly basis: string }> => {
    const draw = await storedDraw(settings, ports.randomness);
    return { draw, basis: `${draw} ${grants().version} ${await options.shopper.deletions()}` };
  };
  const seekEngine = engineSeeker(options);

  const look = async (beganMs: number): Promise<Result<Visited & { readonly nextMs: number }, ReportFault>> => {
    const isPaused = await pausing.isPaused();
    const deployment = await openDeployment(deploymentPorts);
    if (!deployment.ok) return deployment;
    const ads = await adFiles(options, deploymentPorts, deployment.value);
    if (!ads.ok) return ads;
    const refreshed = await refreshModels(options, deploymentPorts, deployment.value, [...(await options.pairs.files()), ...ads.value]);
    if (!refreshed.ok) return refreshed;
    await seekEngine();
    const { least, most } = LOOK_AGAIN_MS;
    const lookAgainMs = Math.min(most, Math.max(least, deployment.value.manifest.retryWindowMs));
    // Counted from the beginning: the end tells how long training took.
    const againMs = (): number => gridTimeMs(beganMs + lookAgainMs, clock.nowMs(), lookAgainMs);
    if (isPaused || !mayContribute(grants())) {
      drafts.held.clear();
      return ok({ uploads: 0, nextMs: againMs() });
    }
    // Loaded whole before any budget is spent: a report that cannot be sealed must not cost the shopper one.
    const [part, sending] = await Promise.all([lazily(() => import('./reporting.ts')), lazily(ports.sending)]);
    if (!part.ok) return part;
    if (!sending.ok) return sending;
    const { draw, basis } = await basisNow();
    if (basis !== draftsRestOn) return ok({ uploads: 0, nextMs: againMs() }); // what the drafts rest on changed meanwhile
    const contribution = await part.value.report(options, deployment.value, { deploymentPorts, sending: sending.value, drafts, draw });
    if (!contribution.ok) return contribution;
    const { acked, nextMs } = contribution.value;
    return ok({ uploads: acked.length, nextMs: Math.min(againMs(), nextMs ?? Infinity) });
  };

  return {
    dueInMs() {
      const leftMs = next.atMs - clock.nowMs();
      const isStale = next.grants !== grants().version || leftMs > LOOK_AGAIN_MS.most; // a clock set back must not put it off for years
      return isStale ? 0 : Math.max(0, leftMs);
    },
    fault: () => fault,
    async visit() {
      const beganMs = clock.nowMs();
      const { version } = grants();
      next = { atMs: beganMs + AFTER_FAULT_MS, grants: version };
      const { basis } = await basisNow();
      if (basis !== draftsRestOn) drafts.held.clear();
      draftsRestOn = basis;
      const looked = await look(beganMs);
      fault = looked.ok ? null : looked.fault;
      if (!looked.ok) return looked;
      next = { atMs: looked.value.nextMs, grants: version };
      return ok({ uploads: looked.value.uploads });
    },
  };
}

/** Files of ads and offers to keep: under `ads` the newest ones are loaded, else there are none. */
async function adFiles({ grants, stores, notify }: VisitOptions, ports: DeploymentPorts, deployment: Deployment): Promise<Result<readonly ContentHash[], ReportFault>> {
  if (grantFor(grants(), 'ads') === undefined) return ok([]);
  const part = await lazily(() => import('./ads.ts'));
  if (!part.ok) return part;
  const kept = async (): Promise<string> => {
    const [ads, offers] = [await stores.settings.read('verifiedAds'), await stores.settings.read('verifiedOffers')];
    return [ads?.ads, ads?.delivery, offers?.offers, offers?.prices].join();
  };
  const before = await kept();
  const ads = await part.value.refreshAds(stores, ports, deployment);
  if (!ads.ok) return ads;
  const offers = await offerFiles(stores, ports, deployment);
  if (offers.ok && before !== (await kept())) notify({ kind: 'ads-changed' });
  return offers.ok ? ok([...ads.value, ...offers.value]) : offers;
}

/** Those of offers, whose part is not even loaded where the shop publishes none. */
async function offerFiles(stores: VisitOptions['stores'], ports: DeploymentPorts, deployment: Deployment): Promise<Result<readonly ContentHash[], ReportFault>> {
  if (!deployment.manifest.offers) return ok([]);
  const part = await lazily(() => import('./offers.ts'));
  return part.ok ? part.value.refreshOffers(stores, ports, deployment) : part;
}

/** Looks for the fastest engine once a session: a device that has none now has none in a minute. */
function engineSeeker(options: VisitOptions): () => Promise<void> {
  let hasSought = false;
  return async () => {
    if (hasSought || !options.models.get('t11')) return;
    hasSought = true;
    await chooseEngine(options, options.isStopped);
  };
}

/** The one stored random draw of this device; made at its first use. */
async function storedDraw(settings: DeviceStores['settings'], randomness: Randomness): Promise<number> {
  const kept = await settings.read('contributionDraw');
  if (kept !== undefined) return kept;
  const words = new Uint32Array(2);
  randomness.fill(new Uint8Array(words.buffer));
  const draw = ((words[0] ?? 0) * 2 ** 21 + ((words[1] ?? 0) >>> 11)) / 2 ** 53; // all the bits of a double: nobody tries them out against arrival times
  await settings.write('contributionDraw', draw);
  return draw;
}
