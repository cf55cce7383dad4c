import { emptyRows, factorHead, linearHead, logLoss, networkHead, newSlopes, plainSteps, sigmoid, trainEpoch, type Head, type Rows } from '#core/ctr';
import { seededChance, shuffled, type Chance } from '#core/units';
import { hashPair } from './cells.ts';
import { HEAD_NAMES, type HeadName } from './heads.ts';
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
const BATCH = 8;

const HEADS: Readonly<Record<HeadName, Head>> = {
  lr: linearHead({ denseWidth: 0, slots: SLOTS, crosses: 0 }),
  fm: factorHead({ denseWidth: 0, slots: SLOTS, factors: 4 }),
  dnn: networkHead({ denseWidth: 0, slots: SLOTS, factors: 8, hidden: [64, 32], dropout: 0 }),
};

/** Rows that the public rate weighs against her own. */
const STRENGTH = 5;

/** What {@link localPredictions} needs. */
export interface LocalInput {
  readonly log: AdLog;
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** Share of labels that are 1 in the whole shop: the one public number. */
  readonly base: number;
  readonly seed: number;
}

/**
 * Every shopper alone: heads from public first weights, trained on her own rows only, their bias at her own rate. Before that each goes
 * through her rows once from the public rate, told each label only after it had to predict it: the mix is the mean of the heads and her
 * rate, each as likely as that made it (Dawid 1984). No row of anybody else is looked at, so nothing is calibrated.
 */
export function localPredictions({ log, train, test, base, seed }: LocalInput): Readonly<Record<string, Float64Array>> {
  const rows = localRows(log);
  const chances = Object.fromEntries([...HEAD_NAMES, 'mix'].map((name) => [name, new Float64Array(log.rows)])) as Record<HeadName | 'mix', Float64Array>;
  const first = Object.fromEntries(HEAD_NAMES.map((name) => [name, HEADS[name].start(seededChance(seed))])) as Record<HeadName, Float32Array>;
  const [own, asked] = [rowsByUser(train, log.users, log.userCount), rowsByUser(test, log.users, log.userCount)];
  for (let user = 0; user < log.userCount; user++) {
    const mine = asked.order.subarray(asked.starts[user], asked.starts[user + 1]);
    if (mine.length === 0) continue;
    const chance = seededChance(seed + user);
    const past = shuffled([...own.order.subarray(own.starts[user], own.starts[user + 1])], chance);
    const judged = { rows, labels: log.labels, past, chance };
    const rate = rateOf(past, log.labels, base);
    const heads = HEAD_NAMES.map((name) => ({ name, ...headOf(HEADS[name], first[name], judged, { base, rate: rate.chance }) }));
    const losses = [rate.loss, ...heads.map(({ loss }) => loss)];
    const least = Math.min(...losses);
    const likely = losses.map((loss) => Math.exp(least - loss));
    const total = likely.reduce((sum, x) => sum + x, 0);
    for (const row of mine) {
      let mixed = rate.chance * (likely[0] ?? 0);
      for (const [i, { name, weights }] of heads.entries()) {
        const predicted = sigmoid(HEADS[name].logit(weights, rows, row));
        chances[name][row] = predicted;
        mixed += predicted * (likely[i + 1] ?? 0);
      }
      chances.mix[row] = mixed / total;
    }
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

/** Her rate, and what it would have lost had it been told her labels one after another, nats in all. */
function rateOf(past: readonly number[], labels: Uint8Array, base: number): { readonly chance: number; readonly loss: number } {
  let [clicks, loss] = [0, 0];
  const chanceAfter = (shown: number): number => (clicks + STRENGTH * base) / (shown + STRENGTH);
  for (const [i, row] of past.entries()) {
    loss += logLoss(logitOf(chanceAfter(i)), labels[row] as number);
    clicks += labels[row] as number;
  }
  return { chance: chanceAfter(past.length), loss };
}

interface Judged {
  readonly rows: Rows;
  readonly labels: Uint8Array;
  /** Her rows in the order in which they are told. */
  readonly past: readonly number[];
  readonly chance: Chance;
}

/** A head trained on her rows, and what it lost in its first pass. */
function headOf(head: Head, first: Float32Array, { rows, labels, past, chance }: Judged, { base, rate }: { readonly base: number; readonly rate: number }): { readonly weights: Float32Array; readonly loss: number } {
  const slopes = newSlopes(head.parameters);
  const pass = (weights: Float32Array, order: readonly number[], batch: number): number => trainEpoch(head, weights, plainSteps(head, RATE), slopes, { rows, labels, order, batch, chance });
  const blind = new Float32Array(first);
  blind[head.biasAt] = logitOf(base);
  const loss = past.length * pass(blind, past, 1);
  const weights = new Float32Array(first);
  weights[head.biasAt] = logitOf(rate);
  for (let epoch = 0; epoch < EPOCHS && past.length > 0; epoch++) pass(weights, shuffled([...past], chance), BATCH);
  return { weights, loss };
}

/** A bin that needs no data: half octaves of the size, by sign. */
function publicBin(x: number): number {
  if (Number.isNaN(x)) return 0;
  return 1 + 2 * Math.round(Math.log2(1 + Math.abs(x)) / OCTAVES) + (x < 0 ? 1 : 0);
}
