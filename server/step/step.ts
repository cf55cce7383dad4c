import { decodeModel, decodeState, encodeModel, encodeState, meanUpdate, serverStep, type FileFault } from '#core/fedavg';
import type { Task } from '#core/protocol';
import { contentHash, fail, ok, type ContentHash, type Result } from '#core/units';
import { decodeAggregateShare, type Vdaf, type VdafFault } from '#core/vdaf';

/** A file and its address. */
export interface AddressedFile {
  readonly hash: ContentHash;
  readonly bytes: Uint8Array;
}

/** Everything a model step reads; all of it is published. */
export interface StepInput {
  readonly task: Task;
  readonly vdaf: Vdaf<Int32Array, Int32Array>;
  readonly model: Uint8Array;
  readonly state: Uint8Array;
  /** Noised aggregate shares as published. */
  readonly leaderShare: Uint8Array;
  readonly helperShare: Uint8Array;
  readonly reports: number;
}

export interface StepOutput {
  readonly model: AddressedFile;
  readonly state: AddressedFile;
  readonly outcome: 'published' | 'kept';
  readonly noiseToSignal: number;
}

function addressed(bytes: Uint8Array): AddressedFile {
  return { hash: contentHash(bytes), bytes };
}

/**
 * Model t → t + 1 from files alone: the same bytes in give the same bytes out, on every machine.
 * The auditor repeats it from the published files (`#core/audit`).
 */
export function stepModel({ task, vdaf, ...files }: StepInput): Result<StepOutput, FileFault | VdafFault> {
  const model = decodeModel(files.model);
  if (!model.ok) return model;
  const state = decodeState(files.state);
  if (!state.ok) return state;
  if (model.value.kind !== task.model) return fail('malformed-model', `Cannot step a ${model.value.kind} model with a task for ${task.model}`);
  const leaderSum = decodeAggregateShare(files.leaderShare, task.length);
  if (!leaderSum.ok) return leaderSum;
  const helperSum = decodeAggregateShare(files.helperShare, task.length);
  if (!helperSum.ok) return helperSum;
  const sum = vdaf.unshard(leaderSum.value, helperSum.value, files.reports);
  const mean = meanUpdate(sum, files.reports, task);
  const stepped = serverStep({ kind: task.model, weights: model.value.weights, state: state.value, mean, reports: files.reports, task });
  const { outcome, noiseToSignal } = stepped;
  // Kept: the very same files, so that their addresses do not change either.
  if (outcome === 'kept') return ok({ model: addressed(files.model), state: addressed(files.state), outcome, noiseToSignal });
  return ok({ model: addressed(encodeModel(task.model, stepped.weights)), state: addressed(encodeState(stepped.state)), outcome, noiseToSignal });
}
