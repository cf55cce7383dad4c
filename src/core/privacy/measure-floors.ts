import { MAX_CELLS, MIN_CELLS } from '#core/measurement';
import { MAX_REPORT_BYTES, MEASURE_VDAFS, uploadBytes, type ExactRatio, type MeasureTask, type ReportFault, type TaskId } from '#core/protocol';
import { measureBytes } from '#core/vdaf';
import { rhoOfTask } from './accountant.ts';
import { budgetFault } from './budget-fault.ts';
import { MAX_NUMERATOR, MAX_SCALE } from './discrete-laplace.ts';
import { floorsUnder, type Floors } from './floors.ts';
import { offerFault, promiseFault, refused, type TaskCircumstances } from './offer.ts';

/**
 * Largest L1 bound of a report. The sum of 100,000 of them, a task's most, and 40 scales of the noise that the least ε of any
 * use wants, stay within the 31 bits of a published sum.
 */
const MAX_BOUND = 16_384;

/** As `checkTask`, of a measurement. */
export function checkMeasureTask(task: MeasureTask, taskId: TaskId, circumstances: TaskCircumstances): ReportFault | undefined {
  return measureFloorFault(task, floorsUnder(circumstances.policy))
    ?? offerFault(task, taskId, circumstances)
    ?? budgetFault({ task, taskId, rho: rhoOfTask(task) }, circumstances.ledger, circumstances);
}

/** As `floorFault`, of a measurement. */
export function measureFloorFault(task: MeasureTask, floors: Floors): ReportFault | undefined {
  return shapeFault(task) ?? promiseFault(task, floors) ?? noiseFault(task, floors) ?? proofFault(task);
}

function shapeFault({ vdaf, length, bound }: MeasureTask): ReportFault | undefined {
  if (!MEASURE_VDAFS.includes(vdaf.name)) return refused(`its VDAF "${String(vdaf.name).slice(0, 40)}" is none of ${MEASURE_VDAFS.join(', ')}`);
  if (!Number.isSafeInteger(length) || length < MIN_CELLS || length > MAX_CELLS) return refused(`a report of ${length} entries, wanted ${MIN_CELLS} to ${MAX_CELLS}`);
  const most = vdaf.name === 'Prio3Histogram' ? 1 : MAX_BOUND;
  return Number.isSafeInteger(bound) && bound >= 1 && bound <= most ? undefined : refused(`its bound ${bound} is not 1 to ${most}`);
}

function noiseFault({ bound, epsilon, noiseScale }: MeasureTask, { maxEpsilon }: Floors): ReportFault | undefined {
  if (!isRatio(epsilon) || !isRatio(noiseScale)) return refused('its epsilon or its noise is no fraction of positive integers');
  // All of it in integers: a float could round a lie up to the floor.
  const [e, s] = [bigOf(epsilon), bigOf(noiseScale)];
  const most = bigOf(maxEpsilon);
  if (e.numerator * most.denominator > most.numerator * e.denominator) return refused(`its epsilon ${ratioText(epsilon)} is above ${ratioText(maxEpsilon)}`);
  // scale · ε ≥ bound: sensitivity under zero-out adjacency is the L1 bound.
  if (s.numerator * e.numerator < BigInt(bound) * s.denominator * e.denominator) return refused(`its noise of scale ${ratioText(noiseScale)} is too small for a bound of ${bound} and an epsilon of ${ratioText(epsilon)}`);
  const isDrawn = noiseScale.numerator <= MAX_NUMERATOR && s.numerator <= BigInt(MAX_SCALE) * s.denominator;
  return isDrawn ? undefined : refused(`its noise of scale ${ratioText(noiseScale)} is more than any server draws, so its batch would never open`);
}

function proofFault(task: MeasureTask): ReportFault | undefined {
  const proven = measureBytes(task);
  if (!proven.ok) return refused(proven.fault.message);
  const bytes = uploadBytes(proven.value);
  return bytes <= MAX_REPORT_BYTES ? undefined : refused(`its reports have ${bytes} bytes, wanted at most ${MAX_REPORT_BYTES}`);
}

function isRatio({ numerator, denominator }: ExactRatio): boolean {
  return Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator) && numerator >= 1 && denominator >= 1;
}

function bigOf({ numerator, denominator }: ExactRatio): { readonly numerator: bigint; readonly denominator: bigint } {
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

function ratioText({ numerator, denominator }: ExactRatio): string {
  return denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;
}
