import { fail, ok, type Fault, type Result } from '#core/units';
import { ADDITIVE32, additive32, MAX_ADDITIVE_LENGTH } from './additive.ts';
import type { SymmetricCrypto } from '#core/xof';
import type { Vdaf } from './vdaf.ts';

/** What VDAFs need from the outside. */
export interface VdafPorts {
  readonly symmetric: SymmetricCrypto;
}

/** Names a task may use. */
const VDAF_NAMES = [ADDITIVE32] as const;

/** The VDAF a task names, for vectors of `length` integers; an unknown name or an impossible length is a fault. */
export function vdafNamed(name: string, length: number, ports: VdafPorts): Result<Vdaf<Int32Array, Int32Array>, Fault<'unknown-vdaf'>> {
  if (name !== ADDITIVE32) return fail('unknown-vdaf', `Cannot use the VDAF "${name.slice(0, 40)}": wanted one of ${VDAF_NAMES.join(', ')}`);
  if (!Number.isInteger(length) || length < 1 || length > MAX_ADDITIVE_LENGTH) {
    return fail('unknown-vdaf', `Cannot use ${name} for ${length} entries: wanted 1 to ${MAX_ADDITIVE_LENGTH}`);
  }
  return ok(additive32(length, ports.symmetric));
}
