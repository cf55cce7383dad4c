import { prove } from '#core/flp';
import { concatBytes } from '#core/units';
import { helperShares, jointPart, jointRandomness, jointSeed, partOf, PRIO3_SEED_BYTES, proveRandomness, type Prio3Engine } from './prio3-engine.ts';
import type { Shards } from './vdaf.ts';

/** Bytes of client randomness: a seed for every helper and for the proofs, with joint randomness a blind for every aggregator. */
export function prio3RandBytes({ shares, jointBytes }: Prio3Engine<never>): number {
  return shares * (PRIO3_SEED_BYTES + jointBytes);
}

/** Client randomness by use, in the draft's order: each helper's seed and blind, the leader's blind, the proofs' seed. */
function usesOf({ shares, jointBytes }: Prio3Engine<never>, rand: Uint8Array): { helpers: { seed: Uint8Array; blind: Uint8Array }[]; leaderBlind: Uint8Array; prove: Uint8Array } {
  let at = 0;
  const next = (length: number): Uint8Array => rand.slice(at, (at += length));
  return {
    helpers: Array.from({ length: shares - 1 }, () => ({ seed: next(PRIO3_SEED_BYTES), blind: next(jointBytes) })),
    leaderBlind: next(jointBytes),
    prove: next(PRIO3_SEED_BYTES),
  };
}

/** Shares and proves a measurement, of lengths that were checked (VDAF-20, `shard_with_joint_rand` and `shard_without_joint_rand`). */
export async function shardMeasurement<Measurement>(engine: Prio3Engine<Measurement>, measurement: Measurement, nonce: Uint8Array, { rand, context }: { readonly rand: Uint8Array; readonly context: Uint8Array }): Promise<Shards> {
  const { circuit } = engine;
  const { field } = circuit;
  const uses = usesOf(engine, rand);
  const encoded = circuit.encode(measurement);
  const leader = encoded.slice();
  const helpers: Awaited<ReturnType<typeof helperShares>>[] = [];
  for (const [i, { seed }] of uses.helpers.entries()) {
    const shares = await helperShares(engine, context, i + 1, seed);
    field.sub(leader, shares.measurement, leader);
    helpers.push(shares);
  }

  const parts: Uint8Array[] = [];
  if (engine.jointBytes > 0) {
    parts.push(await jointPart(engine, context, { aggregator: 0, blind: uses.leaderBlind, nonce, share: leader }));
    for (const [i, { blind }] of uses.helpers.entries()) parts.push(await jointPart(engine, context, { aggregator: i + 1, blind, nonce, share: helpers[i]?.measurement ?? encoded }));
  }
  const seed = parts.length > 0 ? await jointSeed(engine, context, parts) : null;
  const leaderProofs = proveAll(engine, encoded, { randomness: await proveRandomness(engine, context, uses.prove), joint: await jointRandomness(engine, context, seed) });
  for (const { proofs } of helpers) field.sub(leaderProofs, proofs, leaderProofs);
  return {
    publicShare: concatBytes(...parts),
    inputShares: [concatBytes(field.encode(leader), field.encode(leaderProofs), uses.leaderBlind), ...uses.helpers.map(({ seed, blind }) => concatBytes(seed, blind))],
  };
}

/** All proofs of an encoded measurement, one after the other. */
function proveAll({ circuit, proofs, lengths }: Prio3Engine<never>, encoded: Uint32Array, { randomness, joint }: { readonly randomness: Uint32Array; readonly joint: Uint32Array }): Uint32Array {
  const all = circuit.field.zeros(proofs * lengths.proof);
  for (let i = 0; i < proofs; i++) {
    partOf(all, i, proofs).set(prove(circuit, encoded, { randomness: partOf(randomness, i, proofs), jointRandomness: partOf(joint, i, proofs) }));
  }
  return all;
}
