import { seededChance, type Randomness } from '#core/units';
import { rowsByUser } from './by-user.ts';
import type { Encoding } from './encode.ts';
import { trainRounds, type RoundPlan, type RoundRecord } from './federated.ts';
import { federatedHead, HEAD_NAMES, type HeadName } from './heads.ts';
import type { LaneHeads } from './lane.ts';
import type { Parts } from './parts.ts';
import { within, type Progress } from './progress.ts';
import { logitOf } from './rates.ts';
import type { AdLog } from './table.ts';

/** Weight that each rate has at first: several say the same. */
const FIRST_RATE_WEIGHT = 0.2;

/** What {@link federatedHeads} needs. */
export interface FederatedInput {
  readonly log: AdLog;
  readonly encoding: Encoding;
  /** Rows that devices learn from, and those they hold out. */
  readonly parts: Parts;
  readonly plan: RoundPlan;
  /** Rounds of each head, known to be best; undefined: the held-out rows tell. */
  readonly until: Readonly<Record<HeadName, number>> | undefined;
  readonly noiseMultiplier: number;
  readonly randomness: Randomness;
  readonly seed: number;
  readonly say: (line: string) => void;
  readonly progress: Progress;
}

/** Heads of rounds. */
export interface FederatedHeads extends LaneHeads {
  readonly record: Readonly<Record<HeadName, RoundRecord>>;
}

/** Trains all heads in rounds over devices that hold out a part of their own rows. */
export function federatedHeads({ log, encoding, parts, plan, until, noiseMultiplier, randomness, seed, say, progress }: FederatedInput): FederatedHeads {
  const { train: fit, test: clean } = parts;
  const byUser = rowsByUser(fit, log.users, log.userCount);
  const record = {} as Record<HeadName, RoundRecord>;
  const start = logitOf(encoding.base);
  const heads = HEAD_NAMES.map((name, i) => {
    const own = within(progress, i / HEAD_NAMES.length, (i + 1) / HEAD_NAMES.length);
    const head = federatedHead(name, encoding);
    const first = head.start(seededChance(seed));
    first[head.biasAt] = start;
    if (name !== 'dnn') encoding.denseNames.forEach((dense, i) => { if (dense.startsWith('rate of')) first[1 + i] = FIRST_RATE_WEIGHT; });
    const trained = trainRounds(head, first, { rows: encoding.rows, labels: log.labels, byUser, held: clean, start, plan, until: until?.[name], noiseMultiplier, randomness, progress: (line, share) => { own(`${name}, ${line}`, share); }, seed: seed + 17 });
    record[name] = trained.record;
    if (!until) say(`${name}: ${head.parameters} weights, ${trained.record.rounds} rounds of ${trained.record.perRound} devices, best after ${trained.record.bestRound}, held-out log loss ${trained.record.loss.toFixed(4)}`);
    return { name, logits: Float64Array.from({ length: log.rows }, (_, row) => head.logit(trained.weights, encoding.rows, row)) };
  });
  return { heads, clean, record };
}
