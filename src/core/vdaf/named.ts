import { field32, type Field } from '#core/field';
import type { SignedDots } from '#core/flp';
import { ok, type Result } from '#core/units';
import type { SymmetricCrypto } from '#core/xof';
import { int32s } from './int32s.ts';
import { pine } from './pine.ts';
import { pineLayout, type ParameterFault, type PineParameters } from './pine-parameters.ts';
import type { Vdaf } from './vdaf.ts';

/** Hot loops that a platform does faster than typed arrays; they give the very same elements. */
export interface VdafKernels {
  readonly field32: Field;
  readonly signedDots: SignedDots;
}

/** What VDAFs need from the outside. */
export interface VdafPorts {
  readonly symmetric: SymmetricCrypto;
  /** Left out: typed arrays, which run everywhere. */
  readonly kernels?: VdafKernels;
}

/** Name and parameters of a VDAF over vectors of integers, as a task holds them. */
export type VdafParameters = PineParameters;

/**
 * The VDAF of `parameters`, for vectors of integers; what is unknown or impossible is a fault. It takes any parameters
 * that the draft takes: whether a task may use them is `checkWraparound`'s question.
 */
export function vdafOf(parameters: VdafParameters, { symmetric, kernels }: VdafPorts): Result<Vdaf<Int32Array, Int32Array>, ParameterFault> {
  const layout = pineLayout(parameters);
  if (!layout.ok) return layout;
  const field = layout.value.field === field32 && kernels ? kernels.field32 : layout.value.field;
  const engine = pine({ ...layout.value, field }, symmetric, kernels?.signedDots);
  return ok({ ...engine, unshard: (sums, reports) => int32s(engine.unshard(sums, reports)) });
}
