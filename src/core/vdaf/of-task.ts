import { fail, ok, type Result } from '#core/units';
import { vdafOf, type VdafPorts } from './named.ts';
import { checkWraparound, isPineName, pineParameters, reportBytes, type ParameterFault, type PineParameters, type ReportBytes } from './pine-parameters.ts';
import type { Vdaf } from './vdaf.ts';

/** What of a task decides how its reports are shared; a `Task` is one. */
export interface VdafChoice {
  /** Name and proof parameters, from outside: nothing about them is known yet. */
  readonly vdaf: Pick<PineParameters, 'chunkLength' | 'chunkLengthNormEquality' | 'numProofs' | 'numProofsNormEquality'> & { readonly name: string };
  readonly length: number;
  readonly integerNorm: number;
}

/** The VDAF of a task; what is unknown or impossible is a fault, what is unsafe is not: see {@link checkVdaf}. */
export function vdafOfTask(task: VdafChoice, ports: VdafPorts): Result<Vdaf<Int32Array, Int32Array>, ParameterFault> {
  const parameters = parametersOf(task);
  return parameters.ok ? vdafOf(parameters.value, ports) : parameters;
}

/** Whether a task's VDAF is one that proves what it says, and how large its reports are. */
export function checkVdaf(task: VdafChoice): Result<ReportBytes, ParameterFault> {
  const parameters = parametersOf(task);
  if (!parameters.ok) return parameters;
  const safe = checkWraparound(parameters.value);
  return safe.ok ? reportBytes(parameters.value) : safe;
}

/** What a task says of its VDAF, for `length` integers of L2 norm at most `integerNorm`. */
export function vdafForTask(length: number, integerNorm: number): VdafChoice['vdaf'] {
  const { name, chunkLength, chunkLengthNormEquality, numProofs, numProofsNormEquality } = pineParameters(length, integerNorm);
  return { name, chunkLength, chunkLengthNormEquality, numProofs, numProofsNormEquality };
}

function parametersOf({ vdaf, length, integerNorm }: VdafChoice): Result<PineParameters, ParameterFault> {
  const { name } = vdaf;
  if (!isPineName(name)) return fail('unknown-vdaf', `Cannot use the VDAF "${name.slice(0, 40)}": it is unknown here`);
  return ok({ ...vdaf, name, length, normBound: integerNorm });
}
