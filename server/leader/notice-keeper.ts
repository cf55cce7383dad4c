import { HOUR_MS } from '#core/units';
import { adsOffer } from './ads.ts';
import type { Leader } from './leader.ts';
import { offersOffer } from './offers.ts';
import type { NoticeBoard } from './publish.ts';

/** Pause before those who have not cosigned are asked again, ms. */
const COSIGN_RETRY_MS = 5_000;
/** Manifest and cosignature are renewed this often even when nothing changes; devices refuse them after seven days. */
const RENEW_MS = HOUR_MS;
/** How often the helper is asked whether it still works with this leader, ms: a quiet shop would else learn it when a round should close. */
const HELPER_LOOK_MS = 60_000;

/** What one model's turn did, as far as the notices go. */
export type Change = 'nothing' | 'notices';

/** Names the log to the helper, for it to cosign, and so looks whether it is there and takes this leader's secret. */
function createHelperLook({ clock, peer, policy }: Leader): (isNeeded: boolean) => Promise<void> {
  let isPinned = false;
  let lookedMs = -Infinity;
  return async (isNeeded) => {
    if (clock.nowMs() - lookedMs < HELPER_LOOK_MS && !(isNeeded && !isPinned)) return;
    lookedMs = clock.nowMs();
    isPinned = (await peer.pinLogKey(policy.logKey)).ok || isPinned;
  };
}

/** Shows manifest and checkpoint anew where something changed, a cosignature is missing or they grow old. */
export function createNoticeKeeper(leader: Leader, board: NoticeBoard): (change: Change) => Promise<void> {
  const { clock, store } = leader;
  const lookAtHelper = createHelperLook(leader);
  let isStale = true;
  let shownMs = 0;
  let shownFiles = '';
  return async (change) => {
    const files = JSON.stringify([adsOffer(store.tables), offersOffer(store.tables)]); // the console changes it, whatever the rounds do
    isStale ||= change === 'notices' || files !== shownFiles;
    const ageMs = clock.nowMs() - shownMs;
    const wantsCosignature = !board.isCurrent() && ageMs >= COSIGN_RETRY_MS;
    const isDue = isStale || wantsCosignature || ageMs >= RENEW_MS;
    await lookAtHelper(isDue);
    if (!isDue) return;
    await board.refresh();
    isStale = false;
    shownFiles = files;
    shownMs = clock.nowMs();
  };
}
