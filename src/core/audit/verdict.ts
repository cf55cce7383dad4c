import { VERDICT_SHARE, type GateResult } from '#core/fedavg';
import type { ModelRound, ModelTask } from '#core/protocol';

/** How a batch judged a candidate, recomputed from what both servers published. */
export interface AuditedVerdict extends GateResult {
  /** Last entry of the sum of both noised shares, in integer units. */
  readonly sum: number;
  /** What one report adds to that sum for a candidate it finds better, in the same units. */
  readonly unit: number;
  readonly reports: number;
  /** Standard deviation of both servers' noise in the surplus. */
  readonly noiseStdDev: number;
  /**
   * Where the surplus without noise lies with 95 % confidence, within the −1 to 1 that honest devices can make. Outside of it
   * where noise does not explain the figure: a device that sends a verdict and no update can vote twice.
   */
  readonly range: readonly [low: number, high: number];
}

/** Deviations to both sides that hold 95 % of a Gaussian. */
const DEVIATIONS_OF_95 = 1.96;

/** A batch that judged a candidate. */
interface JudgingBatch {
  readonly reports: number;
  readonly task: Pick<ModelTask, 'integerNorm' | 'noiseVariance'>;
}

/** What a noised surplus tells, as a share of all devices: how far noise moves it, and where it lies without. @param batch.reports - 1 or more */
export function surplusRange(surplus: number, { reports, task: { integerNorm, noiseVariance } }: JudgingBatch): Pick<AuditedVerdict, 'noiseStdDev' | 'range'> {
  const noiseStdDev = Math.sqrt((2 * noiseVariance.numerator) / noiseVariance.denominator) / (VERDICT_SHARE * integerNorm * reports);
  const [low, high] = [surplus - DEVIATIONS_OF_95 * noiseStdDev, surplus + DEVIATIONS_OF_95 * noiseStdDev];
  const isPossible = low <= 1 && high >= -1;
  return { noiseStdDev, range: isPossible ? [Math.max(-1, low), Math.min(1, high)] : [low, high] };
}

/** The verdict with what it was decided by. @param batch.sum - last entry of the noised sum */
export function auditedVerdict(result: GateResult, batch: JudgingBatch & Pick<AuditedVerdict, 'sum'>): AuditedVerdict {
  const { sum, reports, task } = batch;
  return { ...result, sum, unit: VERDICT_SHARE * task.integerNorm, reports, ...surplusRange(result.surplus, batch) };
}

/** A share as whole percent with its sign, e.g. `+12 %`. */
function percentText(share: number): string {
  const percent = Math.round(100 * share);
  return `${percent < 0 ? '−' : percent > 0 ? '+' : ''}${Math.abs(percent)} %`;
}

/**
 * The surplus as an estimate: a noised figure alone says more than is known, and can be more than all devices. Of a small
 * batch it is wide, and says so.
 */
export function surplusText({ range: [low, high] }: Pick<AuditedVerdict, 'range'>): string {
  if (low > 1 || high < -1) return `${percentText(low)} to ${percentText(high)}: more than noise explains, as of devices that voted twice`;
  return `between ${percentText(low)} and ${percentText(high)} of devices (95 %, noise counted)`;
}

/** What decided over a candidate, in one line: the sum, what it stands for, and what was wanted. */
export function verdictText(verdict: AuditedVerdict): string {
  const { outcome, sum, unit, reports, surplus, least, noiseStdDev } = verdict;
  const decided = `verdicts of ${reports} devices, noise included, sum to ${sum} of ${unit * reports}: a measured surplus of ${surplus.toFixed(3)} where ${least} was wanted, noise ±${noiseStdDev.toFixed(3)}`;
  return `${outcome === 'confirmed' ? 'confirmed' : 'dropped'}: ${decided}; better less worse, ${surplusText(verdict)}`;
}

/** What is wrong with a record's word on a candidate; undefined where it is what the sums say. */
export function verdictWrong({ outcome, verdict: said }: Pick<ModelRound, 'outcome' | 'verdict'>, verdict: AuditedVerdict | undefined): string | undefined {
  if (!verdict) return said || outcome === 'rolled-back' ? 'The model had no candidate to judge, and the record tells of one' : undefined;
  if (!said) return `The sums hold a verdict on a candidate, ${verdict.outcome}, and the record tells of none`;
  if (said.surplus !== verdict.surplus) return `The record says a surplus of ${said.surplus}, the sums say ${verdict.surplus}`;
  if ((outcome === 'rolled-back') !== (verdict.outcome === 'rolled-back')) return `The sums say the candidate was ${verdict.outcome}, the record says ${outcome}`;
  return undefined;
}
