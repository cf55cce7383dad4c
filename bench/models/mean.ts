import { CONTENT_DIMS } from '#core/catalogue';
import { factRows } from './batch.ts';
import { layer, silentLayer, type EncoderDesign } from './encoder.ts';
import { add, beside, dropout, gather, matmul, tanh } from './matrices.ts';
import { profile, PROFILE_TENSORS } from './profile.ts';
import type { Tier } from './tiers.ts';

/** Hidden units of each tier: what its budget leaves; with hashed items a third of it is theirs. */
const HIDDEN: Readonly<Record<Tier, readonly [plain: number, hashed: number]>> = { T11: [34, 30], T64: [270, 200], T256: [1150, 800] };
/** Share dropped of wide hidden layers in training. */
const DROPOUT: Readonly<Record<Tier, number>> = { T11: 0, T64: 0.2, T256: 0.2 };

/**
 * Weighted mean, a straight map of it, and a hidden layer that mixes it with the last item: what T11 is without its
 * query. No step looks at another, so it needs no GPU and next to no time.
 */
export const mean: EncoderDesign = {
  name: 'mean',
  tensors: (tier, isHashed) => [
    ...PROFILE_TENSORS,
    ...(isHashed && tier === 'T11' ? [] : [{ name: 'value', rows: CONTENT_DIMS, columns: CONTENT_DIMS }]),
    ...layer('hidden', 2 * CONTENT_DIMS, HIDDEN[tier][isHashed ? 1 : 0], 1),
    ...silentLayer('output', HIDDEN[tier][isHashed ? 1 : 0]),
  ],
  encode(input, tier, isHashed) {
    const { tape, batch, content, weight, chance } = input;
    const taste = profile(input, factRows(batch)); // [B, D]
    const both = beside(tape, [taste, gather(tape, content, batch.last)]); // [B, 2D]
    const hidden = dropout(tape, tanh(tape, add(tape, matmul(tape, both, weight('hidden')), weight('hiddenBias'))), DROPOUT[tier], chance);
    const learned = add(tape, matmul(tape, hidden, weight('output')), weight('outputBias')); // [B, D]
    const straight = isHashed && tier === 'T11' ? taste : add(tape, taste, matmul(tape, taste, weight('value')));
    return add(tape, straight, learned);
  },
};
