import { emptyRows, factorHead, linearHead, networkHead, newSlopes, plainSteps, sigmoid, trainEpoch, type Head } from '#core/ctr';
import { seededChance, shuffled } from '#core/units';
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

/**
 * Every shopper alone: heads from public first weights, trained on her own rows only, their bias at her own rate with half a
 * click and half a miss more (Krichevsky and Trofimov 1981). The mix is the mean of the logits and her rate's. No row of anybody else
 * is looked at, so nothing is calibrated.
 */
export function localPredictions(log: AdLog, train: Int32Array, test: Int32Array, seed: number): Readonly<Record<string, Float64Array>> {
  const rows = emptyRows(log.rows, { denseWidth: 0, slotWidth: log.columns.length, crossWidth: 0 });
  for (const [c, { codes, numbers }] of log.columns.entries()) {
    for (let row = 0; row < log.rows; row++) rows.slots[row * rows.slotWidth + c] = hashPair(numbers ? publicBin(numbers[row] as number) : (codes[row] as number), c) % SLOTS;
  }
  const logits: Record<HeadName, Float64Array> = { lr: new Float64Array(log.rows), fm: new Float64Array(log.rows), dnn: new Float64Array(log.rows) };
  const rates = new Float64Array(log.rows);
  const [own, asked] = [rowsByUser(train, log.users, log.userCount), rowsByUser(test, log.users, log.userCount)];
  for (const name of HEAD_NAMES) {
    const head = HEADS[name];
    const first = head.start(seededChance(seed));
    const slopes = newSlopes(head.parameters);
    for (let user = 0; user < log.userCount; user++) {
      const mine = asked.order.subarray(asked.starts[user], asked.starts[user + 1]);
      if (mine.length === 0) continue;
      const past = own.order.subarray(own.starts[user], own.starts[user + 1]);
      const chance = seededChance(seed + user);
      const weights = first.slice();
      const rate = logitOf((past.reduce((sum, row) => sum + (log.labels[row] ?? 0), 0) + 0.5) / (past.length + 1));
      weights[head.biasAt] = rate;
      for (let epoch = 0; epoch < EPOCHS && past.length > 0; epoch++) trainEpoch(head, weights, plainSteps(head, RATE), slopes, { rows, labels: log.labels, order: shuffled([...past], chance), batch: BATCH, chance });
      for (const row of mine) {
        logits[name][row] = head.logit(weights, rows, row);
        rates[row] = rate;
      }
    }
  }
  const chances = (logit: (row: number) => number): Float64Array => Float64Array.from(test, (row) => sigmoid(logit(row)));
  const heads = HEAD_NAMES.map((name) => [name, chances((row) => logits[name][row] as number)] as const);
  return Object.fromEntries([...heads, ['mix', chances((row) => (HEAD_NAMES.reduce((sum, name) => sum + (logits[name][row] as number), 0) + (rates[row] as number)) / (HEAD_NAMES.length + 1))]]);
}

/** A bin that needs no data: half octaves of the size, by sign. */
function publicBin(x: number): number {
  if (Number.isNaN(x)) return 0;
  return 1 + 2 * Math.round(Math.log2(1 + Math.abs(x)) / OCTAVES) + (x < 0 ? 1 : 0);
}
