import { emptyRows, factorHead, linearHead, logLoss, networkHead, newSlopes, plainSteps, sigmoid, trainEpoch, type Head, type Rows } from '#core/ctr';
import { seededChance, shuffled, type Chance } from '#core/units';
import { hashPair } from './cells.ts';
import { HEAD_NAMES, type HeadName } from './heads.ts';
import { commonChances, posterior, ratesAlong, spreadLosses } from './own-rate.ts';
import { logitOf } from './rates.ts';
import { rowsByUser } from './by-user.ts';
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
  readonly progress: (line: string) => void;
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
  const first = Object.fromEntries(HEAD_NAMES.map((name) => [name, HEADS[name].start(seededChance(seed))])) as Record<HeadName, Float32Array>;
  const [own, asked] = [rowsByUser(train, log.users, log.userCount), rowsByUser(test, log.users, log.userCount)];
  const pasts = Array.from({ length: log.userCount }, (_, user) => shuffled([...own.order.subarray(own.starts[user], own.starts[user + 1])], seededChance(seed + user)));
  const spreads = commonChances(pasts.filter((past) => past.length > 0).map((past) => spreadLosses(past, log.labels, base)));
  const rateOf = new Float64Array(log.userCount);
  const losses = pasts.map((past, user) => {
    progress(`${user} of ${log.userCount} users, each alone`);
    const rates = ratesAlong(past, { labels: log.labels, base, spreads });
    rateOf[user] = rates.at(-1) ?? base;
    const judged = { rows, labels: log.labels, past, rates, chance: seededChance(seed + user) };
    const heads = HEAD_NAMES.map((name) => ({ name, ...headOf(HEADS[name], first[name], judged) }));
    for (const row of asked.order.subarray(asked.starts[user], asked.starts[user + 1])) for (const { name, weights } of heads) chances[name][row] = sigmoid(HEADS[name].logit(weights, rows, row));
    return Float64Array.of(judgedLoss(past, log.labels, rates), ...heads.map(({ loss }) => loss));
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

/** A head trained on her rows, and what it lost over the judged ones, trained on those before their part. */
function headOf(head: Head, first: Float32Array, judged: Judged): { readonly weights: Float32Array; readonly loss: number } {
  const { rows, labels, past, rates } = judged;
  let loss = 0;
  for (let from = judgedFrom(past), to = from; from < past.length; from = to) {
    to = Math.min(past.length, from + Math.ceil(past.length / PARTS));
    const weights = trainedOn(head, first, judged, from);
    for (let i = from; i < to; i++) {
      const row = past[i] as number;
      const level = logitOf(rates[i] as number) - logitOf(rates[from] as number); // her rate goes on while the head stands still
      loss += logLoss(level + head.logit(weights, rows, row), labels[row] as number);
    }
  }
  return { weights: trainedOn(head, first, judged, past.length), loss };
}

/** A head after several epochs over the first `count` rows of her past. */
function trainedOn(head: Head, first: Float32Array, { rows, labels, past, rates, chance }: Judged, count: number): Float32Array {
  const weights = new Float32Array(first);
  weights[head.biasAt] = logitOf(rates[count] as number);
  const slopes = newSlopes(head.parameters);
  const own = past.slice(0, count);
  for (let epoch = 0; epoch < EPOCHS; epoch++) trainEpoch(head, weights, plainSteps(head, Math.min(RATE, MOST_STEP / rows.slotWidth)), slopes, { rows, labels, order: shuffled([...own], chance), batch: BATCH, chance });
  return weights;
}

/** A bin that needs no data: half octaves of the size, by sign. */
function publicBin(x: number): number {
  if (Number.isNaN(x)) return 0;
  return 1 + 2 * Math.round(Math.log2(1 + Math.abs(x)) / OCTAVES) + (x < 0 ? 1 : 0);
}
