import { field32 } from '#core/field';
import { hpkeInfo } from '#core/protocol';
import { sealReport } from '#core/sealing';
import { equalBytes, type Chance } from '#core/units';
import { hpkeSeal, webRandomness, webSymmetric } from '#page/crypto';
import { valueOf, type OpenTask } from './reports.ts';

/** How a device lies: its share is another than the one it proved, its vector is longer than allowed, or its proof is another. */
export const LIES = ['wrapped', 'over-norm', 'changed'] as const;
type Lie = (typeof LIES)[number];

/** Where the leader's vector begins in what is sealed: after the extensions and the length of the share. */
const VECTOR_AT = 6;
/** An entry whose square is small modulo the prime of Field32: 113,498² mod p is under 256². */
const WRAPPED_ENTRY = 113_498;
/** A bound whose circuit has as many bits as that of 256, so that the lie has the right length: 362² is under 2^17 too. */
const LOOSE_BOUND = 362;

const PRIME = Number(field32.modulus);

/** Adds to an element of a share, in the field. */
function addTo(plaintext: Uint8Array, at: number, value: number): void {
  const view = new DataView(plaintext.buffer, plaintext.byteOffset);
  view.setUint32(at, (view.getUint32(at, true) + value) % PRIME, true);
}

/** A sealed report that every server can open and none may count. */
export async function forgeReport({ id, task }: OpenTask, lie: Lie, chance: Chance): Promise<Uint8Array> {
  const loose = { ...task, integerNorm: lie === 'over-norm' ? LOOSE_BOUND : task.integerNorm };
  const measurement = new Int32Array(task.length);
  if (lie === 'over-norm') measurement[chance.below(task.length)] = task.integerNorm + 1 + chance.below(LOOSE_BOUND - task.integerNorm);
  const seal: typeof hpkeSeal = (input) => {
    const plaintext = input.plaintext.slice();
    if (equalBytes(input.info, hpkeInfo('leader'))) {
      if (lie === 'wrapped') addTo(plaintext, VECTOR_AT, WRAPPED_ENTRY);
      if (lie === 'changed') addTo(plaintext, VECTOR_AT + 4 * chance.below(Math.floor((plaintext.length - VECTOR_AT - 4) / 4)), 1 + chance.below(1_000));
    }
    return hpkeSeal({ ...input, plaintext });
  };
  return valueOf(await sealReport({ symmetric: webSymmetric, clock: { nowMs: Date.now }, randomness: webRandomness, seal }, loose, id, measurement)).body;
}
