import type { AuditCheck } from '#core/audit';

/** One claim of the deployment in a shopper's words, and the checks that decide it. */
export interface Claim {
  readonly title: string;
  readonly how: string;
  readonly checkIds: readonly string[];
}

export const CLAIMS: readonly Claim[] = [
  { title: 'Your update is never read alone', how: 'No sum of fewer than the promised number of devices was opened, no sum twice, and none in secret.', checkIds: ['cohort', 'place', 'abandoned', 'unfinished'] },
  { title: 'Noise covers every shopper', how: 'Each task keeps the noise and the budget that devices insist on, and the published cost follows from it.', checkIds: ['promise', 'privacy'] },
  { title: 'Two parties counted the same', how: 'Shop and helper summed the same reports, by number and by the root of their ids, and the helper signed its half.', checkIds: ['counts', 'signature'] },
  { title: 'The model learned this and nothing else', how: 'Every step is computed again here, from the published sums, and gives the published bytes.', checkIds: ['step', 'chain', 'given', 'table'] },
  { title: 'Everybody gets the same model', how: 'What devices are offered now is what the log ends with, and every model is in it.', checkIds: ['manifest', 'model', 'offered'] },
  { title: 'Nothing was rewritten', how: 'All entries give the signed root, under the keys of the policy in the shop’s own embed line.', checkIds: ['policy-file', 'checkpoint', 'cosignature', 'witness', 'tree', 'entry', 'policy'] },
];

/** How a claim stands, from the checks done so far. */
export interface Standing {
  readonly state: 'waiting' | 'holds' | 'broken' | 'limited';
  readonly checks: number;
  /** Rounds in which it is broken, ascending. */
  readonly rounds: readonly number[];
  /** What is wrong or limited, in the check's own words; '' where nothing is. */
  readonly detail: string;
}

/** Judges one claim. A claim without any check is not held: it waits. */
export function standingOf(claim: Claim, checks: readonly AuditCheck[]): Standing {
  const own = checks.filter((check) => claim.checkIds.includes(check.id));
  const broken = own.filter((check) => !check.ok && check.advisory !== true);
  const limited = own.find((check) => !check.ok);
  const rounds = [...new Set(broken.flatMap((check) => check.round ?? []))].sort((a, b) => a - b);
  if (own.length === 0) return { state: 'waiting', checks: 0, rounds: [], detail: '' };
  if (broken[0]) return { state: 'broken', checks: own.length, rounds, detail: broken[0].detail };
  return { state: limited ? 'limited' : 'holds', checks: own.length, rounds: [], detail: limited?.detail ?? '' };
}
