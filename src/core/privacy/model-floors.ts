import { MAX_REPORT_BYTES, uploadBytes, VERDICT_ENTRIES, type ModelTask, type ReportFault, type TaskId } from '#core/protocol';
import { checkVdaf, vdafForTask } from '#core/vdaf';
import { rhoOfReport } from './accountant.ts';
import { budgetFault } from './budget-fault.ts';
import { MAX_VARIANCE } from './discrete-gaussian.ts';
import { floorsUnder, type Floors } from './floors.ts';
import { offerFault, promiseFault, refused, type TaskCircumstances } from './offer.ts';

/** As `checkTask`, of a model's task. */
export function checkModelTask(task: ModelTask, taskId: TaskId, circumstances: TaskCircumstances): ReportFault | undefined {
  return modelFloorFault(task, floorsUnder(circumstances.policy))
    ?? offerFault(task, taskId, circumstances)
    ?? budgetFault({ task, taskId, rho: rhoOfReport(task) }, circumstances.ledger, circumstances);
}

/** As `floorFault`, of a model's task. */
export function modelFloorFault(task: ModelTask, floors: Floors): ReportFault | undefined {
  return shapeFault(task, floors) ?? promiseFault(task, floors) ?? noiseFault(task, floors) ?? proofFault(task, floors);
}

function shapeFault(task: ModelTask, floors: Floors): ReportFault | undefined {
  const [minLength, maxLength] = [1 + VERDICT_ENTRIES[task.model], floors.maxLength[task.model]];
  if (!Number.isSafeInteger(task.length) || task.length < minLength || task.length > maxLength) return refused(`a report of ${task.length} entries, wanted ${minLength} to ${maxLength}`);
  return task.clipNorm > 0 && task.clipNorm < Infinity ? undefined : refused(`its clip norm ${task.clipNorm} is no bound`);
}

function noiseFault(task: ModelTask, floors: Floors): ReportFault | undefined {
  if (task.integerNorm !== floors.integerNorm) return refused(`its integer norm ${task.integerNorm} is not ${floors.integerNorm}`);
  const { numerator, denominator } = task.noiseVariance;
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || numerator < 1 || denominator < 1) return refused('its noise variance is no fraction of positive integers');
  // σ²·16 ≥ (4zB)²·… in integers, because a float could round a lie up to the floor; policies may ask for sixteenths.
  const wanted = Math.ceil(16 * floors.minNoiseMultiplier * floors.minNoiseMultiplier) * floors.integerNorm * floors.integerNorm;
  if (16n * BigInt(numerator) < BigInt(wanted) * BigInt(denominator)) return refused(`its noise variance ${numerator}/${denominator} is below z = ${floors.minNoiseMultiplier}`);
  if (BigInt(numerator) > BigInt(MAX_VARIANCE) * BigInt(denominator)) return refused(`its noise variance ${numerator}/${denominator} is more than any server draws, so its batch would never open`);
  return task.dpDelta > 0 && task.dpDelta <= floors.maxDelta ? undefined : refused(`its delta ${task.dpDelta} is above ${floors.maxDelta}`);
}

/** What bounds one device's part of a sum, and with it the noise that hides it. */
function proofFault(task: ModelTask, floors: Floors): ReportFault | undefined {
  const { name, numProofs, numProofsNormEquality } = task.vdaf;
  if (name !== floors.vdaf) return refused(`its VDAF "${name.slice(0, 40)}" is not ${floors.vdaf}`);
  if (!(numProofs >= floors.minProofs)) return refused(`its ${numProofs} proofs are fewer than ${floors.minProofs}`);
  if (!(numProofsNormEquality >= floors.minProofsNormEquality)) return refused(`its ${numProofsNormEquality} proofs of the norm are fewer than ${floors.minProofsNormEquality}`);
  const shortest = vdafForTask(task.length, task.integerNorm);
  for (const chunk of ['chunkLength', 'chunkLengthNormEquality'] as const) {
    // A shorter chunk is a longer polynomial, and a proof misses a lie in proportion to that.
    if (!(task.vdaf[chunk] >= shortest[chunk])) return refused(`its ${chunk} ${task.vdaf[chunk]} is below ${shortest[chunk]}`);
  }
  const proven = checkVdaf(task);
  if (!proven.ok) return refused(proven.fault.message);
  const bytes = uploadBytes(proven.value);
  return bytes <= MAX_REPORT_BYTES ? undefined : refused(`its reports have ${bytes} bytes, wanted at most ${MAX_REPORT_BYTES}`);
}
