import { emptyRows, factorHead, linearHead, logLoss, networkHead, newSlopes, plainSteps, sigmoid, trainEpoch, type Head, type Rows, type Slopes, type Step } from '#core/ctr';
import { seededChance, shuffled, type Chance } from '#core/units';
import { hashPair } from './cells.ts';
import { HEAD_NAMES, type HeadName } from './heads.ts';
import { commonChances, posterior, ratesAlong, spreadLosses } from './own-rate.ts';
import { logitOf } from './rates.ts';
import { rowsByUser } from './by-user.ts';
import type { Progress } from './progress.ts';
import type { AdLog } from './table.ts';

/** Slots of a head that one shopper trains alone. */
const SLOTS = 1024;
/** Octaves a numeric slot is wide: without anybody else's rows there are no quantiles. */
const OCTAVES = 0.5;
/** Epochs over her own rows, the step, and rows a step. */
const EPOCHS = 5;
const RATE = 0.1;
/** Most that a step on one row may move its own logit, for each unit of its error, by the weights of its slots: a log of hundreds of columns would fly apart. */
const MOST_STEP = 4;
const BATCH = 8;

const HEADS: Readonly<Record<HeadName, Head>> = {
  lr: linearHead({ denseWidth: 0, slots: SLOTS, crosses: 0 }),
  fm: factorHead({ denseWidth: 0, slots: SLOTS, factors: 4 }),
  dnn: networkHead({ denseWidth: 0, slots: SLOTS, factors: 8, hidden: [64, 32], dropout: 0 }),
};

/** Parts of her past: heads are trained on some and judge the next. */
const PARTS = 4;

/** What {@link localPredictions} needs. */
export interface LocalInput {
  readonly log: AdLog;
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** Share of labels that are 1 in the whole shop: a public number. */
  readonly base: number;
  readonly seed: number;
  readonly progress: Progress;
}

/**
 * Every shopper alone. Her rate is the mean of how much shoppers may differ makes of it, each as likely as her own labels made
 * it, told one after another (Dawid 1984). Heads from public first weights are trained on her own rows only, their bias at her rate; part
 * after part of her past they are trained on what came before and judged. The mix is the mean of rate and heads, each as likely as
 * that made it and as it is among shoppers: public numbers beside the base rate, sums over devices. No row of anybody else is looked at.
 */
export function localPredictions({ log, train, test, base, seed, progress }: LocalInput): Readonly<Record<string, Float64Array>> {
  const rows = localRows(log);
  const chances = Object.fromEntries([...HEAD_NAMES, 'mix'].map((name) => [name, new Float64Array(log.rows)])) as Record<HeadName | 'mix', Float64Array>;
  const learners = HEAD_NAMES.map((name) => ({ name, learner: learnerOf(HEADS[name], rows, seed) }));
  const [own, asked] = [rowsByUser(train, log.users, log.userCount), rowsByUser(test, log.users, log.userCount)];
  const pasts = Array.from({ length: log.userCount }, (_, user) => shuffled([...own.order.subarray(own.starts[user], own.starts[user + 1])], seededChance(seed + user)));
  const spreads = commonChances(pasts.filter((past) => past.length > 0).map((past) => spreadLosses(past, log.labels, base)));
  const rateOf = new Float64Array(log.userCount);
  const losses = pasts.map((past, user) => {
    progress(`${user} of ${log.userCount} users, each alone`, (own.starts[user] as number) / train.length);
    const rates = ratesAlong(past, { labels: log.labels, base, spreads });
    rateOf[user] = rates.at(-1) ?? base;
    const judged = { rows, labels: log.labels, past, rates, chance: seededChance(seed + user) };
    const hers = asked.order.subarray(asked.starts[user], asked.starts[user + 1]);
    const heads = learners.map(({ name, learner }) => {
      const loss = lossAlong(learner, judged);
      const orders = ordersOf(past, judged.chance); // drawn though nothing may be asked: what the next head draws must not hang on that
      if (hers.length === 0) return loss;
      learnFrom(learner, judged, orders, past.length);
      for (const row of hers) chances[name][row] = sigmoid(learner.head.logit(learner.weights, rows, row));
      return loss;
    });
    return Float64Array.of(judgedLoss(past, log.labels, rates), ...heads);
  });
  const shares = commonChances(losses.filter((_, user) => (pasts[user]?.length ?? 0) > 1));
  for (const row of test) {
    const user = log.users[row] as number;
    const likely = posterior(shares, losses[user] ?? shares.map(() => 0));
    chances.mix[row] = HEAD_NAMES.reduce((sum, name, i) => sum + (likely[i + 1] ?? 0) * (chances[name][row] as number), (likely[0] ?? 1) * (rateOf[user] as number));
  }
  return Object.fromEntries(Object.entries(chances).map(([name, all]) => [name, Float64Array.from(test, (row) => all[row] as number)]));
}

/** Rows whose every column is a slot that needs no data of others. */
function localRows(log: AdLog): Rows {
  const rows = emptyRows(log.rows, { denseWidth: 0, slotWidth: log.columns.length, crossWidth: 0 });
  for (const [c, { codes, numbers }] of log.columns.entries()) {
    for (let row = 0; row < log.rows; row++) rows.slots[row * rows.slotWidth + c] = hashPair(numbers ? publicBin(numbers[row] as number) : (codes[row] as number), c) % SLOTS;
  }
  return rows;
}

/** First row of her past that is judged. */
const judgedFrom = (past: readonly number[]): number => Math.ceil(past.length / PARTS);

/** What her rate lost over the rows that heads are judged on, nats in all. */
function judgedLoss(past: readonly number[], labels: Uint8Array, rates: Float64Array): number {
  let loss = 0;
  for (let i = judgedFrom(past); i < past.length; i++) loss += logLoss(logitOf(rates[i] as number), labels[past[i] as number] as number);
  return loss;
}

interface Judged {
  readonly rows: Rows;
  readonly labels: Uint8Array;
  /** Her rows in the order in which they are told. */
  readonly past: readonly number[];
  readonly rates: Float64Array;
  readonly chance: Chance;
}

/** A head that one shopper after the other trains in the same arrays: new ones for each would cost more than the rows of most. */
interface Learner {
  readonly head: Head;
  /** Weights that everybody starts from. */
  readonly first: Float32Array;
  readonly weights: Float32Array;
  readonly slopes: Slopes;
  readonly step: Step;
}

function learnerOf(head: Head, { slotWidth }: Rows, seed: number): Learner {
  return { head, first: head.start(seededChance(seed)), weights: new Float32Array(head.parameters), slopes: newSlopes(head.parameters), step: plainSteps(head, Math.min(RATE, MOST_STEP / slotWidth)) };
}

/** What a head lost over the judged rows of her past, trained on those before their part, nats. */
function lossAlong(learner: Learner, judged: Judged): number {
  const { rows, labels, past, rates, chance } = judged;
  let loss = 0;
  for (let from = judgedFrom(past), to = from; from < past.length; from = to) {
    to = Math.min(past.length, from + Math.ceil(past.length / PARTS));
    learnFrom(learner, judged, ordersOf(past.slice(0, from), chance), from);
    for (let i = from; i < to; i++) {
      const row = past[i] as number;
      const level = logitOf(rates[i] as number) - logitOf(rates[from] as number); // her rate goes on while the head stands still
      loss += logLoss(level + learner.head.logit(learner.weights, rows, row), labels[row] as number);
    }
  }
  return loss;
}

/** In which order rows are learnt, epoch after epoch. */
const ordersOf = (own: readonly number[], chance: Chance): readonly (readonly number[])[] => Array.from({ length: EPOCHS }, () => shuffled(own, chance));

/** Trains the head anew, from a bias at her rate after `count` rows. */
function learnFrom({ head, first, weights, slopes, step }: Learner, { rows, labels, rates, chance }: Judged, orders: readonly (readonly number[])[], count: number): void {
  weights.set(first);
  weights[head.biasAt] = logitOf(rates[count] as number);
  for (const order of orders) trainEpoch(head, weights, step, slopes, { rows, labels, order, batch: BATCH, chance });
}

/** A bin that needs no data: half octaves of the size, by sign. */
function publicBin(x: number): number {
  if (Number.isNaN(x)) return 0;
  return 1 + 2 * Math.round(Math.log2(1 + Math.abs(x)) / OCTAVES) + (x < 0 ? 1 : 0);
}
