import { grantFor } from '#core/consent';
import type { ReportFault } from '#core/protocol';
import { ok, type Result } from '#core/units';
import { TrainingStopped } from '#worker/federation';
import { AFTER_FAULT_MS, createLeaderVisits, federationPorts, mayContribute, type Visited } from './leader-visits.ts';
import type { DeviceParts } from './options.ts';
import type { Pausing } from './pausing.ts';
import { createLiveRanks } from './live-ranks.ts';
import { createPersonalHead } from './personal-head.ts';

/** What one turn of the idle time does. */
export interface IdleWork {
  /** Asks the leader if that is due or asked for, and fits the personal head. Rejects with TrainingStopped when it may not go on. */
  run(isAsked: boolean): Promise<Result<Visited, ReportFault>>;
  /** Time until the next turn, ms; 0 where that is now. */
  dueInMs(): number;
  /** The fitted personal head, shape [INPUTS]; undefined before there is one. */
  head(): Float32Array | undefined;
}

/** @param isStopped - asked between slices: work that outlives an erasure is abandoned */
export function createIdleWork(parts: DeviceParts, pausing: Pausing, isStopped: () => boolean): IdleWork {
  const { ports, config, models, grants } = parts;
  const hasLocal = (): boolean => grantFor(grants(), 'local') !== undefined;
  const pauseWhile = (mayGoOn: () => boolean) => async (): Promise<void> => {
    await ports.idle();
    if (isStopped() || !mayGoOn()) throw new TrainingStopped('Training was abandoned: the shopper paused, took consent back or erased');
  };
  const head = createPersonalHead(parts);
  const ranks = createLiveRanks(parts);
  const visits = createLeaderVisits({ ...parts, pausing, pause: pauseWhile(() => mayContribute(grants())), isStopped });
  const hasLeader = config.leaderUrl !== '';
  const isVisitDue = (): boolean => hasLeader && visits.dueInMs() === 0;

  return {
    async run(isAsked) {
      await head.restore();
      const federation = await federationPorts(parts);
      if (hasLeader) await models.restore(federation);
      await parts.pairs.restore();
      let visited: Result<Visited, ReportFault> = ok({ uploads: 0 });
      if (isVisitDue() || (isAsked && hasLeader)) visited = await visits.visit(federation);
      if (await pausing.isPaused()) return visited;
      // The leader goes first, also in the middle: when it is asked must not tell how long this history takes to fit.
      const pauseForFit = pauseWhile(hasLocal);
      const pauseForVisits = async (): Promise<void> => {
        await pauseForFit();
        if (isVisitDue()) visited = await visits.visit(federation);
      };
      await parts.pairs.read(pauseForVisits);
      await ranks.measure(head.weights(), pauseForVisits); // before the head learns from what is measured
      await head.fit(pauseForVisits);
      return visited;
    },
    dueInMs: () => (hasLeader ? visits.dueInMs() : AFTER_FAULT_MS),
    head: head.weights,
  };
}
