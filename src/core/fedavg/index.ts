/**
 * **Knows** federated averaging: clip, round, average, and the server step that anyone replays: weights move and the next
 * batch judges where they moved to, tables of pairs add up, portraits are means of sums.
 * **Not here** sharing (`#core/vdaf`), noise (`#core/privacy`), local training (`#worker/trainer`).
 * **Trust** a model or state file may be hostile: it is refused whole; a report moves the sum by at most C.
 */
export { clipToNorm } from './clip.ts';
export { encodeUpdate, meanUpdate } from './encode.ts';
export { decodeModel, decodeState, encodeModel, encodeState, type ModelFile, type StateFile, type WeightsFile } from './files.ts';
export type { FileFault } from './format.ts';
export { gate, VERDICT_SHARE, verdictOf, withVerdict, type GateResult, type Verdict } from './gate.ts';
export { gatedStep, type Trial } from './gated-step.ts';
export { decodePairState, encodePairState, encodePairTable, type PairState, type PairTable } from './pair-files.ts';
export { decodePortraitsState, encodePortraits, encodePortraitsState, type PortraitsFile } from './portrait-files.ts';
export { initialPairState, LEAST_DEVIATIONS, pairStep } from './pair-step.ts';
export { countsWholeUnits, firstState, reportLength, reportsToCover, sharesLayout, stepFiles, type SteppedFiles } from './step-files.ts';
export { initialState, MAX_NOISE_TO_SIGNAL, meanNoiseVariance, serverStep, type OptimiserState, type ServerStepResult } from './step.ts';
