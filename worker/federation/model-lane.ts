import { reportLength, reportsToCover } from '#core/fedavg';
import { checkModelTask, rhoOfReport } from '#core/privacy';
import type { ModelTask, ReportFault, TaskId } from '#core/protocol';
import { sealReport } from '#core/sealing';
import { fail, ok, type Result } from '#core/units';
import type { Deployment } from './deployment.ts';
import type { Lane, Measured } from './lane.ts';
import { measurementOf } from './measurement.ts';
import { TaskUnfit } from './pairs.ts';
import type { FederationPorts } from './ports.ts';
import { loadModel, type PublishedModel } from './published.ts';
import { TrainingStopped } from './stopped.ts';

/** Trains, or counts pairs, on this device; gives what {@link trainLocally} gives, of the task's length. Rejects with TrainingStopped to abandon, with TaskUnfit to refuse. */
export type Train = (model: PublishedModel, task: ModelTask) => Promise<Float32Array>;

/** The lane of a model's task. */
export function modelLane(ports: FederationPorts, { policy, manifest, ...deployment }: Deployment, train: Train, { task, taskId }: { readonly task: ModelTask; readonly taskId: TaskId }): Lane {
  return {
    task,
    refusal: (ledger) => checkModelTask(task, taskId, { policy, manifest, ledger, nowMs: ports.clock.nowMs() }),
    seal: (measurement) => sealReport(ports, task, taskId, measurement),
    async measure() {
      const model = await loadModel(ports, { policy, manifest, ...deployment }, task.model);
      if (!model.ok) return model;
      const measurement = await trainedMeasurement(ports, task, model.value, train);
      return measurement.ok ? ok<Measured>({ measurement: measurement.value, basis: { taskId, model: task.model, block: task.block, baseModel: task.baseModel, rho: rhoOfReport(task) } }) : measurement;
    },
  };
}

async function trainedMeasurement(ports: FederationPorts, task: ModelTask, model: PublishedModel, train: Train): Promise<Result<Int32Array, ReportFault>> {
  const isOffered = task.block < reportsToCover(model); // a block that the model lacks has no length
  if (!isOffered || task.length !== reportLength(model, task.block)) return fail('task-refused', `The task takes ${task.length} entries of block ${task.block}, which is no part of its model`);
  try {
    return measurementOf(ports, task, await train(model, task));
  } catch (error) {
    if (error instanceof TrainingStopped) return fail('busy', error.message);
    if (error instanceof TaskUnfit) return fail('task-refused', error.message);
    throw error;
  }
}
