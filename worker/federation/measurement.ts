import { encodeUpdate } from '#core/fedavg';
import type { ReportFault, ModelTask } from '#core/protocol';
import type { Result } from '#core/units';
import type { FederationPorts } from './ports.ts';

/** Clips and rounds an update to the integers that a task takes. NaN and Infinity are refused before anything is encoded. */
export function measurementOf(ports: Pick<FederationPorts, 'randomness'>, task: ModelTask, delta: Float32Array): Result<Int32Array, ReportFault> {
  if (delta.length !== task.length) throw new RangeError(`Cannot report ${delta.length} entries to a task of ${task.length}`);
  return encodeUpdate(delta, task, ports.randomness);
}
