import { blockLength, PAIR_UNIT } from '#core/cooccurrence';
import { noiseToSignal } from '#core/privacy';
import type { RoundRecord, Task } from '#core/protocol';
import { fail, ok, type Result } from '#core/units';
import { meanUpdate } from './encode.ts';
import { decodeModel, decodeState, encodeModel, encodeState, type ModelFile, type WeightsFile } from './files.ts';
import type { FileFault } from './format.ts';
import { gate } from './gate.ts';
import { blocksOf, decodePairState, encodePairState, encodePairTable, type PairTable } from './pair-files.ts';
import { initialPairState, pairStep } from './pair-step.ts';
import { initialState, serverStep } from './step.ts';

/** A closed batch and the files its model ended the last round with. */
export interface StepFilesInput {
  readonly task: Task;
  readonly model: Uint8Array;
  readonly state: Uint8Array;
  /** [task.length], the noised sum as `unshard` gives it. */
  readonly sum: Int32Array;
  /** n, at least 1. */
  readonly reports: number;
}

/** What a round made of a model. */
export interface SteppedFiles {
  readonly model: Uint8Array;
  readonly state: Uint8Array;
  readonly outcome: RoundRecord['outcome'];
  /** R, expected from n before looking at the sum. */
  readonly noiseToSignal: number;
}

/**
 * Model t → t + 1 from files to files, for every kind: the same bytes in give the same bytes out, on every machine. The
 * leader publishes what this gives; the auditor repeats it.
 */
export function stepFiles(input: StepFilesInput): Result<SteppedFiles, FileFault> {
  const { task } = input;
  const model = decodeModel(input.model);
  if (!model.ok) return model;
  if (model.value.kind !== task.model) return fail('malformed-model', `Cannot step a ${model.value.kind} model with a task for ${task.model}`);
  return model.value.kind === 'pairs' ? stepTable(input, model.value) : stepWeights(input, model.value);
}

/**
 * What a step makes is a candidate: the next batch trains on it and judges it. Only then is it what shelves rank with; else it
 * is dropped, with all that was learnt on it and the direction that led to it.
 */
function stepWeights({ task, sum, reports, ...files }: StepFilesInput, model: WeightsFile): Result<SteppedFiles, FileFault> {
  const state = decodeState(files.state);
  if (!state.ok) return state;
  const { kind, weights, candidate } = model;
  const length = reportLength(model, 0);
  if (length !== task.length || state.value.first.length !== weights.length || sum.length !== length) {
    return fail('malformed-model', `Cannot step ${weights.length} weights with a state of ${state.value.first.length}, a sum of ${sum.length} and a task of ${task.length}`);
  }
  const base = candidate ?? weights;
  const mean = meanUpdate(sum.subarray(0, weights.length), reports, task);
  const stepped = serverStep({ kind, weights: base, state: state.value, mean, reports, task: { ...task, length: weights.length } });
  const ratio = noiseToSignal(task, reports);
  // Kept: the very same files, so that their addresses do not change either.
  if (stepped.outcome === 'kept') return ok({ model: files.model, state: files.state, outcome: 'kept', noiseToSignal: ratio });
  if (candidate && gate({ sum: sum[weights.length] ?? 0, reports, task }).outcome === 'rolled-back') {
    return ok({ model: encodeModel(kind, weights), state: encodeState({ ...state.value, first: new Float32Array(weights.length) }), outcome: 'rolled-back', noiseToSignal: ratio });
  }
  return ok({ model: encodeModel(kind, base, stepped.weights), state: encodeState(stepped.state), outcome: 'published', noiseToSignal: ratio });
}

function stepTable({ task, sum, reports, ...files }: StepFilesInput, table: PairTable): Result<SteppedFiles, FileFault> {
  const state = decodePairState(files.state);
  if (!state.ok) return state;
  const cells = table.weights.length;
  if (task.block >= blocksOf(cells) || task.length !== blockLengthOf(cells, task.block) || sum.length !== task.length || state.value.sums.length !== cells) {
    return fail('malformed-model', `Cannot step block ${task.block} of ${cells} cells with a state of ${state.value.sums.length}, a sum of ${sum.length} and a task of ${task.length}`);
  }
  if (!countsWholeUnits(task)) return fail('malformed-model', `Cannot add up reports of clip norm ${task.clipNorm}: one integer is no unit of 1/${PAIR_UNIT}`);
  const stepped = pairStep({ weights: table.weights, state: state.value, sum, task });
  return ok({ model: encodePairTable({ ...table, weights: stepped.weights }), state: encodePairState(stepped.state), outcome: 'published', noiseToSignal: noiseToSignal(task, reports) });
}

/** The state file a model starts with: nothing learnt, no noise. */
export function firstState(model: ModelFile): Uint8Array<ArrayBuffer> {
  return model.kind === 'pairs' ? encodePairState(initialPairState(model.weights.length)) : encodeState(initialState(model.weights.length));
}

/** Blocks of a model: reports that together tell of all of it. */
export function reportsToCover(model: ModelFile): number {
  return model.kind === 'pairs' ? blocksOf(model.weights.length) : 1;
}

/** Entries of a report on `block`: the whole of a model that fits one report and a verdict where there is a candidate, or one block of a table. */
export function reportLength(model: ModelFile, block: number): number {
  return model.kind === 'pairs' ? blockLengthOf(model.weights.length, block) : model.weights.length + (model.candidate ? 1 : 0);
}

/** Whether one integer of a report is one unit of the table, so that sums are exact. */
export function countsWholeUnits({ clipNorm, integerNorm }: Pick<Task, 'clipNorm' | 'integerNorm'>): boolean {
  return integerNorm === PAIR_UNIT * clipNorm;
}

function blockLengthOf(cells: number, block: number): number {
  return blockLength({ cells, blocks: blocksOf(cells) }, block);
}
