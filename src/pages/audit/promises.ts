import { brokenRounds, isBroken, type AuditCheck } from '#core/audit';

/** One claim of the deployment in a shopper's words, and the checks that decide it. */
export interface Claim {
  readonly title: string;
  readonly how: string;
  /** What this browser ran to decide it. */
  readonly check: string;
  /** What a failure would look like here. */
  readonly failure: string;
  readonly checkIds: readonly string[];
  /** Whether it also compares with what the visitor saw before. */
  readonly comparesVisits?: true;
  /** Whether only some shops have what it is about: where nothing was checked for it, it is left out. */
  readonly isOfSome?: true;
}

export const CLAIMS: readonly Claim[] = [
  {
    title: 'Your update is never read alone', how: 'No sum of fewer than the promised number of devices was opened, no sum twice, and none in secret.',
    check: 'Each round’s count against its task’s k; each round stands once in the log, after its task; each task ends in a round or in the helper’s signed word that it was given up.',
    failure: '“Round 7: 40 reports, promised at least 50”, or a task that ended with neither.', checkIds: ['cohort', 'place', 'abandoned', 'unfinished'],
  },
  {
    title: 'Noise covers every shopper', how: 'Each task keeps the noise and the budget that devices insist on, and the published cost follows from it.',
    check: 'The task’s bytes hash to its id in the log; k, σ, δ and norm against the floors compiled into every device; ρ and ε computed again.',
    failure: '“Round 7: noise multiplier 2, wanted at least 4”.', checkIds: ['promise', 'privacy'],
  },
  {
    title: 'Two parties counted the same', how: 'Shop and helper summed the same reports, by number and by the root of their ids, and the helper signed its half.',
    check: 'Both counts and both Merkle roots compared; the helper’s signature over count, root and share under its key in the policy.',
    failure: '“Round 7: the leader counted 61 reports, the helper 60”.', checkIds: ['counts', 'signature'],
  },
  {
    title: 'The model learned this and nothing else', how: 'Every step is computed again here, from the published sums, and gives the published bytes.',
    check: 'Both noised sums are added, the server step is run in this browser, and model and state are compared bit for bit with the published files; what devices said of the last candidate is read from the same sums, and decided again.',
    failure: '“Round 7: the model, recomputed, is 3fd1…; published is 9a02…”.', checkIds: ['step', 'verdict', 'chain', 'given', 'table'],
  },
  {
    title: 'Everybody gets the same model', how: 'What devices are offered now is what the log ends with, and every model is in it.',
    check: 'The signed manifest against the last entries of the log; each offered file loaded and hashed; each model in the log made by the round it names.',
    failure: '“Entry 31 offers a model which no round before it made”: a model for somebody in particular.', checkIds: ['manifest', 'model', 'offered'],
  },
  {
    title: 'Prices follow what all asked for', how: 'Prices that move are made from published sums of many devices, within public bands, and are the same for everyone.', isOfSome: true,
    check: 'Each file of prices in the log made again from the bands, the file before it and the noised sums that stood in the log by then, and compared byte for byte; where two groups met raised prices unlike, that every price went back to its base.',
    failure: '“Entry 31: boots, evening: 10600 cents published, 10500 recomputed”.', checkIds: ['prices'],
  },
  {
    title: 'Ads are aimed at groups, never at a few', how: 'A campaign is shown to its audience alone only where at least 50 devices are known to stand in it. Whom one device shows what, nobody knows.', isOfSome: true,
    check: 'Each delivery in the log against the campaigns before it; each audience that a campaign is aimed at counted again in the noised sums that stood in the log by then.',
    failure: '“Entry 31: “spring-tents” is aimed at an audience that no published sum shows to hold 50 devices”.', checkIds: ['aimed'],
  },
  {
    title: 'Nothing was rewritten', how: 'All entries give the signed root.', comparesVisits: true,
    check: 'Every entry loaded and hashed into the tree; the tiles of hashes that devices prove from, against it; signature and cosignature under the policy’s keys; from your second visit on, the tree you saw last time is the beginning of this one.',
    failure: '“The first 40 entries are not the ones seen before”.', checkIds: ['checkpoint', 'cosignature', 'tree', 'tile', 'entry', 'policy', 'consistency'],
  },
  {
    title: 'You are shown the log that others see', how: 'The helper keeps a copy of its own, and witnesses sign what they saw.',
    check: 'The helper’s copy loaded from the helper and compared hash by hash; cosignatures of the witnesses that the policy names.',
    failure: '“Split view: leader and helper show two different logs from entry 31 on”.', checkIds: ['copy', 'witness'],
  },
  {
    title: 'The shop runs the code that was logged', how: 'Scripts and pages are the build in the log, and the shop’s own page pins this policy.',
    check: 'Each file of the build loaded as a visitor gets it and hashed; the embed line of the shop’s page read.',
    failure: '“tag/homebird.js is served as 51c0…, which no build in the log has”.', checkIds: ['served', 'embed', 'policy-file'],
  },
];

/** The claims of this shop, from the checks done so far. */
export function claimsFor(checks: readonly AuditCheck[]): readonly Claim[] {
  return CLAIMS.filter(({ isOfSome, checkIds }) => isOfSome !== true || checks.some(({ id }) => checkIds.includes(id)));
}

/** How a claim stands, from the checks done so far. */
export interface Standing {
  readonly state: 'waiting' | 'holds' | 'broken' | 'limited';
  /** Checks that hold; where one is broken, all that were made. */
  readonly checks: number;
  /** Rounds in which it is broken, ascending. */
  readonly rounds: readonly number[];
  /** What is wrong or limited, in the check's own words; '' where nothing is. */
  readonly detail: string;
}

/** Judges one claim. A claim without any check is not held: it waits. */
export function standingOf(claim: Claim, checks: readonly AuditCheck[]): Standing {
  const own = checks.filter((check) => claim.checkIds.includes(check.id));
  const broken = own.find(isBroken);
  const limited = own.find((check) => !check.ok);
  if (own.length === 0) return { state: 'waiting', checks: 0, rounds: [], detail: '' };
  if (broken) return { state: 'broken', checks: own.length, rounds: brokenRounds(own), detail: broken.detail };
  return { state: limited ? 'limited' : 'holds', checks: own.filter(({ ok }) => ok).length, rounds: [], detail: limited?.detail ?? '' };
}
