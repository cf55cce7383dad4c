import type { ModelTask, WeightsKind } from '#core/protocol';
import { clipToNorm, sumOfSquares } from './clip.ts';

/**
 * What a device says of a candidate, by the choices of its own shopper: 1 where the candidate predicts them better than the
 * model it would replace, −1 where worse, 0 where it cannot tell.
 */
export type Verdict = -1 | 0 | 1;

/** The verdict that two losses on the same choices give: of the model, and of its candidate. NaN is as bad as Infinity. */
export function verdictOf(model: number, candidate: number): Verdict {
  const [was, is] = [Number.isNaN(model) ? Infinity : model, Number.isNaN(candidate) ? Infinity : candidate];
  if (is === was) return 0;
  return is < was ? 1 : -1;
}

/** Share of B that a verdict takes of a report: an update keeps √(1 − ¼), which most never fill. */
export const VERDICT_SHARE = 0.5;

/**
 * Least surplus of devices that find the candidate better, as a share of all: as many as may be malicious. A tenth of all
 * devices, of one voice for a bad candidate, cannot make up for honest ones that find it worse. No margin for noise is added: its
 * deviation is 2√2·z = 11.3 over n at z = 4, so .02 at n = 500, and a shop of fifty must be able to learn at all.
 *
 * Of ads only who followed one and left one can tell: of twelve ads at a click rate of 2 % a fifth of all devices, so that the
 * truth itself has a surplus of .1. Theirs is one deviation of the noise at 600 reports; a candidate that these devices find
 * worse by three to one is still dropped against a tenth of all that praise it (decision 0054).
 */
const LEAST_SURPLUS: Readonly<Record<WeightsKind, number>> = { mix: 0.1, t11: 0.1, ctr: 0.02, cvr: 0.02 };

/** What a gate decides over; all of it is published. */
export interface GateInput {
  /** The noised sum of all verdicts, in integer units: the last entry of the sum of a batch. */
  readonly sum: number;
  /** n of the batch. */
  readonly reports: number;
  readonly kind: WeightsKind;
  readonly task: Pick<ModelTask, 'integerNorm'>;
}

/** Whether a candidate becomes the model, and the numbers that say so. */
export interface GateResult {
  readonly outcome: 'confirmed' | 'rolled-back';
  /** Devices that found it better, less those that found it worse, as a share of all; noised. */
  readonly surplus: number;
  /** Least surplus that confirms a candidate of this kind. */
  readonly least: number;
}

/**
 * The holdout gate: the batch that trains on a candidate also judges it, each device on its own choices before it learns
 * from them, and the sum of their verdicts is opened with the sum of their updates, under the same noise and the same
 * proof. Only + − × ÷ √, so an auditor's answer is the leader's to the bit.
 */
export function gate({ sum, reports, kind, task }: GateInput): GateResult {
  if (!(Number.isSafeInteger(reports) && reports >= 1)) throw new RangeError(`Cannot judge a candidate by ${reports} reports: wanted an integer of at least 1`);
  const surplus = sum / (VERDICT_SHARE * task.integerNorm * reports);
  const least = LEAST_SURPLUS[kind];
  return { outcome: surplus >= least ? 'confirmed' : 'rolled-back', surplus, least };
}

/**
 * An update and a verdict as one vector of norm at most C: the update is clipped to what the verdict leaves, whether there
 * was anything to judge or not. NaN and Infinity stay, so that `encodeUpdate` refuses the whole.
 *
 * @param update - [P], model units; not modified
 * @returns [P + 1]
 */
export function withVerdict(update: Float32Array, verdict: Verdict, clipNorm: number): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(update.length + 1);
  joined.set(Number.isFinite(sumOfSquares(update)) ? clipToNorm(update, clipNorm * Math.sqrt(1 - VERDICT_SHARE * VERDICT_SHARE)) : update);
  joined[update.length] = verdict * VERDICT_SHARE * clipNorm;
  return joined;
}
