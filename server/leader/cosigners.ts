import type { LogTrust } from '#core/tlog';
import { consistencyIn } from '#server/log';
import { askToCosign } from '#server/witness';
import { helperOf, type Leader } from './leader.ts';
import type { Party, TroubleKind } from './standings.ts';

/** One who is asked for a cosignature after each checkpoint. */
export interface Cosigner {
  /** Its line under `note`, the checkpoint of the first `size` leaves; '' where it gave none or rests after a failure. Never throws. */
  cosign(note: string, size: number): Promise<string>;
}

/** Most attempts to agree on the size it saw last; a second one is needed only after a restart. */
const ATTEMPTS = 2;
/** A cosigner that failed rests this many times as long as it was waited for: one that hangs holds up rounds for a thirteenth of the time. */
const REST_SHARE = 12;

type Parts = Pick<Leader, 'store' | 'clock' | 'ed25519' | 'metrics' | 'logger' | 'standings'>;

const TROUBLES = { unreachable: 'away', refused: 'refuses', malformed: 'wrong-answer' } as const;

/** Where somebody is asked, under which key it signs, and who it is. */
interface Asked {
  readonly url: string;
  readonly key: LogTrust['helper'];
  readonly who: Party;
}

/** A cosigner at `url`. Its memory of the log decides where the proof starts, so it is asked, not guessed. */
function createCosigner({ store, clock, ed25519, metrics, logger, standings }: Parts, { url, key, who }: Asked): Cosigner {
  let seen = 0;
  let restUntilMs = -Infinity;
  const met = (kind?: TroubleKind): void => standings.met(who, 'cosigning', kind);
  const failed = (kind: TroubleKind, why: string): string => {
    met(kind);
    logger.warn('the checkpoint is not cosigned', { by: key.name, why });
    return '';
  };
  const ask = async (note: string, size: number): Promise<string> => {
    for (let attempt = 0; attempt < ATTEMPTS && seen <= size; attempt++) {
      const answer = await askToCosign({ url, key, ed25519 }, { oldSize: seen, proof: consistencyIn(store.tables.log, seen, size), note });
      if (!answer.ok) return failed(TROUBLES[answer.fault.kind], answer.fault.message);
      if ('line' in answer.value) {
        seen = size;
        met();
        return answer.value.line;
      }
      seen = answer.value.size;
    }
    const why = `it saw ${seen} entries last, the log has ${size}`;
    const isFork = seen > size;
    if (isFork) {
      // One that saw more than we have would be a fork: never paper over it. It is asked anew next time, lest one wrong answer end its part for good.
      logger.error('a cosigner has seen another history of this log than the leader keeps', { by: key.name, seen, size });
      seen = 0;
    }
    return failed(isFork ? 'other-history' : 'wrong-answer', why);
  };
  return {
    async cosign(note, size) {
      if (clock.nowMs() < restUntilMs) return '';
      const beganMs = clock.nowMs();
      const line = await ask(note, size);
      if (line === '') restUntilMs = clock.nowMs() + REST_SHARE * (clock.nowMs() - beganMs);
      metrics.set('cosigned', 'Whether this cosigner signed the newest checkpoint, 0 or 1', line === '' ? 0 : 1, { by: key.name });
      return line;
    },
  };
}

/** The helper and every witness of the policy. */
export function cosignersOf(leader: Parts & Pick<Leader, 'peerUrl' | 'deployment'>, trust: LogTrust): readonly Cosigner[] {
  const named = leader.deployment.witnesses?.each ?? [];
  const witnesses = trust.witnesses.flatMap((key, i) => (named[i] ? [{ url: named[i].url, key, who: { party: 'witness' as const, name: key.name } }] : []));
  return [{ url: leader.peerUrl, key: trust.helper, who: helperOf(leader) }, ...witnesses].map((asked) => createCosigner(leader, asked));
}
