import type { ModelTask, ReportFault, TaskId } from '#core/protocol';
import { fail, type Result } from '#core/units';
import { vdafOfTask } from '#core/vdaf';
import type { SymmetricCrypto } from '#core/xof';
import { sealShares, type SealedReport, type SealPorts } from './seal.ts';

/** A report to a model's task, as {@link sealShares} makes it. */
export async function sealReport(ports: SealPorts & { readonly symmetric: SymmetricCrypto }, task: ModelTask, taskId: TaskId, measurement: Int32Array): Promise<Result<SealedReport, ReportFault>> {
  const vdaf = vdafOfTask(task, ports);
  return vdaf.ok ? sealShares(ports, { task, taskId, vdaf: vdaf.value, measurement }) : fail('task-refused', vdaf.fault.message);
}
