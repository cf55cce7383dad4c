import { stepFiles, type FileFault, type GateResult } from '#core/fedavg';
import type { RoundOutcome, ModelTask } from '#core/protocol';
import { contentHash, ok, type ContentHash, type Result } from '#core/units';
import type { Vdaf, VdafFault } from '#core/vdaf';

/** A file and its address. */
export interface AddressedFile {
  readonly hash: ContentHash;
  readonly bytes: Uint8Array;
}

/** Everything a model step reads; all of it is published. */
export interface StepInput {
  readonly task: ModelTask;
  readonly vdaf: Vdaf<Int32Array, Int32Array>;
  readonly model: Uint8Array;
  readonly state: Uint8Array;
  /** Noised aggregate shares as published. */
  readonly leaderShare: Uint8Array;
  readonly helperShare: Uint8Array;
  readonly reports: number;
}

/** What a round made of a model, with addresses. */
export interface StepOutput {
  readonly model: AddressedFile;
  readonly state: AddressedFile;
  readonly outcome: RoundOutcome;
  readonly noiseToSignal: number;
  /** How the batch judged the model's candidate; undefined where there was none. */
  readonly verdict: GateResult | undefined;
}

function addressed(bytes: Uint8Array): AddressedFile {
  return { hash: contentHash(bytes), bytes };
}

/**
 * Model t → t + 1 from files alone: the same bytes in give the same bytes out, on every machine.
 * The auditor repeats it from the published files (`#core/audit`).
 */
export function stepModel({ task, vdaf, ...files }: StepInput): Result<StepOutput, FileFault | VdafFault> {
  const leaderSum = vdaf.decodeShare(files.leaderShare);
  if (!leaderSum.ok) return leaderSum;
  const helperSum = vdaf.decodeShare(files.helperShare);
  if (!helperSum.ok) return helperSum;
  const sum = vdaf.unshard([leaderSum.value, helperSum.value], files.reports);
  const stepped = stepFiles({ task, model: files.model, state: files.state, sum, reports: files.reports });
  return stepped.ok ? ok({ ...stepped.value, model: addressed(stepped.value.model), state: addressed(stepped.value.state) }) : stepped;
}
