import { CONTENT_DIMS } from '#core/catalogue';
import { FACTS } from '#worker/models';
import { factRows } from './batch.ts';
import { silentLayer, type EncoderDesign, layer } from './encoder.ts';
import { add, beside, dropout, matmul } from './matrices.ts';
import { profile, PROFILE_TENSORS } from './profile.ts';
import { recur } from './recurrence.ts';
import type { Tier } from './tiers.ts';

/** Width of the state by tier: what its budget holds, with room for hashed items in the second number. */
const STATE: Readonly<Record<Tier, readonly [plain: number, hashed: number]>> = { T11: [28, 20], T64: [96, 80], T256: [224, 200] };
/** Width of a step's facts beside its content. */
const FACT_DIMS = 8;
/** Share of the last state dropped in training (GRU4Rec uses up to .5; Hidasi and Karatzoglou 2018). */
const DROPOUT: Readonly<Record<Tier, number>> = { T11: 0, T64: 0.2, T256: 0.2 };

/** Gated recurrent unit over the steps (Cho et al. 2014; GRU4Rec, Hidasi et al. 2016), added to the weighted mean. */
export const gru: EncoderDesign = {
  name: 'gru',
  tensors(tier, isHashed) {
    const state = STATE[tier][isHashed ? 1 : 0];
    return [
      ...PROFILE_TENSORS,
      { name: 'facts', rows: FACTS, columns: FACT_DIMS, start: 0.1 },
      ...layer('input', CONTENT_DIMS + FACT_DIMS, 3 * state, 2),
      { name: 'state', rows: state, columns: 3 * state, start: 1 / Math.sqrt(state) },
      ...silentLayer('output', state),
    ];
  },
  encode(input, tier) {
    const { tape, batch, content, weight, chance } = input;
    const facts = factRows(batch);
    const steps = beside(tape, [content, matmul(tape, facts, weight('facts'))]); // [S, D + F]
    const gates = add(tape, matmul(tape, steps, weight('input')), weight('inputBias')); // [S, 3H]
    const last = dropout(tape, recur(tape, gates, weight('state'), batch.ranges), DROPOUT[tier], chance); // [B, H]
    return add(tape, profile(input, facts), add(tape, matmul(tape, last, weight('output')), weight('outputBias')));
  },
};
