import { FLOORS } from '#core/privacy';
import type { Result } from '#core/units';
import { vdafForTask, vdafOfTask, type Vdaf } from '#core/vdaf';
import { seededRandomness } from '#bench/lanes';
import { webSymmetric } from '#page/crypto';

/** Splits reports as a device does and hands every server its part. */
export interface Splitter {
  /**
   * What each server holds of a report that all have verified: its output share, read as integers around 0. A seed is
   * expanded, so nothing that a server can compute by itself is left out.
   */
  sharesOf(measurement: Int32Array, seed: number): Promise<readonly Int32Array[]>;
}

/** The product's own sharing and verification for reports of `length` entries, without seals and HTTP. */
export function splitterOf(length: number): Splitter {
  const vdaf = vdafFor(length);
  // Proof and verification take longer than any attack here: what one server holds and what the other does come of one sharing.
  const known = new WeakMap<Int32Array, Map<number, Promise<readonly Int32Array[]>>>();
  return {
    sharesOf(measurement, seed) {
      const bySeed = known.get(measurement) ?? new Map<number, Promise<readonly Int32Array[]>>();
      known.set(measurement, bySeed);
      const shares = bySeed.get(seed) ?? sharesOf(vdaf, measurement, seed);
      bySeed.set(seed, shares);
      return shares;
    },
  };
}

async function sharesOf(vdaf: Vdaf<Int32Array, Int32Array>, measurement: Int32Array, seed: number): Promise<readonly Int32Array[]> {
  const randomness = seededRandomness(seed);
  const [nonce, rand, verifyKey] = [new Uint8Array(vdaf.nonceBytes), new Uint8Array(vdaf.randBytes), new Uint8Array(vdaf.verifyKeyBytes)];
  for (const bytes of [nonce, rand, verifyKey]) randomness.fill(bytes);
  const { outputs } = await verifiedReport(vdaf, measurement, { nonce, rand, verifyKey });
  return outputs.map((output) => {
    const alone = Array.from({ length: vdaf.shares }, (_, aggregator) => (aggregator === 0 ? output : vdaf.emptySum()));
    return vdaf.unshard(alone, 1); // beside empty shares it stays what it is, read around 0
  });
}

/** What a task of this kind names for reports of `length` entries. */
export function vdafFor(length: number): Vdaf<Int32Array, Int32Array> {
  const named = vdafOfTask({ vdaf: vdafForTask(length, FLOORS.integerNorm), length, integerNorm: FLOORS.integerNorm }, { symmetric: webSymmetric });
  if (!named.ok) throw new RangeError(named.fault.message);
  return named.value;
}

/** All chance of one report. */
export interface ReportChance {
  readonly nonce: Uint8Array;
  /** The device's own. */
  readonly rand: Uint8Array;
  readonly verifyKey: Uint8Array;
}

/** All that is made of one report on its way, the leader's first. */
export interface VerifiedReport {
  readonly publicShare: Uint8Array;
  readonly inputShares: readonly Uint8Array[];
  readonly prepareShares: readonly Uint8Array[];
  readonly message: Uint8Array;
  readonly outputs: readonly Uint32Array[];
}

/** Shares a report as a device does and verifies it as both servers do. */
export async function verifiedReport(vdaf: Vdaf<Int32Array, Int32Array>, measurement: Int32Array, { nonce, rand, verifyKey }: ReportChance): Promise<VerifiedReport> {
  const context = new Uint8Array(32);
  const { publicShare, inputShares } = await vdaf.shard(measurement, nonce, rand, context);
  const prepared = await Promise.all(inputShares.map((inputShare, aggregator) => vdaf.prepareInit({ verifyKey, context, aggregator, nonce, publicShare, inputShare })));
  const begun = prepared.map((result) => accepted(result));
  const prepareShares = begun.map(({ share }) => share);
  const message = accepted(await vdaf.prepareSharesToMessage(context, prepareShares));
  const outputs = await Promise.all(begun.map(async ({ state }) => accepted(await vdaf.prepareNext(state, message))));
  return { publicShare, inputShares, prepareShares, message, outputs };
}

function accepted<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`Cannot prepare an honest report: ${result.fault.message}`);
  return result.value;
}
