import { field32 } from '#core/field';
import { concatBytes } from '#core/units';
import { seededRandomness } from '#bench/lanes';
import { vdafFor, verifiedReport } from './shares.ts';

/** Who writes down what she sees; `nobody` sees the update itself. */
export const WITNESSES = ['nobody', 'leader', 'helper'] as const;
export type Witness = (typeof WITNESSES)[number];

/** Which seed of a device is the same in all its reports, as where its source of chance is broken; the classifier must find that. */
export const BREAKS = ['none', 'mask', 'prover'] as const;
export type Break = (typeof BREAKS)[number];

/** Bytes of a PINE seed; `rand` is the helper's seeds of measurement and proofs, two blinds of each server, the prover's seed. */
const SEED_BYTES = 32;
const SEED_PLACE: Readonly<Record<Exclude<Break, 'none'>, number>> = { mask: 0, prover: 6 };

/** The chance that all reports of one attack share. */
const FIXED_SEED = 20_260_101;

/** Writes down all that each witness has of one report which both servers have verified. */
export type Writer = (measurement: Int32Array, seed: number) => Promise<Readonly<Record<Witness, Uint8Array>>>;

/**
 * The product's own sharing and verification for reports of `length` entries. A server's transcript is the public share, her
 * input share, what its seeds expand to, both preparation shares, what these add up to, and the message. Nonce and verify key
 * are the same in every report, which only helps her: all proofs are then asked at the same points.
 */
export function writerOf(length: number, broken: Break): Writer {
  const vdaf = vdafFor(length);
  const [nonce, verifyKey, repeated] = [new Uint8Array(vdaf.nonceBytes), new Uint8Array(vdaf.verifyKeyBytes), new Uint8Array(SEED_BYTES)];
  const fixed = seededRandomness(FIXED_SEED);
  for (const bytes of [nonce, verifyKey, repeated]) fixed.fill(bytes);
  return async (measurement, seed) => {
    const rand = new Uint8Array(vdaf.randBytes);
    seededRandomness(seed).fill(rand);
    if (broken !== 'none') rand.set(repeated, SEED_BYTES * SEED_PLACE[broken]);
    const { publicShare, inputShares, prepareShares, message, outputs } = await verifiedReport(vdaf, measurement, { nonce, verifyKey, rand });
    const both = concatBytes(publicShare, ...prepareShares, opened(prepareShares), message);
    const [leader, helper] = inputShares.map((inputShare, server) => concatBytes(inputShare, vdaf.encodeShare(outputs[server] ?? vdaf.emptySum()), both));
    if (!leader || !helper) throw new RangeError(`Cannot write down a report for ${inputShares.length} servers: wanted 2`);
    return { nobody: new Uint8Array(measurement.slice().buffer), leader, helper };
  };
}

/** The verifiers that preparation shares add up to, which is what both servers look at. */
function opened(prepareShares: readonly Uint8Array[]): Uint8Array {
  const elements = prepareShares.map((share) => field32.decode(share.subarray(0, share.length - 2 * SEED_BYTES)));
  return field32.encode(elements.reduce<Uint32Array>((sum, share) => {
    if (!share) throw new Error('Cannot add preparation shares: one of them is no vector of elements');
    return field32.add(sum, share);
  }, field32.zeros(elements[0]?.length ?? 0)));
}
