import type { CampaignId, CreativeId, Experiment } from '#core/campaigns';
import { concatBytes, fromHex, sha256Bytes } from '#core/units';

/** Whole numbers that 48 bits of a digest can be; over 1,000 equal parts they differ by less than 4·10⁻¹². */
const SPAN = 2 ** 48;

/**
 * The arm of this device: SHA-256 of the experiment's salt and the device's own secret draw, as a place among thousandths. The
 * same for the life of the draw, even over all devices, and independent between two salts; nobody without the draw can tell it.
 *
 * @param secret - 16 bytes or more, drawn once on the device, never sent
 * @throws RangeError if the secret is shorter or no arm has a share
 */
export function armOf({ salt, arms }: Pick<Experiment, 'salt' | 'arms'>, secret: Uint8Array): string {
  if (secret.length < 16) throw new RangeError(`Cannot draw an arm from ${secret.length} secret bytes: wanted 16 or more`);
  const digest = sha256Bytes(concatBytes(fromHex(salt), secret));
  const place = (digest.subarray(0, 6).reduce((value, byte) => value * 256 + byte, 0) / SPAN) * 1000;
  let below = 0;
  for (const { name, thousandths } of arms) {
    below += thousandths;
    if (place < below) return name;
  }
  const last = arms.findLast(({ thousandths }) => thousandths > 0); // shares that sum to less leave the rest to the last arm
  if (!last) throw new RangeError('Cannot draw an arm: none has a share');
  return last.name;
}

/** Name of the arm that a holdout keeps from the campaign's ads; devices in it note a ghost of each (`ad_ghost`). */
export const HELD_ARM = 'held';

/** Whether `experiment` draws arms at `nowMs`. */
export function isRunning({ startMs, endMs }: Pick<Experiment, 'startMs' | 'endMs'>, nowMs: number): boolean {
  return startMs <= nowMs && nowMs < endMs;
}

/** What the running experiments mean for one device. */
export interface ExperimentsHere {
  /** Whether a holdout keeps the campaign's ads from it. */
  isHeld(campaign: CampaignId): boolean;
  /** Whether an A/B test gives the creative to another arm than its own. One that no arm is named after is for all of them. */
  isOfOtherArm(campaign: CampaignId, creative: CreativeId): boolean;
}

/** @param secret - as for {@link armOf} */
export function experimentsHere(experiments: readonly Experiment[], secret: Uint8Array, nowMs: number): ExperimentsHere {
  const running = experiments.filter((experiment) => isRunning(experiment, nowMs)).map((experiment) => ({ ...experiment, own: armOf(experiment, secret) }));
  const of = (kind: Experiment['kind'], id: CampaignId) => running.filter(({ kind: its, campaign }) => its === kind && (campaign === undefined || campaign === id));
  return {
    isHeld: (campaign) => of('holdout', campaign).some(({ own }) => own === HELD_ARM),
    isOfOtherArm: (campaign, creative) => of('ab', campaign).some(({ arms, own }) => creative !== own && arms.some(({ name }) => name === creative)),
  };
}
