import { initialMemory, portraitsLayout, rememberRound, stepPortraits } from '#core/audience';
import { blockLength, PAIR_UNIT } from '#core/cooccurrence';
import { FLOORS, noiseToSignal } from '#core/privacy';
import { VERDICT_ENTRIES, type RoundOutcome, type ModelTask } from '#core/protocol';
import { fail, ok, type Result } from '#core/units';
import { decodeModel, decodeState, encodeModel, encodeState, type ModelFile, type WeightsFile } from './files.ts';
import type { FileFault } from './format.ts';
import type { GateResult } from './gate.ts';
import { gatedStep, type Trial } from './gated-step.ts';
import { blocksOf, decodePairState, encodePairState, encodePairTable, type PairTable } from './pair-files.ts';
import { initialPairState, pairStep } from './pair-step.ts';
import { decodePortraitsState, encodePortraits, encodePortraitsState, type PortraitsFile } from './portrait-files.ts';
import { initialState, MAX_NOISE_TO_SIGNAL, meanNoiseVariance } from './step.ts';

/** A closed batch and the files its model ended the last round with. */
export interface StepFilesInput {
  readonly task: ModelTask;
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
  readonly outcome: RoundOutcome;
  /** R, expected from n before looking at the sum. */
  readonly noiseToSignal: number;
  /** How the batch judged the model's candidate; undefined where there was none. */
  readonly verdict: GateResult | undefined;
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
  switch (model.value.kind) {
    case 'pairs': return stepTable(input, model.value);
    case 'portraits': return stepAudience(input, model.value);
    default: return stepWeights(input, model.value);
  }
}

function stepWeights({ task, sum, reports, ...files }: StepFilesInput, { kind, weights, candidate }: WeightsFile): Result<SteppedFiles, FileFault> {
  const state = decodeState(files.state);
  if (!state.ok) return state;
  const { candidate: candidateState, ...confirmedState } = state.value;
  if (weights.length + VERDICT_ENTRIES[kind] !== task.length || confirmedState.first.length !== weights.length || sum.length !== task.length) {
    return fail('malformed-model', `Cannot step ${weights.length} weights with a state of ${confirmedState.first.length}, a sum of ${sum.length} and a task of ${task.length}`);
  }
  if ((candidate === undefined) !== (candidateState === undefined)) return fail('malformed-model', 'Cannot step a candidate whose moments are not in the state, or moments without their candidate');
  const trial: Trial = { confirmed: { weights, state: confirmedState }, ...(candidate && candidateState && { candidate: { weights: candidate, state: candidateState } }) };
  const { trial: next, ...result } = gatedStep({ kind, trial, sum, reports, task });
  // Kept: the very same files, so that their addresses do not change either.
  if (result.outcome === 'kept') return ok({ model: files.model, state: files.state, ...result });
  const nextState = { ...next.confirmed.state, ...(next.candidate && { candidate: next.candidate.state }) };
  return ok({ model: encodeModel(kind, next.confirmed.weights, next.candidate?.weights), state: encodeState(nextState), ...result });
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
  return ok({ model: encodePairTable({ ...table, weights: stepped.weights }), state: encodePairState(stepped.state), outcome: 'published', noiseToSignal: noiseToSignal(task, reports), verdict: undefined });
}

/**
 * Portraits t → t + 1: means and shares from what rounds sum up to. Where noise outweighs the sum nothing is done; where no
 * portrait moves, or none would be left, they are kept and the sum is remembered: after some rounds it may tell.
 */
function stepAudience({ task, sum, reports, ...files }: StepFilesInput, { weights, clusters, dims, mode, catalogue }: PortraitsFile): Result<SteppedFiles, FileFault> {
  const state = decodePortraitsState(files.state);
  if (!state.ok) return state;
  if (task.length !== weights.length || sum.length !== weights.length || state.value.sum.length !== weights.length) {
    return fail('malformed-model', `Cannot step ${weights.length} entries of portraits with a state of ${state.value.sum.length}, a sum of ${sum.length} and a task of ${task.length}`);
  }
  const ratio = noiseToSignal(task, reports);
  const kept = { outcome: 'kept', noiseToSignal: ratio, verdict: undefined } as const;
  const unit = task.clipNorm / task.integerNorm;
  const memory = rememberRound(state.value, { sum: Float64Array.from(sum, (x) => x * unit), reports, noiseVariance: meanNoiseVariance(task, 1) });
  if (!(ratio <= MAX_NOISE_TO_SIGNAL) || ![...memory.sum, memory.reports, memory.noiseVariance].every(Number.isFinite)) return ok({ ...files, ...kept });
  const layout = portraitsLayout(clusters, dims, mode); // a task of so many entries passed the floors
  const next = stepPortraits(weights, memory, layout, FLOORS.minBatch);
  const isMoved = next.every(Number.isFinite) && next.some((x, i) => x !== weights[i]) && next.some((share, i) => i % layout.stride === 0 && share > 0);
  const moved = isMoved ? { ...kept, outcome: 'published' as const, model: encodePortraits({ weights: next, clusters, dims, mode, catalogue }) } : { ...kept, model: files.model };
  return ok({ ...moved, state: encodePortraitsState(memory) });
}

/** Whether entries of one model that is bound to a catalogue mean what they mean in the other; true of weights, which are bound to none. */
export function sharesLayout(a: ModelFile, b: ModelFile): boolean {
  if (a.kind === 'pairs' && b.kind === 'pairs') return a.catalogue === b.catalogue && a.maxBlocks === b.maxBlocks && a.layout === b.layout && a.weights.length === b.weights.length;
  if (a.kind === 'portraits' && b.kind === 'portraits') return a.catalogue === b.catalogue && a.mode === b.mode && a.clusters === b.clusters && a.weights.length === b.weights.length;
  return a.kind === b.kind;
}

/** The state file a model starts with: nothing learnt, no noise, for its candidate too, which a file of another shop may have. */
export function firstState(model: ModelFile): Uint8Array<ArrayBuffer> {
  if (model.kind === 'pairs') return encodePairState(initialPairState(model.weights.length));
  if (model.kind === 'portraits') return encodePortraitsState(initialMemory(model.weights));
  const state = initialState(model.weights.length);
  return encodeState(model.candidate ? { ...state, candidate: state } : state);
}

/** Blocks of a model: reports that together tell of all of it. */
export function reportsToCover(model: ModelFile): number {
  return model.kind === 'pairs' ? blocksOf(model.weights.length) : 1;
}

/** Entries of a report on `block`: the whole of a model that fits one report and a verdict on its candidate, one block of a table. */
export function reportLength(model: ModelFile, block: number): number {
  return (model.kind === 'pairs' ? blockLengthOf(model.weights.length, block) : model.weights.length) + VERDICT_ENTRIES[model.kind];
}

/** Whether one integer of a report is one unit of the table, so that sums are exact. */
export function countsWholeUnits({ clipNorm, integerNorm }: Pick<ModelTask, 'clipNorm' | 'integerNorm'>): boolean {
  return integerNorm === PAIR_UNIT * clipNorm;
}

function blockLengthOf(cells: number, block: number): number {
  return blockLength({ cells, blocks: blocksOf(cells) }, block);
}
