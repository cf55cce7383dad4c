import { grantFor } from '#core/consent';
import type { ReportFault } from '#core/protocol';
import { fail, ok, type Result } from '#core/units';
import { lazyLayout, TrainingStopped } from '#worker/federation';
import { headFitting } from './fit-head.ts';
import { createLeaderVisits } from './leader-visits.ts';
import { createLiveRanks } from './live-ranks.ts';
import type { DeviceParts } from './options.ts';
import type { Pausing } from './pausing.ts';
import type { PersonalHead } from './personal-head.ts';
import { readPairs } from './read-pairs.ts';
import { AFTER_FAULT_MS, mayContribute, type Visited } from './visit-terms.ts';

/** What one turn of the idle time does. */
export interface IdleWork {
  /** Asks the leader if that is due or asked for, and fits the personal head. Rejects with TrainingStopped when it may not go on. */
  run(isAsked: boolean): Promise<Result<Visited, ReportFault>>;
  /** Time until the next turn, ms; 0 where that is now. */
  dueInMs(): number;
  /** Why the last look at the leader came to nothing. */
  leaderFault(): ReportFault | null;
}

export interface IdleWorkOptions {
  readonly pausing: Pausing;
  readonly head: PersonalHead;
  /** Asked between slices: work that outlives an erasure is abandoned. */
  readonly isStopped: () => boolean;
}

/** The work over what the device has restored; nothing here runs before the first shelf. */
export function createIdleWork(parts: DeviceParts, { pausing, head, isStopped }: IdleWorkOptions): IdleWork {
  const { ports, config, catalogue, grants } = parts;
  const hasLocal = (): boolean => grantFor(grants(), 'local') !== undefined;
  const pauseWhile = (mayGoOn: () => boolean) => async (): Promise<void> => {
    await ports.idle();
    if (isStopped() || !mayGoOn()) throw new TrainingStopped('Paused, taken back or erased');
  };
  const layoutOf = lazyLayout(catalogue);
  const ranks = createLiveRanks(parts);
  const fitHead = headFitting(parts, head);
  const visits = createLeaderVisits({ ...parts, layoutOf, pausing, pause: pauseWhile(() => mayContribute(grants())), isStopped });
  const hasLeader = config.leaderUrl !== '';
  const isVisitDue = (): boolean => hasLeader && visits.dueInMs() === 0;

  return {
    async run(isAsked) {
      if (isAsked && !mayContribute(grants())) return fail('no-consent', 'The shopper has not agreed to contribute');
      if (isAsked && (await pausing.isPaused())) return fail('paused', 'The shopper has paused this');
      let visited: Result<Visited, ReportFault> = ok({ uploads: 0 });
      if (isVisitDue() || (isAsked && hasLeader)) visited = await visits.visit();
      if (await pausing.isPaused()) return visited;
      // The leader goes first, also in the middle: when it is asked must not tell how long this history takes to fit.
      const pauseForFit = pauseWhile(hasLocal);
      const pauseForVisits = async (): Promise<void> => {
        await pauseForFit();
        if (isVisitDue()) visited = await visits.visit();
      };
      await readPairs(parts, layoutOf, pauseForVisits);
      await ranks.measure(head.weights(), pauseForVisits); // before the head learns from what is measured
      await fitHead(pauseForVisits);
      return visited;
    },
    leaderFault: visits.fault,
    dueInMs: () => (hasLeader ? visits.dueInMs() : AFTER_FAULT_MS),
  };
}
