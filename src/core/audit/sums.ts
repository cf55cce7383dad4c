import { noiseVarianceOf, type PublishedSum } from '#core/measurement';
import type { AuditedRound } from './check.ts';

/** The sums that stood in the log before `leaf`, as this audit recomputed them: what its leader had by then. */
export function sumsBefore(leaf: number, rounds: readonly AuditedRound[]): readonly PublishedSum[] {
  return rounds.flatMap((round) => {
    if (round.kind !== 'measure' || round.leaf >= leaf || !round.measured || !round.task) return [];
    return [{ ...round.measured, noiseVariance: noiseVarianceOf(round.task), reports: round.record.leaderReports, closedMs: round.record.closedMs }];
  });
}
