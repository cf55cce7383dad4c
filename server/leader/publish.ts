import { CLOCK_SLACK_MS, encodeManifest, MAX_DEPLOYMENT_AGE_MS, type ByKind, type Manifest } from '#core/protocol';
import { acceptCheckpoint, signNote, trustOf } from '#core/tlog';
import { signedCheckpoint } from '#server/log';
import { adsOffer } from './ads.ts';
import { cosignersOf } from './cosigners.ts';
import { configLeafOf } from './genesis.ts';
import { currentModels, type CurrentModel } from './models.ts';
import type { Leader } from './leader.ts';
import { offersOffer } from './offers.ts';

/** What the leader shows of its log and its offer right now; both texts change together. */
export interface Notices {
  /** Signed manifest note. */
  readonly manifest: string;
  /** Checkpoint note with the cosignatures that could be had. */
  readonly checkpoint: string;
  /** Leaves of the checkpoint. */
  readonly size: number;
}

/** Keeps manifest and checkpoint in step with the log. */
export interface NoticeBoard {
  /** Undefined until the first `refresh`. */
  current(): Notices | undefined;
  /** Whether what is shown is what holds, under a checkpoint that the policy accepts; false asks for another `refresh` soon. */
  isCurrent(): boolean;
  /** Signs anew what holds now and shows it where the policy accepts its checkpoint. Calls must not overlap. */
  refresh(): Promise<void>;
}

function each<Value>(models: ByKind<CurrentModel>, of: (model: CurrentModel) => Value): ByKind<Value> {
  return Object.fromEntries(Object.entries(models).map(([kind, model]) => [kind, of(model)])) as ByKind<Value>;
}

function manifestNow({ store, deployment, clock }: Leader): Manifest {
  const current = currentModels(store.tables);
  return {
    version: 1,
    shop: deployment.shop,
    issuedMs: clock.nowMs(),
    catalogue: deployment.catalogue,
    models: each(current, ({ model }) => model),
    modelLeaves: each(current, ({ leaf, round }) => ({ leaf, round })),
    configLeaf: configLeafOf(store.tables),
    ...adsOffer(store.tables),
    ...offersOffer(store.tables),
    tasks: store.tables.tasks.inPhase('open').map(({ id, leaf }) => ({ id, leaf })),
    retryWindowMs: deployment.retryWindowMs,
    simulated: deployment.simulated,
  };
}

/** The board of one leader. @throws TypeError if the policy's keys cannot be read: {@link openLeader} has looked */
export function createNoticeBoard(leader: Leader): NoticeBoard {
  const { store, clock, identity, ed25519, policy } = leader;
  const read = trustOf(policy);
  if (!read.ok) throw new TypeError(read.fault.message);
  const trust = read.value;
  const cosigners = cosignersOf(leader, trust);
  let shown: Notices | undefined;
  let isCurrent = false;

  async function isAccepted(checkpoint: string): Promise<boolean> {
    const nowMs = clock.nowMs();
    return (await acceptCheckpoint(checkpoint, trust, { fromMs: nowMs - MAX_DEPLOYMENT_AGE_MS, toMs: nowMs + CLOCK_SLACK_MS }, ed25519)).ok;
  }

  return {
    current: () => shown,
    isCurrent: () => isCurrent,
    async refresh() {
      const { log } = store.tables;
      const size = log.size();
      const manifest = await signNote(encodeManifest(manifestNow(leader)), identity.signer, ed25519);
      const note = await signedCheckpoint(log, identity.signer, ed25519);
      const lines = await Promise.all(cosigners.map((cosigner) => cosigner.cosign(note, size)));
      const checkpoint = note + lines.join('');
      isCurrent = await isAccepted(checkpoint);
      // Devices would refuse it: while they still take the last one, that stays, and with it the manifest it covers.
      if (!isCurrent && shown && (await isAccepted(shown.checkpoint))) return;
      // Shown together: an auditor who reads the checkpoint first must never find an older manifest after it.
      shown = { manifest, checkpoint, size };
    },
  };
}
