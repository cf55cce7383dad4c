import { SESSION_GAP_MS, type Interaction } from '#core/features';

/**
 * Which weights answer: `nobody` knows no interest yet, `start` opens a new session (no interaction for SESSION_GAP_MS),
 * `within` goes on. What the newest item says within a session says little the day after.
 */
export type Phase = 'nobody' | 'start' | 'within';

/**
 * Phase of a shopper at one moment.
 *
 * @param newest - the last interaction before it with interest above 0
 * @param nowMs - the moment, ms since 1970; that of `newest` by default
 */
export function phaseAt(newest: Pick<Interaction, 'atMs'> | undefined, nowMs?: number): Phase {
  if (newest === undefined) return 'nobody';
  return (nowMs ?? newest.atMs) - newest.atMs >= SESSION_GAP_MS ? 'start' : 'within';
}
