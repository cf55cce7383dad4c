import type { MeasureTask, ReportFault, TaskId } from '#core/protocol';
import { fail, type Result } from '#core/units';
import { measureVdafOf } from '#core/vdaf';
import { sealShares, type SealedReport, type SealPorts } from './seal.ts';

/** A report to a measurement, as {@link sealShares} makes it. @param counts - [length], as `fitToBound` gives them */
export async function sealCounts(ports: SealPorts, task: MeasureTask, taskId: TaskId, counts: Int32Array): Promise<Result<SealedReport, ReportFault>> {
  const vdaf = measureVdafOf(task);
  return vdaf.ok ? sealShares(ports, { task, taskId, vdaf: vdaf.value, measurement: counts }) : fail('task-refused', vdaf.fault.message);
}
