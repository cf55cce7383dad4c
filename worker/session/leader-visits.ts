import { grantFor, type Grants } from '#core/consent';
import type { DeviceStores } from '#core/contract';
import type { LedgerEntry, ReportFault } from '#core/protocol';
import { fail, ok, seededChance, type Chance, type Randomness, type Result } from '#core/units';
import { contribute, createDrafts, gridTimeMs, openDeployment, trainLocally, type Contribution, type Deployment, type Drafts, type FederationPorts } from '#worker/federation';
import { chooseEngine } from './engines.ts';
import type { DeviceParts } from './options.ts';
import type { Pausing } from './pausing.ts';

/** Between two looks at the manifest, ms: its own retry window, but no busier and no lazier than this. */
const LOOK_AGAIN_MS = { least: 15_000, most: 900_000 } as const;
/** The same after a fault, and where there is no leader. */
export const AFTER_FAULT_MS = 60_000;

/**
 * Reports leave on a grid of this, ms, and at least this long after the look that found their task. Local training takes a
 * fraction of it on a slow phone with a full history (`MAX_LOCAL_EXAMPLES`), so that it does not show.
 */
const REPORT_SLOT_MS = 5_000;

/** What a visit did: reports acknowledged. */
export interface Visited {
  readonly uploads: number;
}

/** When this device asks its leader, and what it does then. */
export interface LeaderVisits {
  /** Time until the leader may be asked again, ms; 0 where that is now. */
  dueInMs(): number;
  /** Asks the leader what is new, and reports where it is this device's turn. */
  visit(federation: FederationPorts): Promise<Result<Visited, ReportFault>>;
}

export interface VisitOptions extends DeviceParts {
  readonly pausing: Pausing;
  /** Awaited between slices of training; throws where the work may no longer go on. */
  readonly pause: () => Promise<void>;
  readonly isStopped: () => boolean;
}

/** Whether reports may be made: they are of a history, so that one must be allowed too. */
export function mayContribute(grants: Grants): boolean {
  return grantFor(grants, 'local') !== undefined && grantFor(grants, 'federate') !== undefined;
}

/** What federation needs of this device. */
export async function federationPorts({ ports, config, stores, grants }: DeviceParts): Promise<FederationPorts> {
  const { clock, randomness, aes, ed25519, seal } = ports;
  const { ledger, files, checkpoint } = stores;
  return {
    network: ports.network({ ledger, grants }), ledger, files, checkpoint, clock, randomness, aes, ed25519, seal, grants,
    leaderUrl: config.leaderUrl, policyHash: config.policy, draw: await storedDraw(stores, randomness),
  };
}

export function createLeaderVisits(options: VisitOptions): LeaderVisits {
  const { ports, grants, models, pausing } = options;
  /** When the leader is asked next, and the consent it was last asked under: nothing the shopper does on a page moves it. */
  let next = { atMs: -Infinity, grants: NaN };
  const drafts = createDrafts(REPORT_SLOT_MS);
  /** Draw, consent and deletions that the drafts were made under: an erasure, by any tab, changes the draw. */
  let draftsRestOn = '';
  const seekEngine = engineSeeker(options);

  const look = async (federation: FederationPorts, beganMs: number): Promise<Result<Visited & { readonly nextMs: number }, ReportFault>> => {
    const isPaused = await pausing.isPaused();
    const deployment = await openDeployment(federation);
    if (!deployment.ok) return deployment;
    const refreshed = await models.refresh(federation, deployment.value, await options.pairs.files());
    if (!refreshed.ok) return refreshed;
    await seekEngine();
    const { least, most } = LOOK_AGAIN_MS;
    const lookAgainMs = Math.min(most, Math.max(least, deployment.value.manifest.retryWindowMs));
    // Counted from the beginning: the end tells how long training took.
    const againMs = (): number => gridTimeMs(beganMs + lookAgainMs, ports.clock.nowMs(), lookAgainMs);
    if (isPaused || !mayContribute(grants())) {
      drafts.held.clear();
      return ok({ uploads: 0, nextMs: againMs() });
    }
    const contribution = await report(options, deployment.value, { federation, drafts });
    if (!contribution.ok) return contribution;
    const { acked, nextMs } = contribution.value;
    return ok({ uploads: acked.length, nextMs: Math.min(againMs(), nextMs ?? Infinity) });
  };

  return {
    dueInMs() {
      const leftMs = next.atMs - ports.clock.nowMs();
      const isStale = next.grants !== grants().version || leftMs > LOOK_AGAIN_MS.most; // a clock set back must not put it off for years
      return isStale ? 0 : Math.max(0, leftMs);
    },
    async visit(federation) {
      const beganMs = ports.clock.nowMs();
      const { version } = grants();
      next = { atMs: beganMs + AFTER_FAULT_MS, grants: version };
      const basis = `${federation.draw} ${version} ${options.shopper.deletions()}`;
      if (basis !== draftsRestOn) drafts.held.clear();
      draftsRestOn = basis;
      const looked = await look(federation, beganMs);
      if (!looked.ok) return looked;
      next = { atMs: looked.value.nextMs, grants: version };
      return ok({ uploads: looked.value.uploads });
    },
  };
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

async function report(options: VisitOptions, deployment: Deployment, { federation, drafts }: { readonly federation: FederationPorts; readonly drafts: Drafts }): Promise<Result<Contribution, ReportFault>> {
  const { ports, catalogue, shopper, models, encoder, layoutOf, pairs, notify, pause } = options;
  if (await options.pausing.isPaused()) return fail('paused', 'The shopper has paused this');
  const history = await shopper.history();
  const chance = chanceFrom(ports.randomness);
  const result = await contribute(federation, deployment, (model, task) => {
    notify({ kind: 'training', model: model.kind, doneShare: 0 });
    const [t11, coOccurrence] = [models.get('t11'), pairs.current()];
    return trainLocally(model, task, { history, catalogue, encoder, ...(t11 && { t11: t11.weights }), ...(coOccurrence && { coOccurrence }), layoutOf, chance, pause });
  }, drafts);
  for (const entry of result.ok ? result.value.acked : []) notify({ kind: 'upload', entry: shownEntry(entry) });
  return result;
}

/** The one stored random draw of this device; made at its first use. */
async function storedDraw(stores: DeviceStores, randomness: Randomness): Promise<number> {
  const kept = await stores.settings.read('contributionDraw');
  if (kept !== undefined) return kept;
  const words = new Uint32Array(2);
  randomness.fill(new Uint8Array(words.buffer));
  const draw = ((words[0] ?? 0) * 2 ** 21 + ((words[1] ?? 0) >>> 11)) / 2 ** 53; // all the bits of a double: nobody tries them out against arrival times
  await stores.settings.write('contributionDraw', draw);
  return draw;
}

function chanceFrom(randomness: Randomness): Chance {
  const seed = new Uint8Array(4);
  randomness.fill(seed);
  return seededChance(new DataView(seed.buffer).getUint32(0));
}

function shownEntry({ taskId, model, state, rho, atMs }: LedgerEntry): Pick<LedgerEntry, 'taskId' | 'model' | 'state' | 'rho' | 'atMs'> {
  return { taskId, model, state, rho, atMs };
}
