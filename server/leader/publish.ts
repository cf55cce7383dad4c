import { encodeManifest, MODEL_KINDS, type Manifest, type ModelKind } from '#core/protocol';
import { signNote } from '#core/tlog';
import { consistencyIn, signedCheckpoint } from '#server/log';
import { configLeafOf } from './genesis.ts';
import { currentModels } from './models.ts';
import type { Leader } from './leader.ts';

/** What the leader shows of its log and its offer right now; both texts change together. */
export interface Notices {
  /** Signed manifest note. */
  readonly manifest: string;
  /** Checkpoint note, cosigned where the helper could be asked. */
  readonly checkpoint: string;
  readonly isCosigned: boolean;
  /** Leaves of the checkpoint. */
  readonly size: number;
}

/** Keeps manifest and checkpoint in step with the log. */
export interface NoticeBoard {
  /** Undefined until the first `refresh`. */
  current(): Notices | undefined;
  /** Signs anew what holds now and shows it. Calls must not overlap. */
  refresh(): Promise<void>;
}

/** Most attempts to agree with the helper on the size it saw last; a second one is needed only after a restart. */
const COSIGN_ATTEMPTS = 2;

function byKind<Value>(of: (kind: ModelKind) => Value): Record<ModelKind, Value> {
  return Object.fromEntries(MODEL_KINDS.map((kind) => [kind, of(kind)])) as Record<ModelKind, Value>;
}

function manifestNow({ store, deployment, clock }: Leader): Manifest {
  const current = currentModels(store.tables);
  return {
    version: 1,
    shop: deployment.shop,
    issuedMs: clock.nowMs(),
    catalogue: deployment.catalogue,
    models: byKind((kind) => current[kind].model),
    modelLeaves: byKind((kind) => ({ leaf: current[kind].leaf, round: current[kind].round })),
    configLeaf: configLeafOf(store.tables),
    tasks: store.tables.tasks.inPhase('open').map(({ id, leaf }) => ({ id, leaf })),
    retryWindowMs: deployment.retryWindowMs,
    simulated: deployment.simulated,
  };
}

/** The board of one leader. The helper's memory of the log decides where its proof starts, so it is asked, not guessed. */
export function createNoticeBoard(leader: Leader): NoticeBoard {
  let shown: Notices | undefined;
  let seenByHelper = 0;

  async function cosignature(note: string, size: number): Promise<string> {
    const { log } = leader.store.tables;
    for (let attempt = 0; attempt < COSIGN_ATTEMPTS; attempt++) {
      if (seenByHelper > size) break; // a helper that saw more than we have would be a fork: never paper over it
      const answer = await leader.peer.cosign({ oldSize: seenByHelper, proof: consistencyIn(log, seenByHelper, size), note });
      if (!answer.ok) {
        leader.logger.warn('the checkpoint is not cosigned', { why: answer.fault.message });
        return '';
      }
      if ('line' in answer.value) {
        seenByHelper = size;
        return answer.value.line;
      }
      seenByHelper = answer.value.size;
    }
    leader.logger.error('the helper has cosigned another history of this log than the leader keeps', { seenByHelper, size });
    return '';
  }

  return {
    current: () => shown,
    async refresh() {
      const { log } = leader.store.tables;
      const size = log.size();
      const manifest = await signNote(encodeManifest(manifestNow(leader)), leader.identity.signer, leader.ed25519);
      const note = await signedCheckpoint(log, leader.identity.signer, leader.ed25519);
      const line = await cosignature(note, size);
      // Shown together: an auditor who reads the checkpoint first must never find an older manifest after it.
      shown = { manifest, checkpoint: note + line, isCosigned: line !== '', size };
    },
  };
}
